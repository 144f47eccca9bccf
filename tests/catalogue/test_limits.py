from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from onedoor.catalogue import queries
from onedoor.catalogue.models import ServiceLevel
from onedoor.core.refusal import Refused
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty

DAY = date(2026, 9, 14)


def level(n: int, **more: object) -> ServiceLevel:
    queries.changed()
    told: dict[str, object] = {"verb": "solve", "unit": "WD", "citation": "本县规则", "valid_from": date(2026, 1, 1)}
    return ServiceLevel.objects.create(county=COUNTY, rule=f"T-{n}", n=n, **(told | more))


def chosen(*, colour: str = "yellow", urgency: str = "normal", on: date = DAY) -> int:
    return queries.level_for(COUNTY, "solve", colour=colour, urgency=urgency, on=on).n


def test_the_most_particular_level_wins_and_urgency_before_colour(county: SmallCounty) -> None:
    assert chosen() == 10
    level(91, colour="")
    assert chosen() == 10
    level(92, urgency="urgent")
    assert (chosen(), chosen(urgency="urgent")) == (10, 92)
    level(93, urgency="urgent", colour="yellow")
    assert (chosen(urgency="urgent"), chosen(urgency="urgent", colour="green")) == (93, 92)


def test_a_later_row_holds_for_later_starts_only(county: SmallCounty) -> None:
    level(7, colour="yellow", valid_from=DAY)
    assert (chosen(on=DAY - timedelta(days=1)), chosen(on=DAY)) == (10, 7)


def test_a_level_holds_to_its_last_day(county: SmallCounty) -> None:
    level(7, colour="yellow", valid_from=date(2026, 9, 1), valid_to=DAY)
    assert (chosen(on=DAY), chosen(on=DAY + timedelta(days=1))) == (7, 10)


def test_the_day_is_the_day_in_china(county: SmallCounty) -> None:
    level(7, colour="yellow", valid_from=date(2026, 9, 15))
    start = datetime(2026, 9, 15, 0, 30, tzinfo=CHINA)
    limit = queries.limit_for(COUNTY, "solve", start=start, colour="yellow")
    assert (limit.trace["n"], limit.trace["rule"], limit.trace["citation"]) == (7, "T-7", "本县规则")


def test_a_step_without_a_level_is_refused(county: SmallCounty) -> None:
    with pytest.raises(Refused, match="mediate"):
        queries.limit_for(COUNTY, "mediate", start=MONDAY)
    with pytest.raises(Refused):
        chosen(on=date(2019, 12, 31))


def test_the_store_refuses_two_levels_for_one_step_and_day_and_a_limit_of_nothing(county: SmallCounty) -> None:
    for wrong in ({"n": 5, "colour": "green", "valid_from": date(2020, 1, 1)}, {"n": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            level(**wrong)  # type: ignore[arg-type]
