"""Following over the API: what may be seen, in order, once, and in a form a receiver can verify."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from onedoor.cases.actions.registering import register
from onedoor.cases.actions.sealing import seal
from onedoor.core import following
from onedoor.core.chain import line_hash
from onedoor.core.models import Happening
from onedoor.organisation.actor import Actor
from tests.cases.histories import LIFT, go, registered
from tests.exchange.api.clients import Caller, caller, told
from tests.small_county import COUNTY, MONDAY, SmallCounty


@pytest.fixture(autouse=True)
def _as_if_committed(db: None) -> None:
    """Inside the one transaction of a test nothing is ever settled; these tests read it nevertheless. That nothing is
    read too early is shown with real processes in tests/faults/test_following.py."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION onedoor_settled() RETURNS bigint LANGUAGE sql STABLE AS"
                " 'SELECT 9223372036854775807'"
            )


def followed(system: Caller, path: str, *, limit: int = 200, since: str = "") -> tuple[list[dict[str, Any]], str]:
    """Everything after a mark, page by page, and the mark behind it."""
    items: list[dict[str, Any]] = []
    more = True
    while more:
        answer = system.get(f"{path}?limit={limit}&since={since}")
        assert answer.status_code == 200, answer.content.decode()
        page = told(answer)
        items += page["items"]
        since, more = page["next"], page["more"]
    return items, since


def test_the_record_is_followed_in_small_steps_without_gap_or_repeat(county: SmallCounty) -> None:
    system = caller("happenings:read")
    case = go(registered(county), "triage dispatch sign", county)
    seen, mark = followed(system, "/happenings", limit=2)
    assert [line["seq"] for line in seen] == list(range(1, case.chain_seq + 1))
    assert {line["case"] for line in seen} == {case.ref}
    assert followed(system, "/happenings", since=mark) == ([], mark)
    go(case, "reply", county)
    news, _mark = followed(system, "/happenings", since=mark)
    assert [line["name"] for line in news] == ["cases.replied"]


def test_a_receiver_verifies_the_chain_with_what_it_was_given(county: SmallCounty) -> None:
    case = registered(county)
    lines, _mark = followed(caller("happenings:read"), "/happenings")
    before = ""
    for line in lines:
        assert line["previous"] == before
        before = line["hash"]
    assert before == case.chain_head

    system = register(LIFT, county=COUNTY, by=Actor.system(COUNTY), at=MONDAY)[0]
    line = next(line for line in followed(caller("happenings:read"), "/happenings")[0] if line["case"] == system.ref)
    columns = {name: line[name] for name in ("seq", "name", "version", "payload", "previous")}
    moments = {name: datetime.fromisoformat(line[name]) for name in ("at", "recorded_at")}
    whole = columns | moments | {"county": COUNTY, "subject": f"case:{system.ref}", "actor": line["actor"]["code"]}
    assert line_hash(**whole) == line["hash"]


def test_a_person_is_not_named_and_neither_are_words(county: SmallCounty) -> None:
    go(registered(county), "triage dispatch sign reply", county)
    answer = caller("happenings:read").get("/happenings")
    assert {line["actor"]["kind"] for line in told(answer)["items"]} == {"member"}
    said = answer.content.decode()
    assert "m-" not in said and LIFT.name not in said and "主板" not in said


def test_what_is_secret_or_elsewhere_is_left_out_and_the_mark_moves_on(county: SmallCounty) -> None:
    whole, away = caller("happenings:read"), caller("happenings:read", area="990801100000")
    near = registered(county)
    far = register(LIFT, county=COUNTY, by=Actor.system(COUNTY), at=MONDAY)[0]
    seal(far.ref, by=Actor.system(COUNTY), at=MONDAY)
    lines, mark = followed(whole, "/happenings", limit=1)
    assert {line["case"] for line in lines} == {near.ref}
    last = Happening.objects.order_by("-place", "-id")[0]
    assert following.Mark.parse(mark) == (last.place, last.id)
    nothing, moved = followed(away, "/happenings")
    assert (nothing, moved) == ([], mark)


def test_a_case_that_moved_comes_once_as_it_is_now(county: SmallCounty) -> None:
    system = caller("cases:read")
    case = registered(county)
    first, mark = followed(system, "/changes")
    assert [(one["ref"], one["state"]["code"]) for one in first] == [(case.ref, "registered")]
    go(case, "triage dispatch", county)
    news, _mark = followed(system, "/changes", since=mark)
    assert [(one["ref"], one["state"]["code"]) for one in news] == [(case.ref, "dispatched")]


def test_reports_arrive_in_the_order_they_were_received(county: SmallCounty) -> None:
    system = caller("reports:read")
    refs = [registered(county).ref for _number in range(3)]
    arrived, mark = followed(system, "/arrivals", limit=1)
    assert [report["case"] for report in arrived] == refs
    assert followed(system, "/arrivals", since=mark)[0] == []


@pytest.mark.parametrize("made_up", ["x", "AAAA", "!!", "0" * 22, "_" * 22, "A" * 40])
def test_a_mark_somebody_made_up_is_refused(county: SmallCounty, made_up: str) -> None:
    answer = caller("happenings:read").get(f"/happenings?since={made_up}")
    assert answer.status_code in (400, 410, 422) and told(answer)["errors"][0]["field"] == "since"


def test_a_mark_from_another_life_of_the_store_is_said_to_be_gone(county: SmallCounty) -> None:
    registered(county)
    answer = caller("happenings:read").get(f"/happenings?since={following.Mark(10**9, 5)}")
    assert (answer.status_code, told(answer)["type"]) == (410, "/api/v1/#gone")


def test_what_belongs_to_others_is_looked_over_only_so_far_at_a_time(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "_REACH", 3)
    lines = [registered(county) for _number in range(4)]
    page = following.follow(county="990802", most=100)
    assert (page.lines, page.more) == ([], True)
    seen = 0
    while page.more:
        page = following.follow(page.mark, county="990802", most=100)
        seen += 1
    assert seen == len(lines) * 2 // 3 and following.follow(page.mark, county=COUNTY).lines == []


def test_the_cost_of_following(county: SmallCounty, django_assert_max_num_queries: Any) -> None:
    for _number in range(5):
        go(registered(county), "triage dispatch", county)
    system = caller()
    for path in ("/happenings", "/changes", "/arrivals"):
        mark = followed(system, path, limit=2)[1]
        with django_assert_max_num_queries(8):  # two of them ask for the key and count the request
            assert system.get(f"{path}?limit=5").status_code == 200
            assert mark
