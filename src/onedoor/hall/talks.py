"""Reads about talks: who may see one, what was said in it, and which are to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.cases.models import Case
from onedoor.cases.queries import Line
from onedoor.core.clock import ZONE
from onedoor.core.refusal import Refused
from onedoor.hall import rights
from onedoor.hall.events import TalkArranged, TalkCalledOff, TalkHeld, UnitArrived, UnitInvited, UnitSpoke
from onedoor.hall.flow import TalkState
from onedoor.hall.models import Invitation, Talk
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.queries import directory

_WITH = ("case__item", "case__lead", "case__holder", "case__accused", "window", "ticket__line")
_EVENTS = tuple(event.name for event in (TalkArranged, UnitInvited, UnitArrived, UnitSpoke, TalkHeld, TalkCalledOff))
_MOST = 60
"""So many talks are listed; a day has fewer."""


def locked(county: str, talk: int) -> tuple[Talk, Case]:
    """A talk about a case, both locked, the case first as everywhere. Raises Refused when there is none."""
    ref = Talk.objects.filter(county=county, pk=talk, case__isnull=False).values_list("case__ref", flat=True).first()
    if ref is None:
        raise Refused(_("没有这次接谈，或者它还没有登记成事项。请先登记。"))
    case = cases.locked(county, ref)
    return Talk.objects.select_for_update(of=("self",)).select_related("window").get(county=county, pk=talk), case


@dataclass(frozen=True)
class Seen:
    """A talk as an actor may see it: ``words``: also what was said; ``page``: the case itself as well; ``invitation``:
    of the actor's unit."""

    talk: Talk
    words: bool
    page: bool
    invitation: Invitation | None = None


def seen_by(actor: Actor, talk: int) -> Seen:
    """A talk for whoever may see its case, or was asked to be there. Raises Refused for everybody else.

    Of a secret case its handlers see that it took place, and not a word of it.
    """
    found = Talk.objects.select_related(*_WITH).filter(county=actor.county, pk=talk).first()
    seen = _seen(actor, found) if found else None
    if seen is None:
        raise Refused(_("没有这次接谈，或者您没有查看它的权限。"))
    return seen


def _seen(actor: Actor, talk: Talk) -> Seen | None:
    if talk.case is None:
        area = directory(talk.county).centre.area
        mine = rights.guides(actor) or actor.may(Duty.LEAD, area=area)
        return Seen(talk, words=True, page=False) if mine else None
    sight = cases.sight(talk.case, actor)
    invitation = invited(actor, talk)
    if not sight.page and invitation is None:
        return None
    in_the_room = invitation is not None and not talk.case.secret
    return Seen(talk, sight.voices or in_the_room, sight.page, invitation)


def invited(actor: Actor, talk: Talk) -> Invitation | None:
    """The invitation of one of the actor's units, where their post there covers the place."""
    asked = Invitation.objects.select_related("unit", "task").filter(county=talk.county, talk=talk)
    units = {standing.unit_id for standing in actor.standings}
    return next((one for one in asked.filter(unit__in=units).order_by("id") if comes_for(actor, one)), None)


def comes_for(actor: Actor, invitation: Invitation) -> bool:
    """Whether the actor is of the invited unit, and of a post there that handles what is asked about."""
    return actor.may(Duty.HANDLE, area=invitation.task.area, unit=invitation.unit_id)


def asked_to(talk: Talk) -> list[Invitation]:
    """Every unit asked to a talk, in the order they were asked."""
    rows = Invitation.objects.select_related("unit", "task").filter(county=talk.county, talk=talk)
    return list(rows.order_by("task__opened_at", "id"))


@dataclass
class Said:
    """What the record says of one talk: what each unit said, and the note."""

    units: dict[str, list[Line]] = field(default_factory=dict)
    note: Line | None = None
    reason: str = ""


def said(seen: Seen) -> Said:
    """What was said in a talk, as far as the actor may read it."""
    told = Said()
    if seen.talk.case is None:
        return told
    for line in cases.record_of(seen.talk.case, voices=seen.words):
        if line.happening.name not in _EVENTS or line.happening.payload["talk"] != seen.talk.id:
            continue
        if line.happening.name == UnitSpoke.name:
            told.units.setdefault(line.happening.payload["unit"], []).append(line)
        elif line.happening.name == TalkHeld.name:
            told.note = line
        elif line.happening.name == TalkCalledOff.name:
            told.reason = line.words.get("reason", "")
    return told


def of_case(case: Case) -> list[Talk]:
    """The talks about a case, the latest first."""
    rows = Talk.objects.select_related("window").filter(county=case.county, case=case)
    return list(rows.order_by("-arranged_for", "-id"))


def listed(actor: Actor, *, at: datetime) -> list[Talk]:
    """The talks that are arranged, those of today, and what was said without a case and waits for one: those the
    actor may see, the earliest first."""
    midnight = at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    due = Q(state=TalkState.ARRANGED) | Q(arranged_for__gte=midnight, arranged_for__lt=midnight + timedelta(days=1))
    found: QuerySet[Talk] = Talk.objects.select_related(*_WITH).filter(due, county=actor.county)
    rows = found.order_by("arranged_for", "id")[:_MOST]
    asked = _asked_to(actor)
    return [talk for talk in rows if talk.id in asked or _open_to(actor, talk)]


def _asked_to(actor: Actor) -> set[int]:
    units = {standing.unit_id for standing in actor.standings if Duty.HANDLE in standing.duties}
    rows = Invitation.objects.select_related("task").filter(county=actor.county, unit__in=units, talk__ended_at=None)
    return {row.talk_id for row in rows if comes_for(actor, row)}


def _open_to(actor: Actor, talk: Talk) -> bool:
    if talk.case is None:
        return _seen(actor, talk) is not None
    return cases.visible(talk.case, actor)
