"""Who may change the organisation, written out: whoever administers the place, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation.actions import leaving, listing, placing, rostering, seconding
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Unit
from tests.small_county import COUNTY, MONDAY, SmallCounty

TODAY = MONDAY.date()
CAME = MONDAY - timedelta(hours=1)
Act = Callable[[Actor, datetime], object]

ACTS: dict[str, Act] = {
    "place a unit": lambda by, at: placing.place("town-shiqiao", under="centre", by=by, at=at),
    "list a unit": lambda by, at: listing.list_unit("urban", mode="resident", first=TODAY, by=by, at=at),
    "unlist a unit": lambda by, at: listing.unlist_unit("housing", last=TODAY, by=by, at=at),
    "second to the centre": lambda by, at: seconding.second(
        "m-urban", home="urban", host="centre", first=TODAY, by=by, at=at
    ),
    "second to the town": lambda by, at: seconding.second(
        "m-urban", home="urban", host="town-shiqiao", first=TODAY, by=by, at=at
    ),
    "end a secondment": lambda by, at: seconding.end_secondment("m-housing", last=TODAY, by=by, at=at),
    "keep attendance": lambda by, at: seconding.record_attendance("m-housing", day=TODAY, came_at=CAME, by=by, at=at),
    "leave of the town's handler": lambda by, at: leaving.take_leave(
        "m-town-shiqiao", first=TODAY, last=TODAY, by=by, at=at
    ),
    "leave of the guide": lambda by, at: leaving.take_leave("m-guide", first=TODAY, last=TODAY, by=by, at=at),
    "roster of the town": lambda by, at: rostering.roll_out(
        "town-shiqiao", members=["m-urban"], first=TODAY, last=TODAY, kind="night", by=by, at=at
    ),
    "roster of the centre": lambda by, at: rostering.roll_out(
        "guide", members=["m-urban"], first=TODAY, last=TODAY, kind="night", by=by, at=at
    ),
}
TOWN = {"second to the town", "leave of the town's handler", "roster of the town"}
ALLOWED = {
    "admin": set(ACTS),
    "town administrator": TOWN,
    "other town's administrator": set[str](),
    "housing's administrator": set(ACTS) - {"keep attendance"},  # a county area, but not the host's
    "town-shiqiao": {"leave of the town's handler"},
    "guide": {"leave of the guide"},
    "leader": set[str](),
    "resident": set[str](),
    "other county": set[str](),
}


def administrator(unit: str) -> Actor:
    row = Unit.objects.get(county=COUNTY, code=unit)
    return Actor("m-new", COUNTY, (Standing("new", unit, row.id, frozenset({"administer"}), row.area),))


def who_is(name: str, county: SmallCounty) -> Actor:
    match name:
        case "town administrator":
            return administrator("town-shiqiao")
        case "other town's administrator":
            return administrator("town-chengguan")
        case "housing's administrator":
            return administrator("housing")
        case "resident":
            return Actor.resident(COUNTY)
        case "other county":
            return Actor.system("990802")
    return county[name]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ALLOWED)
def test_each_change_is_the_administrator_s_of_the_place(county: SmallCounty, who: str, act: str) -> None:
    seconding.second("m-housing", home="housing", host="centre", first=TODAY, by=county["admin"], at=MONDAY)
    listing.list_unit("housing", mode="resident", first=TODAY, by=county["admin"], at=MONDAY)
    before = Happening.objects.count()
    by = who_is(who, county)
    if act in ALLOWED[who]:
        ACTS[act](by, MONDAY)
        assert Happening.objects.count() == before + 1
        assert Happening.objects.order_by("-id")[0].actor == by.code
    else:
        with pytest.raises(Refused):
            ACTS[act](by, MONDAY)
        assert Happening.objects.count() == before
