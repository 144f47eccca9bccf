from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from onedoor.cases.actions import registering
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case
from tests.desk.conftest import SignedIn
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty


def page(signed_in: SignedIn, post: str, query: str = "") -> str:
    return signed_in(post).get(f"/desk/{query}").content.decode()


def test_an_inbox_shows_what_the_post_owes_and_nothing_else(signed_in: SignedIn, lift: Case) -> None:
    assert "翠湖花园3幢电梯又停了" in page(signed_in, "dispatch")
    assert "翠湖花园3幢电梯又停了" not in page(signed_in, "housing")


def test_a_case_moves_to_the_inbox_of_whoever_must_act_next(signed_in: SignedIn, handled: Case) -> None:
    assert handled.title in page(signed_in, "housing")
    assert handled.title not in page(signed_in, "dispatch")


def test_an_empty_inbox_says_so_and_offers_a_way_on(signed_in: SignedIn) -> None:
    assert "现在没有要您办的" in page(signed_in, "leader")


@pytest.mark.parametrize(("moment", "told"), [("2026-11-30T23:59", False), ("2026-12-01T08:30", True)])
def test_from_december_on_a_missing_calendar_is_said_on_every_inbox(
    signed_in: SignedIn, moment: str, told: bool
) -> None:
    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=CHINA), tick=False):
        assert ("2027年的放假安排还没有导入" in page(signed_in, "housing")) is told


def test_pages_follow_each_other_without_gap_or_repeat(signed_in: SignedIn, county: SmallCounty) -> None:
    told = [
        registering.register(
            Incoming(channel="web", text=f"第{number}件"), county=COUNTY, by=county["guide"],
            at=MONDAY + timedelta(minutes=number // 3),
        )[0].ref
        for number in range(120)
    ]  # fmt: skip
    client, query, seen = signed_in("dispatch"), "", []
    while query is not None:
        answer = client.get(f"/desk/{query}")
        seen += [row.case.ref for group, _lines in answer.context["groups"] for row in group.rows]
        query = f"?after={answer.context['next'].replace('+', '%2B')}" if answer.context["next"] else None
    assert sorted(seen) == sorted(told)


def test_a_page_address_that_makes_no_sense_starts_from_the_top(signed_in: SignedIn, lift: Case) -> None:
    for nonsense in ("?after=x", "?after=2026-13-45~1", "?after=~", "?duty=king"):
        assert lift.title in page(signed_in, "dispatch", nonsense)
