"""The actions of the hall, ready to be tried: numbers, windows, talks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from onedoor.cases.models import Case
from onedoor.hall.actions import arranging, attending, calling, receiving, ticketing
from onedoor.hall.models import Talk, Ticket
from tests.hall.halls import furnish
from tests.permissions.acts import LATER, SIGNED, Act
from tests.small_county import MONDAY, SmallCounty

NOTE: dict[str, Any] = {"asked": "问办到哪一步了。", "told": "三天内答复。", "next": "go_on"}
Then = Callable[[Case, SmallCounty], Any]


def _furnished(case: Case, county: SmallCounty) -> None:
    furnish()


def _waiting(case: Case, county: SmallCounty) -> None:
    furnish()
    ticketing.issue("A", by=county["guide"], at=MONDAY)


def _called(case: Case, county: SmallCounty) -> None:
    _waiting(case, county)
    calling.call_next("w1", by=county["guide"], at=MONDAY)


def _missed(case: Case, county: SmallCounty) -> None:
    _called(case, county)
    calling.miss(_ticket(), by=county["guide"], at=MONDAY)


def _arranged(case: Case, county: SmallCounty) -> None:
    furnish()
    arranging.arrange(case.ref, mode="joint", units=["housing"], by=county["guide"], at=MONDAY)


def _arrived(case: Case, county: SmallCounty) -> None:
    _arranged(case, county)
    attending.arrive(_talk(), by=county["housing"], at=MONDAY)


def _noted(case: Case, county: SmallCounty) -> None:
    furnish()
    receiving.receive(mode="sort", by=county["guide"], at=MONDAY, **NOTE)


def _ticket() -> int:
    return Ticket.objects.get().id


def _talk() -> int:
    return Talk.objects.get().id


ACTS_HALL: dict[str, Act] = {
    "hall issue": Act(lambda c, by: ticketing.issue("A", by=by, at=LATER), then=_furnished),
    "hall link": Act(lambda c, by: ticketing.link(_ticket(), ref=c.ref, by=by, at=LATER), then=_called),
    "hall call_next": Act(lambda c, by: calling.call_next("w1", by=by, at=LATER), then=_waiting),
    "hall recall": Act(lambda c, by: calling.recall(_ticket(), by=by, at=LATER), then=_called),
    "hall serve": Act(lambda c, by: calling.serve(_ticket(), by=by, at=LATER), then=_called),
    "hall miss": Act(lambda c, by: calling.miss(_ticket(), by=by, at=LATER), then=_called),
    "hall requeue": Act(lambda c, by: calling.requeue(_ticket(), by=by, at=LATER), then=_missed),
    "hall move": Act(lambda c, by: calling.move(_ticket(), line="B", by=by, at=LATER), then=_called),
    "hall finish": Act(lambda c, by: calling.finish(_ticket(), outcome="guided", by=by, at=LATER), then=_called),
    "hall leave": Act(lambda c, by: calling.leave(_ticket(), by=by, at=LATER), then=_waiting),
    "hall arrange": Act(
        lambda c, by: arranging.arrange(c.ref, mode="joint", units=["urban"], by=by, at=LATER), SIGNED, "lead"
    ),
    "hall invite": Act(
        lambda c, by: arranging.invite(_talk(), units=["urban"], by=by, at=LATER), SIGNED, "lead", then=_arranged
    ),
    "hall call_off": Act(
        lambda c, by: arranging.call_off(_talk(), reason="改天再约。", by=by, at=LATER), SIGNED, "lead", then=_arranged
    ),
    "hall arrive": Act(lambda c, by: attending.arrive(_talk(), by=by, at=LATER), SIGNED, "lead", then=_arranged),
    "hall speak": Act(
        lambda c, by: attending.speak(_talk(), text="三天内修好。", by=by, at=LATER), SIGNED, "lead", then=_arrived
    ),
    "hall receive": Act(
        lambda c, by: receiving.receive(ref=c.ref, mode="sort", by=by, at=LATER, **NOTE), SIGNED, "lead"
    ),
    "hall receive (without a case)": Act(lambda c, by: receiving.receive(mode="sort", by=by, at=LATER, **NOTE)),
    "hall conclude": Act(
        lambda c, by: receiving.conclude(_talk(), by=by, at=LATER, **NOTE), SIGNED, "lead", then=_arranged
    ),
    "hall attach": Act(lambda c, by: receiving.attach(_talk(), ref=c.ref, by=by, at=LATER), then=_noted),
}
