"""The steps that can be taken for many at once, in the order of the bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from onedoor.desk.bulk.forms import BulkDispatchForm, BulkOrderForm, BulkPlainForm, BulkReassignForm
from onedoor.desk.filters.fields import CASES, INBOX
from onedoor.desk.forms.orders import PlainForm
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty


@dataclass(frozen=True)
class BulkVerb:
    """One step for many: who may have it at all, on which lists it stands, what it asks."""

    label: Any
    key: str
    icon: str
    duties: tuple[str, ...]
    shelves: tuple[str, ...]
    form: type[PlainForm] = BulkPlainForm


BULK: dict[str, BulkVerb] = {
    "sign": BulkVerb(gettext_lazy("签收"), "a", "check", (Duty.HANDLE,), (INBOX, CASES)),
    "dispatch": BulkVerb(
        gettext_lazy("派单"), "a", "send", (Duty.DISPATCH, Duty.INFORM), (INBOX, CASES), BulkDispatchForm
    ),
    "reassign": BulkVerb(
        gettext_lazy("改派"), "r", "arrows-exchange", (Duty.DISPATCH, Duty.INFORM), (CASES,), BulkReassignForm
    ),
    "urge": BulkVerb(gettext_lazy("催办"), "u", "bell", (Duty.SUPERVISE,), (CASES,)),
    "order": BulkVerb(gettext_lazy("督办"), "s", "rubber-stamp", (Duty.SUPERVISE,), (CASES,), BulkOrderForm),
    "close": BulkVerb(gettext_lazy("结案"), "c", "circle-check", (Duty.CLOSE, Duty.INFORM), (INBOX, CASES)),
    "archive": BulkVerb(gettext_lazy("归档"), "", "archive", (Duty.CLOSE, Duty.INFORM), (CASES,)),
}


def offered(actor: Actor, shelf: str) -> dict[str, BulkVerb]:
    """The steps this actor may take for many from this list."""
    return {
        name: verb
        for name, verb in BULK.items()
        if shelf in verb.shelves and any(actor.has(duty) for duty in verb.duties)
    }
