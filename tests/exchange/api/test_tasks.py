"""Tasks over the API: a department's own system signs, replies and sends back, each step once."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from onedoor.cases.models import Case
from onedoor.core.models import Happening
from onedoor.exchange.models import Performed
from tests.cases.histories import REPLY, go, now, registered
from tests.exchange.api.clients import Caller, caller, told
from tests.small_county import SmallCounty


@pytest.fixture
def case(county: SmallCounty) -> Case:
    """A case the housing department must sign for."""
    return go(registered(county), "triage dispatch", county, at=timezone.now())


@pytest.fixture
def housing(county: SmallCounty) -> Caller:
    return caller("tasks:read", "tasks:write", unit="housing")


def owed(system: Caller) -> list[dict[str, Any]]:
    return list(told(system.get("/tasks"))["items"])


def test_a_unit_reads_what_it_owes_and_nobody_else_does(case: Case, housing: Caller) -> None:
    (task,) = owed(housing)
    assert (task["case"], task["verb"], task["unit"]["code"]) == (case.ref, "sign", "housing")
    assert owed(caller("tasks:read", unit="urban")) == []


def test_a_case_goes_from_signing_to_the_reply_by_the_unit_s_own_system(case: Case, housing: Caller) -> None:
    (task,) = owed(housing)
    answer = housing.post(f"/tasks/{task['id']}/sign", {"version": task["version"]})
    assert answer.status_code == 200, answer.content.decode()
    signed = told(answer)
    assert (signed["state"]["code"], signed["next"]["verb"]) == ("handling", "reply")
    following = signed["next"]
    answer = housing.post(f"/tasks/{following['id']}/reply", {"version": following["version"], "text": REPLY})
    assert told(answer)["state"]["code"] == "replied" and told(answer)["next"] is None
    assert now(case).state == "replied"
    last = Happening.objects.filter(subject=case.subject).order_by("-seq")[0]
    assert (last.name, last.actor[:7]) == ("cases.replied", "client:")


def test_a_case_is_sent_back_with_a_reason(case: Case, housing: Caller) -> None:
    (task,) = owed(housing)
    body = {"version": task["version"], "reason": "电梯由市场监管部门负责。"}
    assert told(housing.post(f"/tasks/{task['id']}/return", body))["state"]["code"] == "returned"


def test_a_step_sent_again_is_taken_once_and_answered_the_same(case: Case, housing: Caller) -> None:
    (task,) = owed(housing)
    path, body = f"/tasks/{task['id']}/sign", {"version": task["version"]}
    first, again = (housing.post(path, body, once="s-1") for _time in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert "Idempotent-Replay" not in first and again["Idempotent-Replay"] == "true"
    assert Happening.objects.filter(subject=case.subject, name="cases.signed").count() == 1
    other = housing.post(path, body | {"version": 2}, once="s-1")
    assert (other.status_code, told(other)["type"]) == (409, "/api/v1/#key-reused")


def test_a_refused_step_leaves_its_key_free(case: Case, housing: Caller, county: SmallCounty) -> None:
    go(case, "sign", county)
    (task,) = owed(housing)
    path = f"/tasks/{task['id']}/reply"
    short = housing.post(path, {"version": task["version"], "text": "好"}, once="r-1")
    assert short.status_code == 422 and told(short)["errors"][0]["field"] == "text" and told(short)["detail_en"]
    assert not Performed.objects.exists()
    assert housing.post(path, {"version": task["version"], "text": REPLY}, once="r-1").status_code == 200


def test_a_task_that_moved_on_is_a_conflict_and_changes_nothing(
    case: Case, housing: Caller, county: SmallCounty
) -> None:
    (task,) = owed(housing)
    path = f"/tasks/{task['id']}/sign"
    stale = housing.post(path, {"version": task["version"] + 1})
    go(case, "sign", county)
    before = now(case).chain_seq
    late = housing.post(path, {"version": task["version"]})
    assert [(one.status_code, told(one)["type"]) for one in (stale, late)] == [(409, "/api/v1/#conflict")] * 2
    assert now(case).chain_seq == before


def test_another_unit_s_task_and_a_secret_one_are_not_there(case: Case, housing: Caller) -> None:
    (task,) = owed(housing)
    path, body = f"/tasks/{task['id']}/sign", {"version": task["version"]}
    missing = housing.post("/tasks/72057594037927936/sign", body)
    foreign = caller("tasks:write", unit="urban").post(path, body)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    secret = housing.post(path, body)
    assert [one.status_code for one in (missing, foreign, secret)] == [404, 404, 404]
    assert missing.content == foreign.content == secret.content and owed(housing) == []


def test_the_cost_of_the_list(
    case: Case, housing: Caller, county: SmallCounty, django_assert_max_num_queries: Any
) -> None:
    for _number in range(4):
        go(registered(county), "triage dispatch", county)
    owed(housing)
    with django_assert_max_num_queries(8):  # two of them ask for the key and count the request
        assert len(owed(housing)) == 5
