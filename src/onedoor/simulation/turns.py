"""What else can happen to a case on its way, each as the steps of those who let it happen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from onedoor.cases.models import Case
from onedoor.core.clock import ZONE
from onedoor.simulation.going import Going, Over
from onedoor.simulation.standings import Turn
from onedoor.simulation.timeline import Life

_WORKDAY = timedelta(hours=9)
_OPENING = time(8, 40)


def _answered(going: Going) -> Life:
    """A consultation ends on the spot."""
    yield going.next("answer")
    going.do("answer", "window" if going.course.text.channel == "window" else "hotline", text=going.reason("answer"))
    if going.course.by_link:
        yield going.next("rate")
        going.do("rate", "author", solved=True, satisfied=True)
    raise Over


def _transferred(going: Going) -> Life:
    """An emergency is handed over at once."""
    yield going.next("transfer")
    going.do("transfer", "hotline", service=going.course.service, note=going.reason("transfer"))
    raise Over


def _declined(going: Going) -> Life:
    """Not accepted, by a clause and two people; some object, and a third decides."""
    yield going.next("ask_decline")
    going.do(
        "ask_decline", going.desk("dispatch"), clause=going.rng.choice(("N1", "N5")), reason=going.reason("ask_decline")
    )
    yield going.next("approve")
    going.do("decide", "director", kind="decline", granted=True, reason=going.reason("declined"))
    if going.course.turn == Turn.DECLINED:
        raise Over
    yield going.next("appeal")
    going.do("appeal", "author", reason=going.reason("appeal"))
    yield going.next("decide_appeal")
    going.do("decide_appeal", "appeal", accepted=True, reason=going.reason("appealed"))


def _extended(going: Going) -> Life:
    """The unit asks for more time, and gets it or not."""
    turn = going.course.turn
    yield going.next("ask_extension")
    going.do("ask_extension", going.unit, n=going.rng.choice((2, 3, 5)), reason=going.reason("ask_extension"))
    yield going.next("approve")
    granted = turn == Turn.EXTENDED
    who = going.rng.choice(("director", "deputy"))
    going.do("decide", who, kind="extend", granted=granted, reason=going.reason(turn))


def _halted(going: Going) -> Life:
    """The clock stands still for some days, and runs on by itself."""
    yield going.next("ask_suspension")
    last = going.later(going.at, work=3 * _WORKDAY).date() + timedelta(days=going.rng.randint(2, 8))
    why = going.rng.choice(("appraisal", "material"))
    going.do("ask_suspension", going.unit, why=why, until=last, reason=going.reason("ask_suspension"))
    yield going.next("approve")
    going.do("decide", "deputy", kind="suspend", granted=True, reason=going.reason("halted"))
    if going.course.stands_at == "resume":
        raise Over
    yield going.wait(datetime.combine(last + timedelta(days=1), _OPENING, tzinfo=ZONE))
    going.signed = going.at


def _raised(going: Going) -> Life:
    """The village cannot settle it, and the town takes it on."""
    yield going.next("raise")
    going.do("raise", going.unit, why=going.rng.choice(("talks-failed", "many")), reason=going.reason("raise"))
    yield going.next("redispatch")
    town = next(unit for unit in going.helpers if unit.startswith("town-"))
    going.do("dispatch", going.desk("dispatch"), to=town, basis="manual")
    going.unit, going.helpers = town, ()
    yield going.next("sign")
    going.do("sign", town)
    going.signed = going.at


def _withdrawn(going: Going) -> Life:
    """The author takes it back."""
    yield going.next("withdraw")
    going.do("withdraw", "author", reason=going.reason("withdraw"))
    raise Over


def _merged(going: Going) -> Life:
    """What a neighbour told of the same thing is handled together with it."""
    yield going.next("merge")
    going.do("merge", going.desk("dispatch"), ref=going.joined, into=going.ref, reason=going.reason("merge"))


def _ordered(going: Going) -> Life:
    """The unit is late, and is ordered to mend it."""
    solve_by = Case.objects.values_list("solve_by", flat=True).get(county=going.cast.county, ref=going.ref)
    assert solve_by is not None
    yield going.wait(going.later(solve_by, work=_WORKDAY / 9))
    yield going.next("issue_order")
    going.do(
        "issue_order", going.rng.choice(("director", going.desk("dispatch"))), unit=going.unit, reason="overdue",
        level="yellow", days=2, about_task=True, requirement=going.reason("issue_order"),
    )  # fmt: skip
    yield going.next("answer_order")
    going.do("answer_order", going.unit, text=going.reason("answer_order"))
    yield going.next("discharge_order")
    going.do("discharge_order", going.desk("dispatch"), opinion=going.reason("discharge_order"))


Steps = Callable[[Going], Life]

AT_THE_DOOR: Mapping[Turn, Steps] = {
    Turn.ANSWERED: _answered,
    Turn.TRANSFERRED: _transferred,
    Turn.DECLINED: _declined,
    Turn.APPEALED: _declined,
}
"""What happens before the case is triaged."""

SIGNED: Mapping[Turn, Steps] = {
    Turn.EXTENDED: _extended,
    Turn.NOT_EXTENDED: _extended,
    Turn.HALTED: _halted,
    Turn.RAISED: _raised,
    Turn.WITHDRAWN: _withdrawn,
    Turn.MERGED: _merged,
    Turn.ORDERED: _ordered,
}
"""What happens once a unit has signed for it."""
