"""Put another version of the text model into use, or none: what a person decides, with a reason (DESIGN §6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.dispatch import live
from onedoor.dispatch.events import ModelChosen
from onedoor.dispatch.models import TextModel
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty

MODEL = "dispatch:model"
"""The chain of a county's text models; whoever changes which one is in use locks it first."""

CHOSEN = "chosen"
"""The ``reason`` of a version that a person put into use, and of one that a person took out of it."""


def may_choose(by: Actor) -> bool:
    """Whether somebody leads or administers the whole county."""
    return any(by.may(duty, area=f"{by.county}000000") for duty in (Duty.LEAD, Duty.ADMINISTER))


@transaction.atomic
def choose(number: int, *, reason: str, by: Actor, at: datetime) -> TextModel | None:
    """Put the version with this number into use; 0: none, and the duty list proposes alone. Returns what is in use.

    Raises Refused without the right, without a reason, for a version whose weights are gone or that is in use already.
    """
    if not may_choose(by):
        raise Refused(_("换用模型要由管全县的领导或者系统管理岗来定。"))
    if not reason.strip():
        raise Refused(_("请写明为什么换。"), field="reason")
    head = chain.locked(by.county, MODEL)
    before = TextModel.objects.filter(county=by.county, state=TextModel.State.LIVE).defer("weights", "seen").first()
    if (before.number if before else 0) == number:
        raise Refused(_("现在用的就是它。请刷新页面看看。"), field="number")
    wanted = _kept(by.county, number) if number else None
    if before:
        _put(before, TextModel.State.RETIRED, at)
    if wanted:
        _put(wanted, TextModel.State.LIVE, at)
    told = ModelChosen(number=number, before=before.number if before else 0)
    emit(told, on=head, by=by, at=at, words={"reason": reason.strip()})
    live.changed()
    return wanted


def _kept(county: str, number: int) -> TextModel:
    found = TextModel.objects.filter(county=county, number=number).exclude(weights=b"").defer("weights", "seen").first()
    if found is None:
        raise Refused(_("没有这一版，或者它太旧、已经清掉了。请选别的版本。"), field="number")
    return found


def _put(model: TextModel, state: TextModel.State, at: datetime) -> None:
    model.state, model.reason, model.changed_at = state, CHOSEN, at
    model.save(update_fields=["state", "reason", "changed_at"])
