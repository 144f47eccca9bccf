"""并案、拆分: each reporter keeps their own case, reply, call-back and reopening (DESIGN §9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import merging, visiting
from onedoor.cases.models import Case, Visit
from onedoor.cases.reporters import to_ask
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from onedoor.work.queries import leading
from tests.cases.casts import joined
from tests.cases.histories import ACTS, LIFT, Draw, author, first_report, go, now, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

TO_REVIEWED = "sign reply review"


@pytest.fixture
def pair(county: SmallCounty) -> tuple[Case, Case]:
    """A case that was dispatched, and one merged into it."""
    main = go(registered(county), "triage dispatch", county)
    return main, go(registered(county), "merge", county, into=main.ref)


def owed(case: Case) -> str | None:
    task = leading(COUNTY, case.subject)
    return task.verb if task else None


def ask(county: SmallCounty, main: Case, whose: Case, *, solved: bool = True) -> Case:
    return visiting.visit(
        main.ref, contacted=True, solved=solved, satisfied=solved, report=first_report(whose.ref), by=county["visit"],
        at=MONDAY,
    )  # fmt: skip


def test_a_merged_case_waits_with_the_other_and_both_say_so(county: SmallCounty, pair: tuple[Case, Case]) -> None:
    main, other = pair
    assert (other.state, other.into, other.holder, owed(other)) == ("merged", main, None, None)
    assert queries.record_of(other)[-1].happening.payload["into"] == main.ref
    assert queries.record_of(main)[-1].happening.payload["joined"] == other.ref
    assert invariants.check().problems == []


def test_every_reporter_is_asked_before_the_case_goes_on(county: SmallCounty, pair: tuple[Case, Case]) -> None:
    main, other = pair
    go(main, TO_REVIEWED, county)
    assert [asked.report.case_id for asked in to_ask(now(main))] == [main.pk, other.pk]
    assert ask(county, main, main).state == "reviewed"
    with pytest.raises(Refused, match="已经回访过"):
        ask(county, main, main)
    assert ask(county, main, other).state == "visited"
    assert queries.record_of(other)[-1].happening.name == "cases.reporter_answered"
    assert go(main, "close", county).state == "closed"
    assert now(other).state == "merged"
    assert set(Visit.objects.values_list("report__case", flat=True)) == {main.pk, other.pk}
    assert invariants.check().problems == []


def test_whoever_wishes_no_answer_is_not_called_unless_they_said_it_is_not_solved(county: SmallCounty) -> None:
    main, other, silent = joined(county, "triage dispatch", TO_REVIEWED)
    assert [asked.report.case_id for asked in to_ask(main)] == [main.pk, other.pk, silent.pk]
    for one in (main, other):
        assert ask(county, main, one).state == "reviewed"
    assert ask(county, main, silent).state == "visited"
    quiet = registered(county, replace(LIFT, reply_by="none"))
    first = go(registered(county), "triage dispatch", county)
    go(quiet, "merge", county, into=first.ref)
    assert go(first, f"{TO_REVIEWED} visit", county).state == "visited"


def test_a_merged_reporter_s_not_solved_keeps_the_case_from_closing(
    county: SmallCounty, pair: tuple[Case, Case]
) -> None:
    main, other = pair
    go(main, TO_REVIEWED, county)
    ask(county, main, main)
    ask(county, main, other, solved=False)
    assert (now(main).unsolved, now(other).unsolved, owed(main)) == (False, True, "rework")
    with pytest.raises(Refused, match="没有解决"):
        go(main, "close", county)
    go(main, "rework reply review", county)
    ask(county, main, main)
    ask(county, main, other)
    assert go(main, "close", county).state == "closed"
    assert invariants.check().problems == []


@pytest.mark.parametrize(
    ("before", "leaving", "why"),
    [
        ("triage", "withdraw", "withdrawn"),
        ("triage", "transfer", "transferred"),
        ("", "answer", "answered"),
        ("", "ask_decline decline", "declined"),
        ("", "seal", "sealed"),
        ("", "make_report", "sealed"),
    ],
)
def test_when_the_case_leaves_the_road_the_others_go_their_own_way(
    county: SmallCounty, before: str, leaving: str, why: str
) -> None:
    main = go(registered(county), before, county)
    others = [go(registered(county), "merge", county, into=main.ref) for _ in range(2)]
    go(main, leaving, county)
    for other in map(now, others):
        assert (other.state, other.into, owed(other)) == ("registered", None, "triage")
        assert queries.record_of(other)[-1].happening.payload["why"] == why
    assert invariants.check().problems == []


def test_a_closed_case_keeps_its_merged_reporters_and_each_may_open_their_own_again(
    county: SmallCounty, pair: tuple[Case, Case]
) -> None:
    main, other = pair
    go(main, f"{TO_REVIEWED} visit visit close archive", county)
    case = go(other, "reopen", county)
    assert (case.state, case.unsolved, case.into, owed(case)) == ("registered", True, None, "triage")
    assert now(main).state == "archived"
    assert invariants.check().problems == []


def test_unmerging_the_last_who_was_to_be_asked_lets_the_case_go_on(
    county: SmallCounty, pair: tuple[Case, Case]
) -> None:
    main, other = pair
    go(main, f"{TO_REVIEWED} visit", county)
    assert now(main).state == "reviewed"
    assert go(other, "unmerge", county).state == "registered"
    assert (now(main).state, owed(main)) == ("visited", "close")
    assert queries.record_of(main)[-1].happening.name == "cases.answers_settled"
    assert invariants.check().problems == []


def test_when_whoever_said_not_solved_leaves_those_not_asked_yet_are_asked(county: SmallCounty) -> None:
    main = go(registered(county), "triage dispatch", county)
    loud, patient = (go(registered(county), "merge", county, into=main.ref) for _ in range(2))
    go(main, TO_REVIEWED, county)
    ask(county, main, main)
    assert ask(county, main, loud, solved=False).state == "visited"
    go(loud, "withdraw", county)
    assert (now(main).state, owed(main)) == ("reviewed", "visit")
    ask(county, main, patient)
    assert go(main, "close", county).state == "closed"
    assert invariants.check().problems == []


def test_two_cases_are_not_merged_into_each_other(county: SmallCounty, pair: tuple[Case, Case]) -> None:
    main, other = pair
    third = registered(county)
    for ref, into in ((main.ref, other.ref), (main.ref, third.ref), (third.ref, other.ref), (third.ref, third.ref)):
        with pytest.raises(Refused) as refused:
            merging.merge(ref, into=into, reason="同一件事。", by=county["dispatch"], at=MONDAY)
        assert refused.value.field == "into"
    with pytest.raises(Refused) as refused:
        merging.merge(third.ref, into=main.ref, reason=" ", by=county["dispatch"], at=MONDAY)
    assert refused.value.field == "reason"


@pytest.mark.parametrize("secret", [{"confidential": True}, {"nature": "inform"}])
def test_what_is_secret_is_not_merged(county: SmallCounty, secret: dict[str, object]) -> None:
    hidden, plain = registered(county, replace(LIFT, **secret)), registered(county)
    desk = county["inform"] if hidden.restricted else county["dispatch"]
    with pytest.raises(Refused, match="保密件"):
        merging.merge(hidden.ref, into=plain.ref, reason="同一件事。", by=desk, at=MONDAY)
    with pytest.raises(Refused, match="保密件"):
        merging.merge(plain.ref, into=hidden.ref, reason="同一件事。", by=county["dispatch"], at=MONDAY)


@pytest.mark.parametrize("before", ["sign reply", "sign reply review"])
def test_a_not_solved_does_not_meet_an_older_reply(county: SmallCounty, pair: tuple[Case, Case], before: str) -> None:
    """Three calls nobody answers would otherwise end it with a reply that was given before it was said."""
    main, _other = pair
    unsolved = go(registered(county), "answer reopen", county)
    go(main, before, county)
    with pytest.raises(Refused, match="新的答复"):
        go(unsolved, "merge", county, into=main.ref)
    go(registered(county), "merge", county, into=main.ref)


@pytest.mark.parametrize("before", ["sign reply review visit visit", "sign reply review visit visit close", "withdraw"])
def test_only_what_is_being_handled_takes_others_in(county: SmallCounty, pair: tuple[Case, Case], before: str) -> None:
    go(pair[0], before, county)
    with pytest.raises(Refused, match="正在办理"):
        go(registered(county), "merge", county, into=pair[0].ref)


def test_a_merged_reporter_rates_and_withdraws_for_themselves(county: SmallCounty, pair: tuple[Case, Case]) -> None:
    main, other = pair
    with pytest.raises(Refused, match="还没有答复"):
        go(other, "rate", county)
    go(main, TO_REVIEWED, county)
    ACTS["rate"](other.ref, Draw(solved=False), author(other), MONDAY)
    assert (now(main).state, now(other).unsolved, owed(main)) == ("visited", True, "rework")
    for stranger in (author(main), county["dispatch"]):
        with pytest.raises(Refused):
            ACTS["withdraw"](other.ref, Draw(), stranger, MONDAY)
    assert go(other, "withdraw", county).state == "withdrawn"
    assert now(main).state == "reviewed"
    assert invariants.check().problems == []
