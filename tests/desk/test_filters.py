"""The filters of the desk's lists: they stand in the address, are taken away one by one, and drop what is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine

from onedoor.cases.actions import sealing
from onedoor.cases.models import Case
from onedoor.desk import paging
from onedoor.work.models import Follow, SavedView, Task
from tests.cases.histories import LIFT, go, registered
from tests.desk.conftest import SignedIn
from tests.small_county import COUNTY, MONDAY, SmallCounty

SMOKE = replace(LIFT, text="夜市油烟扰民。", channel="web", lon=None, lat=None, area="990801100201", urgency="prompt")


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(MONDAY + timedelta(minutes=1), tick=False):
        yield


@pytest.fixture
def two(county: SmallCounty) -> tuple[Case, Case]:
    """The lift in the town of 城关, yellow, to be dispatched; smoke in a village of 石桥, just registered."""
    return go(registered(county), "triage", county), registered(county, SMOKE)


def shown(signed_in: SignedIn, address: str, post: str = "dispatch") -> set[str]:
    answer = signed_in(post).get(f"/desk/{address}")
    assert answer.status_code == 200
    rows = answer.context.get("rows")
    if rows is None:
        rows = [row for group, _lines in answer.context["groups"] for row in group.rows]
    return {row.case.title for row in rows}


def told(case: Case) -> str:
    return Case.objects.get(pk=case.pk).title


@pytest.mark.parametrize(
    ("query", "lift", "smoke"),
    [
        ("colour=yellow", True, False), ("colour=red", False, False), ("area=990801100000", False, True),
        ("area=990801001000&area=990801100201", True, True), ("item=15", True, False), ("item=15-03", True, False),
        ("channel=web", False, True), ("urgency=prompt", False, True), ("q=电梯", True, False),
        ("q=油烟+夜市", False, True), ("unit=centre", True, True), ("unit=housing", False, False),
    ],
)  # fmt: skip
def test_both_lists_are_narrowed_by_the_case(
    signed_in: SignedIn, two: tuple[Case, Case], query: str, lift: bool, smoke: bool
) -> None:
    expected = {told(case) for case, there in zip(two, (lift, smoke), strict=True) if there}
    assert shown(signed_in, f"?{query}") == expected
    assert shown(signed_in, f"cases?{query}") == expected


@pytest.mark.parametrize(
    ("query", "lift", "smoke"),
    [
        ("step=dispatch", True, False), ("duty=triage", False, True), ("level=red", False, True),
        ("when=tomorrow", False, False),
    ],
)  # fmt: skip
def test_the_inbox_is_narrowed_by_the_task(
    signed_in: SignedIn, two: tuple[Case, Case], query: str, lift: bool, smoke: bool
) -> None:
    Task.objects.filter(subject=two[1].subject).update(level="red")
    assert shown(signed_in, f"?{query}") == {
        told(case) for case, there in zip(two, (lift, smoke), strict=True) if there
    }


@pytest.mark.parametrize(
    ("query", "lift", "smoke"),
    [("state=triaged", True, False), ("state=triaged&state=registered", True, True), ("nature=dispute", False, False),
     ("from=2026-09-15", False, False), ("from=2026-09-14&to=2026-09-14", True, True)],
)  # fmt: skip
def test_the_list_of_cases_is_narrowed_by_state_nature_and_day(
    signed_in: SignedIn, two: tuple[Case, Case], query: str, lift: bool, smoke: bool
) -> None:
    expected = {told(case) for case, there in zip(two, (lift, smoke), strict=True) if there}
    assert shown(signed_in, f"cases?{query}") == expected


def test_the_chips_count_what_is_due_when_under_the_same_filters(
    signed_in: SignedIn, county: SmallCounty, two: tuple[Case, Case]
) -> None:
    lift, smoke = (Task.objects.get(subject=case.subject, leading=True, closed_at=None) for case in two)
    now = MONDAY + timedelta(minutes=1)
    Task.objects.filter(pk=lift.pk).update(due_at=now - timedelta(seconds=1))
    Task.objects.filter(pk=smoke.pk).update(due_at=datetime.fromisoformat("2026-09-15T00:00:00+08:00"))
    client = signed_in("dispatch")

    def counts(query: str) -> dict[str, str]:
        return {one.value: one.count for one in client.get(f"/desk/{query}").context["stretches"]}

    assert counts("") == {"": "2", "late": "1", "today": "1", "tomorrow": "0", "later": "0"}
    assert counts("?colour=yellow&when=today") == {"": "1", "late": "1", "today": "0", "tomorrow": "0", "later": "0"}
    assert shown(signed_in, "?when=today") == {told(two[1])}


def test_each_choice_is_taken_away_by_its_own_link(signed_in: SignedIn, two: tuple[Case, Case]) -> None:
    page = signed_in("dispatch").get("/desk/?colour=yellow&channel=hotline&colour=&duty=dispatch")
    chips = {chip.words: chip.href for chip in page.context["chips"]}
    assert chips == {"黄·疑难": "duty=dispatch&channel=hotline", "热线": "duty=dispatch&colour=yellow"}


def test_what_is_gone_is_left_out_and_said(signed_in: SignedIn, two: tuple[Case, Case]) -> None:
    answer = signed_in("dispatch").get("/desk/?unit=no-such&area=990899000000&colour=yellow&when=never&level=x")
    page = answer.content.decode()
    assert "没有按它筛选" in page and {"单位", "区划", "督办"} <= set(answer.context["dropped"])
    assert answer.context["query"] == "colour=yellow"


def test_words_are_never_looked_for_in_what_is_secret(signed_in: SignedIn, county: SmallCounty) -> None:
    case = registered(county, replace(LIFT, confidential=True))
    sealing.summarise(case.ref, summary="请核查某小区电梯的维护保养记录是否齐全。", by=county["dispatch"], at=MONDAY)
    assert shown(signed_in, "") == {told(case)}
    assert shown(signed_in, "?q=电梯") == shown(signed_in, "cases?q=电梯") == set()


def test_a_case_is_followed_until_it_is_no_more(
    signed_in: SignedIn, county: SmallCounty, two: tuple[Case, Case]
) -> None:
    client = signed_in("dispatch")
    assert client.post(f"/desk/cases/{two[0].ref}/follow").status_code == 302
    client.post(f"/desk/cases/{two[0].ref}/follow")
    assert shown(signed_in, "cases?follow=1") == {told(two[0])}
    assert shown(signed_in, "cases?follow=1", post="visit") == set(), "everybody follows for themselves"
    client.post(f"/desk/cases/{two[0].ref}/follow", {"stop": "1"})
    assert shown(signed_in, "cases?follow=1") == set()
    assert signed_in("housing").post(f"/desk/cases/{two[0].ref}/follow").status_code == 404
    assert not Follow.objects.exists()


def test_pages_turn_both_ways(signed_in: SignedIn, county: SmallCounty) -> None:
    for _ in range(3):
        registered(county)
    client, kept = signed_in("dispatch"), paging.PAGE
    paging.PAGE = 1
    try:
        walked, back = [], []
        page = client.get("/desk/cases?channel=hotline").context
        for _ in range(3):
            walked.append(page["rows"][0].case.ref)
            page = client.get(f"/desk/cases?{page['next_href']}").context if page["next_href"] else page
        assert page["next_href"] == "" and len(set(walked)) == 3
        for _ in range(3):
            back.append(page["rows"][0].case.ref)
            page = client.get(f"/desk/cases?{page['previous_href']}").context if page["previous_href"] else page
        assert back == walked[::-1] and page["previous_href"] == "" and page["first"]
    finally:
        paging.PAGE = kept


class TestViews:
    def test_filters_are_kept_under_a_name_and_opened_by_it(self, signed_in: SignedIn, two: tuple[Case, Case]) -> None:
        client = signed_in("dispatch")
        told_ = {"shelf": "inbox", "name": " 城关 黄 ", "query": "colour=yellow&area=990801001000&nonsense=1&unit=gone"}
        answer = client.post("/desk/views", told_)
        assert answer["Location"] == "/desk/?colour=yellow&area=990801001000"
        page = client.get(answer["Location"])
        assert page.context["view"].name == "城关 黄" and "我的视图：城关 黄" in page.content.decode()

    def test_a_list_opens_with_the_view_that_comes_first(self, signed_in: SignedIn, two: tuple[Case, Case]) -> None:
        client = signed_in("dispatch")
        for name, query in (("黄", "colour=yellow"), ("网上", "channel=web")):
            client.post("/desk/views", {"shelf": "inbox", "name": name, "query": query})
        yellow, web = SavedView.objects.order_by("place")
        client.post(f"/desk/views/{yellow.pk}/first")
        client.post(f"/desk/views/{web.pk}/first")
        assert client.get("/desk/")["Location"] == "/desk/?channel=web"
        assert client.get("/desk/?all=1").status_code == client.get("/desk/?duty=triage").status_code == 200
        client.post(f"/desk/views/{web.pk}/raise")
        assert [view.name for view in SavedView.objects.order_by("place")] == ["网上", "黄"]
        client.post(f"/desk/views/{web.pk}/first")
        assert client.get("/desk/").status_code == 200

    def test_a_name_is_given_once_and_a_bad_one_is_shown_again(self, signed_in: SignedIn, county: SmallCounty) -> None:
        client = signed_in("dispatch")
        for name in ("甲", "乙"):
            client.post("/desk/views", {"shelf": "cases", "name": name, "query": "state=closed"})
        kept = SavedView.objects.get(name="乙")
        answer = client.post(f"/desk/views/{kept.pk}/rename", {"name": "甲"})
        assert answer.status_code == 422 and "已经有叫“甲”的视图" in answer.content.decode()
        empty = client.post("/desk/views", {"shelf": "cases", "name": "  ", "query": "state=closed"})
        assert empty.status_code == 422 and "state=closed" in empty.content.decode()
        client.post(f"/desk/views/{kept.pk}/rename", {"name": "丙"})
        client.post(f"/desk/views/{SavedView.objects.get(name='甲').pk}/remove")
        assert [view.name for view in SavedView.objects.all()] == ["丙"]

    def test_nobody_touches_the_views_of_others(self, signed_in: SignedIn, county: SmallCounty) -> None:
        signed_in("dispatch").post("/desk/views", {"shelf": "inbox", "name": "我的", "query": "colour=red"})
        view = SavedView.objects.get(county=COUNTY)
        for act in ("rename", "raise", "first", "remove", "nonsense"):
            assert signed_in("visit").post(f"/desk/views/{view.pk}/{act}", {"name": "别的"}).status_code == 422
        assert SavedView.objects.get().name == "我的"


def test_rows_are_close_and_columns_are_left_out_as_somebody_likes(signed_in: SignedIn, two: tuple[Case, Case]) -> None:
    client = signed_in("dispatch")
    told_ = {
        "shelf": "inbox",
        "density": "compact",
        "column": ["colour", "unit", "ref"],
        "next": "/desk/?colour=yellow",
    }
    assert client.post("/desk/look", told_)["Location"] == "/desk/?colour=yellow"
    assert client.get("/desk/").context["look"].classes == "od-list--compact od-no-channel od-no-place"
    assert client.post("/desk/look", told_ | {"next": "//evil.example"})["Location"] == "/desk/"
    client.cookies["od-look"] = "x_y-z"
    assert client.get("/desk/").context["look"].classes == ""
