"""A calendar comes in: the open limits that cross it are computed again, on the record, once (DESIGN §5)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import dispatching, signing, triaging
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.registering import Incoming, register
from onedoor.cases.models import Case
from onedoor.cases.replaying import replayed
from onedoor.core import audit, outbox
from onedoor.core.actions.importing_calendar import import_notice, missing_year
from onedoor.core.clock import Day
from onedoor.core.clock.notice import Notice
from onedoor.core.models import CalendarDay, Happening
from onedoor.core.queries import calendar
from onedoor.organisation.actor import Actor
from onedoor.work.models import Task
from tests.small_county import CHINA, COUNTY, SmallCounty

AT = datetime(2026, 9, 28, 10, 0, tzinfo=CHINA)
REST = [date(2026, 10, day) for day in range(1, 8)]


def notice(*make_up: date) -> Notice:
    """The notice of 2026 with these make-up workdays around 国庆节."""
    days = [Day(day, "国庆节", True, 2026) for day in REST] + [Day(day, "国庆节", False, 2026) for day in make_up]
    return Notice(2026, tuple(days))


def take_in(told: Notice, *, county: str = "") -> int:
    return import_notice(told, county=county, source="test", by=Actor.system(county), at=AT)


@pytest.fixture
def handling(county: SmallCounty) -> Case:
    """A yellow case that housing must solve in ten workdays from 28 September."""
    case = register(Incoming(channel="web", text="电梯停了。"), county=COUNTY, by=county["guide"], at=AT)[0]
    take_in(notice(date(2026, 10, 10)))
    triaging.triage(case.ref, colour="yellow", item="15-03", by=county["dispatch"], at=AT)
    dispatching.dispatch(case.ref, to="housing", by=county["dispatch"], at=AT)
    signing.sign(case.ref, by=county["housing"], at=AT)
    outbox.drain(AT)
    return Case.objects.get(ref=case.ref)


def moved(case: Case) -> list[dict[str, object]]:
    lines = Happening.objects.filter(subject=case.subject, name="cases.limit_recomputed").order_by("seq")
    return [line.payload for line in lines]


def test_a_make_up_workday_that_goes_moves_the_open_limits_that_cross_it(handling: Case) -> None:
    assert handling.due_at == datetime(2026, 10, 17, tzinfo=CHINA)
    assert take_in(notice()) == 1
    assert Case.objects.get(ref=handling.ref).due_at == handling.due_at
    outbox.drain(AT)
    case = Case.objects.get(ref=handling.ref)
    task = Task.objects.get(subject=case.subject, closed_at=None)
    after = datetime(2026, 10, 20, tzinfo=CHINA)
    assert (case.due_at, case.solve_by, task.due_at, task.version) == (after, after, after, 2)
    assert [(line["which"], line["after"]) for line in moved(case)] == [
        ("reply", after.isoformat()),
        ("solve", after.isoformat()),
    ]
    assert replayed(line.happening for line in queries.record_of(case)) == flow_of(case)
    assert audit.verify().sound


def test_the_same_notice_again_changes_nothing_and_tells_nobody(handling: Case) -> None:
    take_in(notice())
    outbox.drain(AT)
    before = Happening.objects.count()
    assert take_in(notice()) == 0
    assert outbox.drain(AT).idle
    assert Happening.objects.count() == before


def test_a_notice_that_crosses_no_open_limit_moves_none(handling: Case) -> None:
    take_in(notice(date(2026, 10, 10), date(2026, 12, 26)))
    outbox.drain(AT)
    assert moved(handling) == []
    assert Happening.objects.filter(name="core.calendar_imported").count() == 2


def test_the_old_watch_stays_quiet_and_a_new_one_is_set(handling: Case) -> None:
    take_in(notice())
    outbox.drain(AT)
    task = Task.objects.get(subject=handling.subject, closed_at=None)
    outbox.drain(task.due_at - (task.due_at - task.opened_at) / 5)
    assert list(task.supervisions.values_list("level", "version")) == [("yellow", 2)]


def test_a_county_s_own_days_hold_there_only_and_leave_the_national_year_as_it_is(db: None) -> None:
    day = date(2026, 11, 4)
    told = Notice(2026, (Day(day, "县庆", True, 2026),))
    assert take_in(told, county=COUNTY) == 1
    assert calendar(COUNTY).rest_name(day) == "县庆"
    assert calendar("990802").is_work(day)
    assert calendar(COUNTY).is_make_up(date(2026, 10, 10))
    assert not calendar(COUNTY).announced(2027)


def test_a_new_notice_takes_the_place_of_the_old_one_and_of_single_entries(db: None) -> None:
    CalendarDay.objects.create(date=date(2026, 10, 8), name="加一天", off=True)
    take_in(notice(date(2026, 10, 10)))
    assert calendar().is_rest(date(2026, 10, 8))
    told = Notice(2026, (Day(date(2026, 10, 8), "国庆节", False, 2026), Day(date(2026, 10, 1), "国庆节", True, 2026)))
    assert take_in(told) == 1 + len(REST) - 1 + 1
    assert calendar().is_work(date(2026, 10, 8))
    assert CalendarDay.objects.count() == 2


@pytest.mark.parametrize(
    ("at", "announced", "year"),
    [
        (datetime(2026, 11, 30, 23, 59, tzinfo=CHINA), False, None),
        (datetime(2026, 12, 1, 0, 0, tzinfo=CHINA), False, 2027),
        (datetime(2026, 12, 1, 0, 0, tzinfo=CHINA), True, None),
    ],
)
def test_a_missing_calendar_is_called_for_from_the_first_of_december(
    at: datetime, announced: bool, year: int | None
) -> None:
    assert missing_year(at, announced) == year
