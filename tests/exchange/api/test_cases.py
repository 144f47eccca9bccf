"""Cases over the API: what the key may see, narrowed, paged, and with nothing of a person."""

from __future__ import annotations

from typing import Any

import pytest

from onedoor.cases.actions.sealing import seal
from onedoor.core.models import Happening
from onedoor.organisation.actor import Actor
from tests.cases.histories import LIFT, REPLY, go, registered
from tests.exchange.api.clients import caller, told
from tests.small_county import COUNTY, MONDAY, SmallCounty


def test_a_case_is_read_with_limits_assignments_and_replies(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign reply", county)
    answer = caller("cases:read").get(f"/cases/{case.ref}")
    assert answer.status_code == 200, answer.content.decode()
    read = told(answer)
    assert (read["state"], read["lead"]["code"]) == (
        {"code": "replied", "name": "待审核", "name_en": read["state"]["name_en"]}, "housing"
    )  # fmt: skip
    assert read["state"]["name_en"] != "待审核"
    assert read["limit"]["rule"] == "SL-12" and read["solve_by"].endswith("+08:00")
    assert [(given["unit"]["code"], given["role"]["code"]) for given in read["assignments"]][0] == ("housing", "lead")
    assert [said["text"] for said in read["replies"]] == [REPLY]
    assert LIFT.phone not in answer.content.decode() and LIFT.name not in answer.content.decode()


def test_its_record_ends_at_its_head(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch", county)
    record = told(caller("cases:read").get(f"/cases/{case.ref}/record"))
    assert record["head"] == record["items"][-1]["hash"] == case.chain_head
    assert len(record["items"]) == Happening.objects.filter(subject=case.subject).count()


@pytest.mark.parametrize("path", ["/cases/{}", "/cases/{}/record"])
def test_a_secret_case_is_answered_like_one_that_is_not_there(county: SmallCounty, path: str) -> None:
    case = registered(county)
    system = caller("cases:read")
    missing = system.get(path.format("990801-2609-00000000-0"))
    assert system.get(path.format(case.ref)).status_code == 200
    seal(case.ref, by=Actor.system(COUNTY), at=MONDAY)
    secret = system.get(path.format(case.ref))
    assert secret.status_code == missing.status_code == 404 and secret.content == missing.content
    assert told(system.get("/cases"))["items"] == []


def test_a_department_s_system_sees_what_its_unit_was_given(county: SmallCounty) -> None:
    case = registered(county)
    housing = caller("cases:read", unit="housing")
    assert housing.get(f"/cases/{case.ref}").status_code == 404
    go(case, "triage dispatch", county)
    assert housing.get(f"/cases/{case.ref}").status_code == 200
    assert caller("cases:read", unit="urban").get(f"/cases/{case.ref}").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=dispatched", 2), ("state=closed", 0), ("area=990801001001", 3), ("area=990801100000", 0),
        ("item=15", 2), ("item=15-03", 2), ("item=10", 0), ("unit=housing", 2), ("unit=nobody", 0),
        ("colour=yellow", 2), ("colour=red", 0), ("urgency=normal", 3), ("from=2026-09-14", 3), ("to=2026-09-13", 0),
        ("from=2026-09-14&to=2026-09-14&state=registered", 1),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(county: SmallCounty, query: str, found: int) -> None:
    registered(county)
    for _number in range(2):
        go(registered(county), "triage dispatch", county)
    answer = caller("cases:read").get(f"/cases?{query}")
    assert (answer.status_code, len(told(answer)["items"])) == (200, found), answer.content.decode()


def test_pages_have_no_gap_and_no_repeat_while_cases_come_in(county: SmallCounty) -> None:
    refs = {registered(county).ref for _number in range(5)}
    system = caller("cases:read")
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = told(system.get(f"/cases?limit=2&cursor={cursor}"))
        seen += [case["ref"] for case in page["items"]]
        cursor = page["next"]
        registered(county)
    assert len(seen) == len(set(seen)) and refs <= set(seen)


def test_the_cost_of_a_list_and_of_a_case(county: SmallCounty, django_assert_max_num_queries: Any) -> None:
    for _number in range(6):
        case = go(registered(county), "triage dispatch sign reply", county)
    system = caller("cases:read")
    system.get("/cases")  # what is kept in memory
    with django_assert_max_num_queries(8):  # two of them ask for the key and count the request
        assert len(told(system.get("/cases"))["items"]) == 6
    with django_assert_max_num_queries(14):
        assert system.get(f"/cases/{case.ref}").status_code == 200
