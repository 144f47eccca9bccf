"""延期: asked by the unit before the limit, once, not longer than the original, decided by somebody else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import extending
from onedoor.cases.models import Case, Request
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.simulation import invariants
from onedoor.work.models import Task
from onedoor.work.queries import leading
from tests.cases.histories import BESIDE, Draw, go, now, registered
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty

DUE = datetime(2026, 9, 29, tzinfo=CHINA)
LONGER = datetime(2026, 10, 9, tzinfo=CHINA)
"""Three working days more: the last of September, the week of the National Day, and the day after it."""


@pytest.fixture
def handling(county: SmallCounty) -> Case:
    return go(registered(county), "triage dispatch sign", county, assists=["urban"])


def ask(case: Case, county: SmallCounty, *, n: int = 3, at: datetime = MONDAY) -> Case:
    return extending.ask_extension(case.ref, n=n, reason="配件要从外地调。", by=county["housing"], at=at)


def test_a_granted_extension_moves_the_case_the_reply_and_the_helpers_parts(
    county: SmallCounty, handling: Case
) -> None:
    assert handling.solve_by == DUE
    ask(handling, county)
    assert now(handling).solve_by == DUE
    case = go(handling, "grant", county)
    task = leading(COUNTY, case.subject)
    assert task is not None and task.verb == "reply"
    assert (case.solve_by, case.due_at, task.due_at, case.extensions) == (LONGER, LONGER, LONGER, 1)
    assert Task.objects.get(subject=case.subject, verb="assist").due_at == LONGER
    line = queries.record_of(case)[-1]
    assert line.happening.name == "cases.extended"
    told = [datetime.fromisoformat(line.happening.payload[moment]) for moment in ("before", "after")]
    assert told == [DUE, LONGER]
    assert invariants.check().problems == []


def test_a_refused_extension_moves_nothing_and_says_why(county: SmallCounty, handling: Case) -> None:
    ask(handling, county)
    case = go(handling, "refuse", county)
    assert (case.solve_by, case.extensions) == (DUE, 0)
    line = queries.record_of(case)[-1]
    assert (line.happening.name, line.happening.payload["granted"], line.words["reason"]) == (
        "cases.request_decided", False, Draw().text,
    )  # fmt: skip
    assert Request.objects.get().state == "refused"


@pytest.mark.parametrize("n", [0, -1, 11])
def test_an_extension_is_never_longer_than_the_original(county: SmallCounty, handling: Case, n: int) -> None:
    with pytest.raises(Refused) as refused:
        ask(handling, county, n=n)
    assert refused.value.field == "n"
    ask(handling, county, n=10)


def test_an_extension_is_asked_before_the_limit_and_once(county: SmallCounty, handling: Case) -> None:
    with pytest.raises(Refused, match="时限已过"):
        ask(handling, county, at=DUE)
    ask(handling, county, at=DUE - timedelta(seconds=1))
    with pytest.raises(Refused, match="已经在审批"):
        ask(handling, county)
    go(handling, "grant", county)
    with pytest.raises(Refused, match="已经延期1次"):
        ask(handling, county)


def test_a_leader_s_date_is_not_extended(county: SmallCounty) -> None:
    case = go(registered(county), "triage entrust sign", county, colour="red")
    with pytest.raises(Refused, match="不能延期"):
        ask(case, county)


def test_while_the_clock_stands_still_no_more_time_is_asked_for(county: SmallCounty, handling: Case) -> None:
    go(handling, "ask_suspension grant", county)
    with pytest.raises(Refused, match="恢复办理"):
        ask(handling, county)


@pytest.mark.parametrize("before", ["triage", "triage dispatch", "triage dispatch sign reply"])
def test_only_the_unit_that_handles_the_case_asks(county: SmallCounty, before: str) -> None:
    with pytest.raises(Refused):
        ask(go(registered(county), before, county), county)
    handled = go(registered(county), "triage dispatch sign", county)
    for post in ("urban", "dispatch", "approve", "village"):
        with pytest.raises(Refused, match="职责"):
            BESIDE["ask_extension"](handled.ref, Draw(), county[post], MONDAY)


def test_nobody_grants_their_own_request(county: SmallCounty, handling: Case) -> None:
    both = Actor("m-both", COUNTY, (*county["housing"].standings, *county["approve"].standings))
    BESIDE["ask_extension"](handling.ref, Draw(), both, MONDAY)
    with pytest.raises(Refused, match="自己的申请"):
        BESIDE["grant"](handling.ref, Draw(), both, MONDAY)
    go(handling, "grant", county)
    with pytest.raises(Refused):
        go(handling, "grant", county)
