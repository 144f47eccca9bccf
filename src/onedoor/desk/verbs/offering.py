"""Which verbs an actor may take on a case here and now, and what stands in the way of those that are blocked.

The rules ask what the actions ask; a test takes every offered step to see that they agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onedoor.cases.models import Request
from onedoor.desk.dossier import Dossier
from onedoor.desk.verbs import beside, road
from onedoor.desk.verbs.words import VERBS
from onedoor.organisation.duties import Duty

RULES = road.RULES | beside.RULES


@dataclass(frozen=True)
class Offer:
    """A verb the actor may take; ``blocked`` says why not now; ``about`` which request, where there are several."""

    verb: str
    blocked: str = ""
    about: str = ""


def offers(dossier: Dossier) -> list[Offer]:
    """Every verb this actor may take now, in the order of ``VERBS``."""
    found: list[Offer] = []
    for verb in VERBS:
        if verb == "decide":
            found += decisions(dossier)
        elif (blocked := RULES[verb](dossier)) is not None:
            found.append(Offer(verb, blocked))
    return found


def decisions(dossier: Dossier) -> Iterator[Offer]:
    """The open requests this actor may decide; nobody decides what they asked for themselves."""
    if not dossier.case.allows(dossier.actor, Duty.APPROVE):
        return
    for request in dossier.requests:
        if request.state == Request.State.OPEN:
            own = request.asked_by == dossier.actor.code
            yield Offer("decide", _("自己的申请由别人审批") if own else "", str(request.id))
