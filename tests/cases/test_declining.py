"""不予受理 and the objection: asker, signer and decider are three people; no quiet exit (DESIGN §9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import declining
from onedoor.cases.models import Case, Request
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.simulation import invariants
from onedoor.work.queries import leading
from tests.cases.histories import ACTS, BESIDE, Draw, author, go, now, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty


@pytest.fixture
def declined(county: SmallCounty) -> Case:
    return go(registered(county), "ask_decline decline", county)


def with_duty(county: SmallCounty, duty: str, *posts: str) -> Actor:
    """Somebody on several posts, under the code of the first."""
    standings = [standing for post in (*posts, duty) for standing in county[post].standings]
    return replace(county[posts[0]], standings=tuple(standings))


def test_a_case_is_declined_by_a_clause_and_a_second_signature(county: SmallCounty, declined: Case) -> None:
    assert (declined.state, declined.holder, leading(COUNTY, declined.subject)) == ("declined", None, None)
    line = queries.record_of(declined)[-1]
    assert (line.happening.name, line.happening.payload["clause"], line.happening.actor) == (
        "cases.declined", "N5", "m-approve",
    )  # fmt: skip
    assert invariants.check().problems == []


def test_whoever_asks_does_not_sign(county: SmallCounty) -> None:
    case = registered(county)
    both = with_duty(county, "approve", "dispatch")
    BESIDE["ask_decline"](case.ref, Draw(), both, MONDAY)
    with pytest.raises(Refused, match="自己的申请"):
        ACTS["decline"](case.ref, Draw(), both, MONDAY)
    assert go(case, "refuse", county).state == "registered"


@pytest.mark.parametrize(
    ("clause", "reason", "field"), [("N99", "重复。", "clause"), ("", "重复。", "clause"), ("N1", " ", "reason")]
)
def test_a_refusal_names_clause_and_reason(county: SmallCounty, clause: str, reason: str, field: str) -> None:
    case = registered(county)
    with pytest.raises(Refused) as refused:
        declining.ask_decline(case.ref, clause=clause, reason=reason, by=county["dispatch"], at=MONDAY)
    assert refused.value.field == field


@pytest.mark.parametrize("before", ["triage dispatch", "triage dispatch sign", "triage dispatch sign reply"])
def test_what_a_unit_has_is_not_declined_any_more(county: SmallCounty, before: str) -> None:
    case = go(registered(county), before, county)
    with pytest.raises(Refused, match="已经派给单位"):
        go(case, "ask_decline", county)


def test_a_not_solved_is_not_declined(county: SmallCounty) -> None:
    case = go(registered(county), "answer reopen", county)
    with pytest.raises(Refused, match="没有解决"):
        go(case, "ask_decline", county)


def test_the_author_objects_once_and_somebody_owes_a_decision(county: SmallCounty, declined: Case) -> None:
    with pytest.raises(Refused) as refused:
        declining.appeal(declined.ref, reason=" ", by=author(declined), at=MONDAY)
    assert refused.value.field == "reason"
    case = go(declined, "appeal", county)
    task = leading(COUNTY, case.subject)
    assert task is not None and (case.state, task.verb, task.duty) == ("appealed", "decide_appeal", "appeal")
    assert go(case, "uphold", county).state == "declined"
    with pytest.raises(Refused, match="已经复核过"):
        go(case, "appeal", county)
    assert invariants.check().problems == []


def test_a_refusal_after_an_accepted_objection_may_be_objected_to_again(county: SmallCounty, declined: Case) -> None:
    case = go(declined, "appeal overturn", county)
    assert (case.state, leading(COUNTY, case.subject).verb) == ("registered", "triage")  # type: ignore[union-attr]
    case = go(case, "ask_decline decline appeal", county)
    assert case.state == "appealed"
    assert invariants.check().problems == []


@pytest.mark.parametrize("refuser", ["dispatch", "approve"])
@pytest.mark.parametrize("verb", ["uphold", "overturn"])
def test_neither_who_asked_nor_who_signed_decides_the_objection(
    county: SmallCounty, declined: Case, refuser: str, verb: str
) -> None:
    go(declined, "appeal", county)
    with pytest.raises(Refused, match="自己的决定"):
        ACTS[verb](declined.ref, Draw(), with_duty(county, "appeal", refuser), MONDAY)
    with pytest.raises(Refused) as refused:
        ACTS[verb](declined.ref, Draw(text=" "), county["appeal"], MONDAY)
    assert refused.value.field == "reason"
    go(declined, verb, county)


def test_the_words_of_the_objection_are_the_resident_s_own(county: SmallCounty, declined: Case) -> None:
    go(declined, "appeal", county)
    assert queries.record_of(declined)[-1].words == {"reason": Draw().text}
    assert queries.record_of(declined, voices=False)[-1].words == {}


@pytest.mark.parametrize("meanwhile", ["triage dispatch", "answer", "transfer", "withdraw"])
def test_a_request_that_no_longer_fits_is_void_and_nobody_has_to_decide_it(county: SmallCounty, meanwhile: str) -> None:
    case = go(registered(county), "ask_decline", county)
    case = go(case, meanwhile, county)
    assert Request.objects.get().state == "void"
    assert invariants.check().problems == []
    with pytest.raises(Refused):
        go(case, "grant", county)


def test_a_request_outlasts_triage_which_changes_nothing_about_it(county: SmallCounty) -> None:
    case = go(registered(county), "ask_decline triage", county)
    assert Request.objects.get().state == "open"
    assert go(case, "decline", county).state == "declined"


def test_an_informant_s_report_is_declined_by_two_of_its_own_desk(county: SmallCounty) -> None:
    case = go(registered(county), "make_report", county)
    for post in ("dispatch", "approve"):
        with pytest.raises(Refused, match="职责"):
            BESIDE["ask_decline"](case.ref, Draw(), county[post], MONDAY)
    BESIDE["ask_decline"](case.ref, Draw(), county["inform"], MONDAY)
    with pytest.raises(Refused, match="自己的申请"):
        ACTS["decline"](case.ref, Draw(), county["inform"], MONDAY)
    ACTS["decline"](case.ref, Draw(), replace(county["inform"], code="m-inform-2"), MONDAY)
    assert now(case).state == "declined"
