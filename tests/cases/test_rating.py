"""评价、重启: the author's own answer once for each reply; "not solved" at any time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import rating
from onedoor.cases.models import Case, Visit
from onedoor.core import outbox
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.simulation import invariants
from onedoor.work.queries import leading
from tests.cases.histories import POSTS, author, go, now, registered
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

REVIEWED = "triage dispatch sign reply review"
CLOSED = f"{REVIEWED} visit close"


def say(case: Case, *, solved: bool, satisfied: bool = False, why: str = "", minutes: int = 0) -> Case:
    return rating.rate(
        case.ref, solved=solved, satisfied=satisfied, why=why, comment="电梯好了三天。", by=author(case),
        at=MONDAY + minutes * MINUTE,
    )  # fmt: skip


def owed(case: Case) -> str | None:
    task = leading(COUNTY, case.subject)
    return task.verb if task else None


@pytest.mark.parametrize(("solved", "verb"), [(True, "close"), (False, "rework")])
def test_the_author_s_answer_stands_for_the_call(county: SmallCounty, solved: bool, verb: str) -> None:
    case = say(go(registered(county), REVIEWED, county), solved=solved)
    assert (case.state, case.unsolved, owed(case)) == ("visited", not solved, verb)
    visit = Visit.objects.get()
    assert (visit.means, visit.solved, visit.report_id) == ("link", solved, queries.reports_of(case)[0].id)
    assert queries.record_of(case, voices=False)[-1].words == {}
    assert invariants.check().problems == []


def test_each_reply_is_rated_once(county: SmallCounty) -> None:
    case = say(go(registered(county), REVIEWED, county), solved=True)
    with pytest.raises(Refused, match="已经评过"):
        say(case, solved=True)
    case = say(case, solved=False)
    assert (case.unsolved, owed(case)) == (True, "rework")
    for solved in (True, False):
        with pytest.raises(Refused, match="已经评过"):
            say(case, solved=solved)
    case = say(go(case, "rework reply review", county), solved=True)
    assert (case.unsolved, owed(case)) == (False, "close")
    assert invariants.check().problems == []


def test_after_a_call_that_said_solved_the_author_may_still_say_not_solved(county: SmallCounty) -> None:
    case = say(go(registered(county), f"{REVIEWED} visit", county), solved=False)
    assert (case.state, owed(case)) == ("visited", "rework")
    with pytest.raises(Refused, match="没有解决"):
        go(case, "close", county)


@pytest.mark.parametrize("before", ["", "triage", "triage dispatch sign", "triage dispatch sign reply"])
def test_there_is_nothing_to_rate_before_the_reply(county: SmallCounty, before: str) -> None:
    case = go(registered(county), before, county)
    for solved in (True, False):
        with pytest.raises(Refused, match="还没有答复"):
            say(case, solved=solved)


@pytest.mark.parametrize("before", [CLOSED, f"{CLOSED} archive", "answer", "transfer"])
def test_not_solved_opens_an_ended_case_again(county: SmallCounty, before: str) -> None:
    case = say(go(registered(county), before, county), solved=False)
    assert (case.state, case.unsolved, case.closed_at, owed(case)) == ("registered", True, None, "triage")
    outbox.drain(MONDAY + timedelta(days=60))
    assert now(case).state == "registered"
    assert invariants.check().problems == []


def test_an_ended_case_is_rated_solved_once_and_stays(county: SmallCounty) -> None:
    case = go(registered(county), CLOSED, county)
    assert say(case, solved=True, satisfied=True, minutes=1).state == "closed"
    with pytest.raises(Refused, match="已经评过"):
        say(case, solved=True, minutes=2)
    assert say(case, solved=False, minutes=3).state == "registered"
    assert invariants.check().problems == []


def test_reasons_are_from_the_list(county: SmallCounty) -> None:
    case = go(registered(county), REVIEWED, county)
    with pytest.raises(Refused) as refused:
        say(case, solved=False, why="weather")
    assert refused.value.field == "why"
    say(case, solved=False, why="half")
    assert Visit.objects.get().why == "half"


def test_nobody_else_rates_or_opens_again(county: SmallCounty) -> None:
    case, other = go(registered(county), CLOSED, county), registered(county)
    for by in [*(county[post] for post in POSTS), Actor.system(COUNTY), Actor.resident(COUNTY), author(other)]:
        with pytest.raises(Refused):
            rating.rate(case.ref, solved=True, satisfied=True, by=by, at=MONDAY)
        with pytest.raises(Refused):
            rating.reopen(case.ref, reason="没有解决。", by=by, at=MONDAY)


def test_opening_again_says_why_and_a_reopened_case_closes_only_after_a_new_reply(county: SmallCounty) -> None:
    case = go(registered(county), CLOSED, county)
    with pytest.raises(Refused) as refused:
        rating.reopen(case.ref, reason=" ", by=author(case), at=MONDAY)
    assert refused.value.field == "reason"
    case = go(case, "reopen triage dispatch sign reply review attempt attempt attempt close", county)
    assert (case.state, case.unsolved) == ("closed", False)
    assert invariants.check().problems == []
