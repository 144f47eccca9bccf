"""A morning in the hall, through the real actions: numbers drawn and called, one talk held, one going on."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.cases.models.choices import Nature
from onedoor.core.models import Happening
from onedoor.hall import queries
from onedoor.hall.actions import arranging, attending, calling, receiving, ticketing
from onedoor.hall.models import Ticket
from onedoor.hall.models.talk import Mode, Next
from onedoor.hall.models.ticket import Outcome
from onedoor.organisation.models import Unit
from onedoor.simulation.cast import Cast

_NUMBERS = 26
_LINES = "AAAABBCCDEEFFGH"
_OUTCOMES = (Outcome.ANSWERED, Outcome.GUIDED, Outcome.ANSWERED, Outcome.REFERRED)
_MANNED = {
    "zh-1": "window", "zh-2": "guide", "w-01": "police", "w-02": "labour", "w-03": "justice", "w-04": "petition",
    "w-05": "housing", "w-06": "civil",
}  # fmt: skip
"""Who sits at which window this morning."""

_QUIET = timedelta(minutes=45)
_MINUTE = timedelta(minutes=1)


def morning(cast: Cast, *, rng: Random, at: datetime) -> None:
    """The last hours before ``at``, as far as they lie in that day. A county without lines, or where numbers were
    drawn before, is left as it is."""
    county = cast.county
    if not queries.hall(county).lines or Ticket.objects.filter(county=county).exists():
        return
    _numbers(cast, rng, at)
    _talks(cast, at)


def _numbers(cast: Cast, rng: Random, at: datetime) -> None:
    """One after the other people come; the centre's two windows call them, the others wait for theirs."""
    midnight = at.replace(hour=0, minute=0, second=0)
    step = min(timedelta(hours=2), at - midnight) / (_NUMBERS + 1)
    moment = at - step * (_NUMBERS + 1)
    for number in range(_NUMBERS):
        moment += step
        ticketing.issue(rng.choice(_LINES), first=rng.random() < 0.15, by=cast.actor("guide", moment), at=moment)
        for code, who in rng.sample(list(_MANNED.items()), 1 + number % 2):
            if number > 7:
                _called(cast, code, who, rng, moment)


def _called(cast: Cast, code: str, who: str, rng: Random, at: datetime) -> None:
    """A window ends with one number and calls the next, where somebody waits for it."""
    by, window = cast.actor(who, at), queries.window_called(cast.county, code, at=at)
    if standing := queries.at_window(window, at=at):
        calling.finish(standing.id, outcome=rng.choice(_OUTCOMES), by=by, at=at)
    if not queries.waiting_for(window, at=at).exists():
        return
    ticket = calling.call_next(code, by=by, at=at)
    if rng.random() < 0.1:
        calling.miss(ticket.id, by=by, at=at)
    else:
        calling.serve(ticket.id, by=by, at=at)


def _talks(cast: Cast, at: datetime) -> None:
    """One talk that was held this morning, and a joint reception to which one unit has not come yet."""
    begun = at - _QUIET
    moved = Happening.objects.filter(county=cast.county, at__gt=begun).values("subject")
    handled = Case.objects.filter(
        county=cast.county, state=State.HANDLING, confidential=False, safety="", lead__kind=Unit.Kind.DEPARTMENT,
    ).exclude(nature=Nature.INFORM)  # fmt: skip
    quiet = {row["subject"] for row in moved}
    found = [
        case for case in handled.select_related("lead").order_by("-registered_at", "id") if case.subject not in quiet
    ]
    if len(found) < 2:
        return
    window = cast.actor("window", at)
    receiving.receive(
        ref=found[0].ref, mode=Mode.SORT, window="zh-1", checked=True, next=Next.GO_ON, by=window, at=begun + _MINUTE,
        asked="带着购买凭证来问办到哪一步了，要求给个准日子。",
        told="窗口当场打电话给承办单位：材料已收齐，本周内答复；来人同意等到周五。",
    )  # fmt: skip
    _joint(cast, found[1], at)


def _joint(cast: Cast, case: Case, at: datetime) -> None:
    lead = case.lead_code
    units = [lead, *[code for code in ("petition", "justice", "labour") if code != lead][:2]]
    talk = arranging.arrange(
        case.ref, mode=Mode.JOINT, units=units, room="2号调解室", window="zh-1", by=cast.actor("window", at),
        at=at - 20 * _MINUTE,
    )  # fmt: skip
    for minutes, unit, text in (
        (14, lead, "我们负责查清责任，三天内拿出处理办法。"),
        (9, units[1], "我们配合查，处理办法出来当天一起告诉当事人。"),
    ):
        by = cast.actor(unit, at)
        attending.arrive(talk.id, by=by, at=at - minutes * _MINUTE)
        attending.speak(talk.id, text=text, by=by, at=at - (minutes - 1) * _MINUTE)
