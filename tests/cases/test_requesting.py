"""申请、审批: what no longer fits is void, and nobody has to decide it."""

from __future__ import annotations

import pytest

from onedoor.cases.actions import requesting
from onedoor.cases.models import Request
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from onedoor.work.models import Task
from tests.cases.histories import go, registered
from tests.small_county import MONDAY, SmallCounty

HANDLING = "triage dispatch sign"


@pytest.mark.parametrize("kind", ["ask_extension", "ask_suspension"])
@pytest.mark.parametrize("leaving", ["reply", "send_back", "withdraw"])
def test_what_a_unit_asked_is_void_when_the_case_leaves_it(county: SmallCounty, kind: str, leaving: str) -> None:
    case = go(registered(county), f"{HANDLING} {kind} {leaving}", county)
    request = Request.objects.get()
    assert (request.state, request.decided_by, request.decided_at) == ("void", "", MONDAY)
    assert Task.objects.get(about=str(request.id)).closed_at == MONDAY
    with pytest.raises(Refused, match="没有等着审批"):
        go(case, "grant", county)
    with pytest.raises(Refused, match="已经失效"):
        requesting.decide(case.ref, request=request.id, granted=True, reason="好。", by=county["approve"], at=MONDAY)
    assert invariants.check().problems == []


def test_a_unit_that_raises_the_case_asks_for_nothing_more(county: SmallCounty) -> None:
    go(registered(county), f"{HANDLING} ask_extension raise", county, to="town-chengguan")
    assert Request.objects.get().state == "void"


def test_a_look_that_was_asked_for_waits_through_the_steps_and_ends_with_the_case(county: SmallCounty) -> None:
    case = go(registered(county), "seal ask_unmask triage summarise dispatch sign", county)
    assert Request.objects.get().state == "open"
    go(case, "withdraw", county)
    assert Request.objects.get().state == "void"
    assert invariants.check().problems == []


def test_of_a_case_that_has_ended_nobody_asks_for_a_look(county: SmallCounty) -> None:
    case = go(registered(county), "seal transfer", county)
    with pytest.raises(Refused, match="已经结束"):
        go(case, "ask_unmask", county)


def test_requests_of_two_kinds_wait_side_by_side(county: SmallCounty) -> None:
    case = go(registered(county), f"{HANDLING} ask_extension ask_suspension", county)
    assert Request.objects.filter(state="open").count() == 2
    case = go(case, "grant refuse", county)
    assert sorted(Request.objects.values_list("kind", "state")) == [("extend", "granted"), ("suspend", "refused")]
    assert case.extensions == 1 and case.suspended_until is None
    assert invariants.check().problems == []


@pytest.mark.parametrize("post", ["housing", "dispatch", "leader", "appeal", "visit"])
def test_whoever_has_not_the_duty_decides_nothing(county: SmallCounty, post: str) -> None:
    case = go(registered(county), f"{HANDLING} ask_extension", county)
    request = Request.objects.get().id
    with pytest.raises(Refused, match="职责"):
        requesting.decide(case.ref, request=request, granted=True, reason="好。", by=county[post], at=MONDAY)
    with pytest.raises(Refused, match="写明理由"):
        requesting.decide(case.ref, request=request, granted=False, reason=" ", by=county["approve"], at=MONDAY)
