from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onedoor.cases.actions import dispatching, triaging
from onedoor.cases.actions.registering import Incoming, register
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Unit
from onedoor.work.models import Task
from onedoor.work.queries import Owing, leading, owed_by, owed_by_duty
from tests.small_county import COUNTY, MONDAY, SmallCounty

POSTS = [
    "guide",
    "dispatch",
    "review",
    "visit",
    "leader",
    "housing",
    "urban",
    "town-chengguan",
    "town-shiqiao",
    "admin",
]


@pytest.fixture
def refs(county: SmallCounty) -> list[str]:
    """One case to triage, one to dispatch, one for a leader, one for housing to sign."""
    made = []
    for text in ("一。", "二。", "三。", "四。"):
        case = register(Incoming(channel="web", text=text), county=COUNTY, by=county["guide"], at=MONDAY)[0]
        made.append(case.ref)
    for ref, colour in zip(made[1:], ("green", "red", "yellow"), strict=True):
        triaging.triage(ref, colour=colour, item="15-03", by=county["dispatch"], at=MONDAY)
    dispatching.dispatch(made[3], to="housing", by=county["dispatch"], at=MONDAY)
    return made


def test_each_post_sees_what_it_owes_and_nothing_else(county: SmallCounty, refs: list[str]) -> None:
    owed = {post: sorted(owed_by(county[post]).values_list("verb", flat=True)) for post in POSTS}
    assert {post: verbs for post, verbs in owed.items() if verbs} == {
        "dispatch": ["dispatch", "triage"],
        "leader": ["entrust"],
        "housing": ["sign"],
    }


def test_a_post_of_a_town_owes_nothing_outside_it(county: SmallCounty) -> None:
    register(
        Incoming(channel="web", text="村里的事。", area="990801100201"), county=COUNTY, by=county["guide"], at=MONDAY
    )
    centre = Unit.objects.get(code="centre").id

    def clerk(area: str) -> Actor:
        return Actor("m-clerk", COUNTY, (Standing("clerk", "centre", centre, frozenset({"triage"}), area),))

    counts = {
        area: owed_by(clerk(area)).count() for area in ("990801000000", "990801100000", "990801001000", "990801100202")
    }
    assert counts == {"990801000000": 1, "990801100000": 1, "990801001000": 0, "990801100202": 0}


def test_duties_are_counted_in_one_query(county: SmallCounty, refs: list[str], django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        owing = owed_by_duty(county["dispatch"], now=MONDAY)
    assert owing == {"dispatch": Owing(1, False), "triage": Owing(1, False)}
    assert owed_by_duty(county["dispatch"], now=MONDAY + timedelta(days=1))["triage"] == Owing(1, True)
    assert owed_by_duty(Actor("m-new", COUNTY), now=MONDAY) == {}


def test_a_subject_has_one_leading_task_and_the_store_says_so(county: SmallCounty, refs: list[str]) -> None:
    task = leading(COUNTY, f"case:{refs[3]}")
    assert task is not None
    assert (task.verb, task.unit.code) == ("sign", "housing")
    task.pk = task.pk + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        task.save(force_insert=True)
    Task.objects.filter(subject=task.subject, closed_at=None).update(closed_at=MONDAY)
    assert leading(COUNTY, task.subject) is None
