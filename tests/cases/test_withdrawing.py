"""撤回: its author, by the code of their own receipt, and nobody else."""

from __future__ import annotations

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import withdrawing
from onedoor.cases.models import Assignment
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.simulation import invariants
from tests.cases.histories import POSTS, author, go, now, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

OPEN = ["", "triage", "triage dispatch", "triage dispatch sign", "triage dispatch send_back",
        "triage dispatch send_back rule", "triage dispatch sign reply", "triage dispatch sign reply review",
        "triage dispatch sign reply review visit", "ask_decline decline appeal"]  # fmt: skip


@pytest.mark.parametrize("before", OPEN)
def test_the_author_withdraws_at_any_time_before_the_end(county: SmallCounty, before: str) -> None:
    case = go(registered(county), before, county, assists=["urban"])
    case = withdrawing.withdraw(case.ref, reason="已经自己解决。", by=author(case), at=MONDAY)
    assert (case.state, case.holder, case.due_at, case.closed_at) == ("withdrawn", None, None, MONDAY)
    assert not Assignment.objects.filter(ended_at=None).exists()
    line = queries.record_of(case)[-1]
    assert (line.happening.actor, line.words) == ("resident", {"reason": "已经自己解决。"})
    assert invariants.check().problems == []


def test_nobody_else_withdraws_it(county: SmallCounty) -> None:
    case, other = registered(county), registered(county)
    everybody = [county[post] for post in POSTS]
    everybody += [Actor.system(COUNTY), Actor.feed(COUNTY, "12345"), Actor.resident(COUNTY), author(other)]
    for by in everybody:
        with pytest.raises(Refused):
            withdrawing.withdraw(case.ref, reason="群众要求撤回。", by=by, at=MONDAY)
    assert now(case).state == "registered"


def test_a_wrong_code_is_nobody_s(county: SmallCounty) -> None:
    case = registered(county)
    for code in ("", "00000000", "x"):
        with pytest.raises(Refused, match="查询码"):
            queries.author(COUNTY, case.ref, code)


@pytest.mark.parametrize("before", ["triage dispatch sign reply review visit close", "answer", "transfer", "withdraw"])
def test_what_has_ended_is_not_withdrawn(county: SmallCounty, before: str) -> None:
    case = go(registered(county), before, county)
    with pytest.raises(Refused):
        go(case, "withdraw", county)


def test_a_withdrawn_case_is_not_opened_again(county: SmallCounty) -> None:
    case = go(registered(county), "withdraw", county)
    for verb in ("reopen", "rate", "triage", "transfer"):
        with pytest.raises(Refused):
            go(case, verb, county)
