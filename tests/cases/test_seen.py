"""Every case somebody may see, as one query: exactly those that open one by one."""

from __future__ import annotations

from random import Random

from onedoor.cases.actions import sealing, triaging
from onedoor.cases.models import Case
from onedoor.cases.queries import seen, visible
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Unit
from tests.desk.situations import CASES
from tests.small_county import AREAS, COUNTY, MONDAY, POSTS, SmallCounty

PLACES = [code for code, *_ in AREAS] + ["990801001001001", "990802000000"]


def disagreements(actors: list[Actor], cases: list[Case]) -> list[str]:
    """Where the query and the single look say different things."""
    found = []
    for actor in actors:
        in_list = set(seen(actor).values_list("pk", flat=True))
        for case in cases:
            if visible(case, actor) is not (case.pk in in_list):
                found.append(f"{actor.standings}: {case.state} {case.nature} {case.colour} {case.area}")
    return found


def anybody(draw: Random, units: list[Unit]) -> Actor:
    """A member with one to three posts of any unit, duties and place."""
    standings = tuple(
        Standing(
            "p", unit.code, unit.id, frozenset(draw.sample(Duty.values, draw.choice((0, 1, 1, 1, 2)))),
            draw.choice([unit.area, unit.area, *PLACES]),
        )
        for unit in draw.choices(units, k=draw.choice((1, 1, 1, 2, 3)))
    )  # fmt: skip
    return Actor("m-anybody", COUNTY, standings)


def red_and_informed(county: SmallCounty) -> None:
    """An informant's report that a leader sees too, for it is red."""
    ref, by = CASES["an informant's report"](county).ref, county["inform"]
    sealing.summarise(ref, summary="请核查一处设备台账。", by=by, at=MONDAY)
    triaging.triage(ref, colour="red", item="15-03", by=by, at=MONDAY)


def test_the_list_holds_exactly_what_opens(county: SmallCounty) -> None:
    for build in CASES.values():
        build(county)
    red_and_informed(county)
    cases = list(Case.objects.select_related("accused", "lead"))
    units, draw = list(Unit.objects.filter(county=COUNTY).order_by("code")), Random(20260914)
    actors = [county[post] for post, *_ in POSTS] + [anybody(draw, units) for _ in range(60)]
    actors += [
        Actor.system(COUNTY),
        Actor("m-nobody", COUNTY),
        Actor("m-other", "990802", county["dispatch"].standings),
    ]
    others = [actor for actor in actors if actor.county == COUNTY]
    assert disagreements(others, cases) == []
    assert not seen(actors[-1]).exists()
    seen_by_some = [len(seen(actor)) for actor in others]
    assert min(seen_by_some) == 0 and max(seen_by_some) == len(cases) and len(set(seen_by_some)) > 12
