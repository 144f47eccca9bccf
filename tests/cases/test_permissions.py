"""Who may do what, written out: rights follow posts, the place of the case, and the unit whose task it is."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from django.db import transaction

from onedoor.cases import queries
from onedoor.cases.actions import triaging
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.flow import CASE
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Unit
from tests.cases.histories import ACTS, LIFT, POSTS, TAKEN_INSTEAD, Draw, author, go, now, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

CENTRE = {"guide", "dispatch", "review", "visit", "leader", "approve", "deputy", "appeal", "supervise"}

# verb, colour, what happened before, the posts that may (housing leads the case)
TABLE = [
    ("triage", "yellow", "", {"dispatch"}),
    ("dispatch", "green", "triage", {"dispatch"}),
    ("dispatch", "yellow", "triage", {"dispatch"}),
    ("dispatch", "red", "triage", set()),
    ("entrust", "red", "triage", {"leader"}),
    ("entrust", "yellow", "triage", set()),
    ("sign", "yellow", "triage dispatch", {"housing"}),
    ("sign", "red", "triage entrust", {"housing"}),
    ("send_back", "yellow", "triage dispatch", {"housing"}),
    ("send_back", "yellow", "triage dispatch sign", {"housing"}),
    ("rule", "yellow", "triage dispatch send_back", {"dispatch"}),
    ("reassign", "yellow", "triage dispatch", {"dispatch"}),
    ("reassign", "yellow", "triage dispatch sign", set()),
    ("reply", "yellow", "triage dispatch sign", {"housing"}),
    ("reply", "yellow", "triage dispatch", set()),
    ("review", "yellow", "triage dispatch sign reply", {"review"}),
    ("rework", "yellow", "triage dispatch sign reply", {"review"}),
    ("visit", "yellow", "triage dispatch sign reply review", {"visit"}),
    ("attempt", "yellow", "triage dispatch sign reply review", {"visit"}),
    ("rework", "yellow", "triage dispatch sign reply review visit", {"review"}),
    ("close", "yellow", "triage dispatch sign reply review visit", {"review"}),
    ("close", "red", "triage entrust sign reply review visit", set()),
    ("confirm", "red", "triage entrust sign reply review visit", {"leader"}),
    ("confirm", "yellow", "triage dispatch sign reply review visit", set()),
    ("close", "yellow", "triage dispatch sign reply", set()),
    ("archive", "yellow", "triage dispatch sign reply review visit close", {"review"}),
    ("answer", "yellow", "", {"guide", "dispatch"}),
    ("raise", "yellow", "triage dispatch", {"town-chengguan"}),
    ("raise", "yellow", "triage dispatch sign", {"town-chengguan"}),
    ("lower", "yellow", "triage", {"dispatch"}),
    ("rate", "yellow", "triage dispatch sign reply review", {"author"}),
    ("rate", "yellow", "triage dispatch sign reply review visit", {"author"}),
    ("reopen", "yellow", "triage dispatch sign reply review visit close", {"author"}),
    ("reopen", "yellow", "answer", {"author"}),
    ("withdraw", "yellow", "", {"author"}),
    ("withdraw", "yellow", "triage dispatch sign reply", {"author"}),
    ("transfer", "yellow", "", CENTRE | {"safety"}),
    ("transfer", "yellow", "triage dispatch sign", CENTRE | {"safety", "housing"}),
    ("take_back", "yellow", "transfer", {"dispatch"}),
    ("merge", "yellow", "triage", {"dispatch"}),
    ("unmerge", "yellow", "triage merge", {"dispatch"}),
    ("decline", "yellow", "ask_decline", {"approve", "deputy"}),
    ("appeal", "yellow", "ask_decline decline", {"author"}),
    ("uphold", "yellow", "ask_decline decline appeal", {"appeal"}),
    ("overturn", "yellow", "ask_decline decline appeal", {"appeal"}),
]  # fmt: skip
AUTHOR_S = {"rate", "reopen", "withdraw", "appeal"}
STRANGERS = {
    "resident": Actor.resident(COUNTY),
    "nobody": Actor("m-new", COUNTY),
    "other county": Actor.system("990802"),
}


@pytest.mark.parametrize(("verb", "colour", "before", "allowed"), TABLE)
def test_each_step_is_its_posts_and_nobody_else_s(
    county: SmallCounty, verb: str, colour: str, before: str, allowed: set[str]
) -> None:
    other = registered(county)
    draw = Draw(colour=colour, into=other.ref, to="town-chengguan" if verb == "raise" else "housing")
    case = go(registered(county), before, county, **asdict(draw))
    if verb == "rate" and case.state == "visited":
        case = go(case, "rework reply review attempt attempt attempt", county)
    draw = replace(draw, to="urban") if verb == "reassign" else draw
    everybody = {post: county[post] for post in POSTS} | STRANGERS
    everybody |= {"author": author(case), "another author": author(other)}
    lines = Happening.objects.count()
    for name in everybody.keys() - allowed:
        with pytest.raises(Refused):
            ACTS[verb](case.ref, draw, everybody[name], MONDAY)
    assert Happening.objects.count() == lines
    assert now(case).state == case.state
    for name in allowed:
        with transaction.atomic():
            ACTS[verb](case.ref, draw, everybody[name], MONDAY)
            assert Happening.objects.count() > lines
            transaction.set_rollback(True)


def test_the_table_knows_every_verb_of_the_flow() -> None:
    assert {step.verb for step in CASE} - TAKEN_INSTEAD.keys() == {verb for verb, *_ in TABLE} == set(ACTS)


ROAD = ["triage", "dispatch", "sign", "reply", "review", "visit", "close", "archive"]


@pytest.mark.parametrize("done", range(len(ROAD) + 1))
def test_no_verb_works_in_a_state_the_flow_does_not_lead_it_from(county: SmallCounty, done: int) -> None:
    """The system may do what is no author's, yet only where the flow allows it. An emergency call is recorded anywhere
    before the end."""
    case, other = go(registered(county), " ".join(ROAD[:done]), county), registered(county)
    here = {step.verb for step in CASE.open_steps(state=case.state, kind=case.colour)}
    elsewhere = ACTS.keys() - here - (set() if case.ended else {"transfer"})
    for verb in elsewhere | AUTHOR_S:
        with pytest.raises(Refused):
            ACTS[verb](case.ref, Draw(into=other.ref), Actor.system(COUNTY), MONDAY)


def clerk(county: SmallCounty, unit: str, area: str, *duties: str) -> Actor:
    at = Unit.objects.get(code=unit)
    return Actor("m-clerk", COUNTY, (Standing("clerk", unit, at.id, frozenset(duties), area),))


@pytest.mark.parametrize(
    ("area", "allowed"),
    [
        ("990801000000", True),
        ("990801001000", True),
        ("990801001001", True),
        ("990801001002", False),
        ("990801100000", False),
    ],
)
def test_a_duty_reaches_as_far_as_its_area(county: SmallCounty, area: str, allowed: bool) -> None:
    case = registered(county)
    by = clerk(county, "centre", area, "triage")
    if allowed:
        assert triaging.triage(case.ref, colour="green", item="15-03", by=by, at=MONDAY).state == "triaged"
    else:
        with pytest.raises(Refused, match="职责"):
            triaging.triage(case.ref, colour="green", item="15-03", by=by, at=MONDAY)


def test_nobody_pulls_a_case_into_their_own_town_to_decide_on_it(county: SmallCounty) -> None:
    case = registered(county)
    by = clerk(county, "centre", "990801100000", "triage")
    with pytest.raises(Refused, match="职责"):
        triaging.triage(case.ref, colour="green", item="15-03", area="990801100201", by=by, at=MONDAY)


def test_a_duty_counts_in_the_unit_whose_task_it_is(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch", county)
    with pytest.raises(Refused, match="职责"):
        ACTS["sign"](case.ref, Draw(), clerk(county, "urban", "990801000000", "handle"), MONDAY)
    ACTS["sign"](case.ref, Draw(), clerk(county, "housing", "990801001000", "handle"), MONDAY)


def test_a_town_deals_with_what_lies_outside_it_as_a_whole(county: SmallCounty) -> None:
    """A case beyond its border may be given to a town: whoever acts for all of the town takes it on, nobody for a part
    of it."""
    elsewhere = Incoming(channel="web", text="村里的事。", area="990801100201")
    case = go(registered(county, elsewhere), "triage dispatch", county, to="town-chengguan")
    with pytest.raises(Refused, match="职责"):
        ACTS["sign"](case.ref, Draw(), clerk(county, "town-chengguan", "990801001001", "handle"), MONDAY)
    assert go(case, "sign", county, to="town-chengguan").state == "handling"


def test_the_handling_unit_never_calls_back_even_with_the_duty(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign reply review", county)
    both = Actor("m-both", COUNTY, (*county["visit"].standings, *county["housing"].standings))
    for verb in ("visit", "attempt"):
        with pytest.raises(Refused, match="承办单位以外"):
            ACTS[verb](case.ref, Draw(), both, MONDAY)


@pytest.mark.parametrize(
    ("before", "seeing"),
    [
        ("", CENTRE),
        ("triage", CENTRE),
        ("triage dispatch", CENTRE | {"housing", "town-chengguan"}),
        ("triage dispatch sign reply review visit close", CENTRE | {"housing", "town-chengguan"}),
    ],
)  # fmt: skip
def test_a_case_is_seen_by_the_centre_and_by_whoever_was_given_it(
    county: SmallCounty, before: str, seeing: set[str]
) -> None:
    case = go(registered(county), before, county, assists=["town-chengguan"])
    assert {post for post in POSTS if queries.visible(case, county[post])} == seeing
    for post in POSTS:
        if post in seeing:
            assert queries.seen_by(county[post], case.ref) == case
        else:
            with pytest.raises(Refused) as refused:
                queries.seen_by(county[post], case.ref)
            assert str(refused.value).replace(case.ref, "X") == absent(county[post])
    assert not any(queries.visible(case, STRANGERS[name]) for name in ("resident", "nobody"))
    with pytest.raises(Refused):
        queries.seen_by(STRANGERS["other county"], case.ref)


def absent(actor: Actor) -> str:
    """What is said of a case that is not there: the same words."""
    with pytest.raises(Refused) as refused:
        queries.seen_by(actor, "X")
    return str(refused.value)


def test_a_caller_is_recognised_by_those_who_register_or_call_back(county: SmallCounty) -> None:
    case = registered(county)
    registered(county, Incoming(channel="web", text="举报。", phone="10010012345", nature="inform"))
    finding = {post for post in POSTS if queries.found_by_phone(county[post], "100 1001 2345") == [case]}
    assert finding == {"guide", "dispatch", "visit"}
    assert queries.found_by_phone(county["guide"], "12345") == []
    assert queries.found_by_phone(county["guide"], "10010012346") == []


def test_the_record_of_a_case_is_read_with_its_words(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch send_back", county, at=MONDAY + timedelta(minutes=1))
    lines = queries.record_of(case)
    assert [line.happening.seq for line in lines] == [1, 2, 3, 4, 5]
    assert lines[-1].words == {"reason": Draw().text}
    assert lines[0].words == {}
    assert [report.text for report in queries.reports_of(case)] == [LIFT.text]


def test_a_report_is_opened_with_its_reference_and_its_code_only(county: SmallCounty) -> None:
    case = registered(county)
    report = queries.reports_of(case).get()
    code = queries.query_code(case.ref, report.id)
    assert queries.opened_with(COUNTY, case.ref, f" {code[:4]} {code[4:]} ") == report
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for county_code, ref, given in (
        (COUNTY, case.ref, wrong),
        (COUNTY, case.ref, ""),
        ("990802", case.ref, code),
        (COUNTY, "X", code),
    ):
        assert queries.opened_with(county_code, ref, given) is None
