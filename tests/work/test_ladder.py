"""Rules of supervision as data: which of them a task climbs and when; nobody is chased at night."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onedoor.core import clock, outbox
from onedoor.core.clock import OFFICE_HOURS, ZONE, Limit
from onedoor.core.models import CalendarDay, Chain, Delivery, Happening
from onedoor.core.queries import calendar
from onedoor.core.revisions import bump
from onedoor.organisation.models import Unit
from onedoor.work import ladder
from onedoor.work.actions import tasks
from onedoor.work.actions.tasks import Owed
from onedoor.work.models import Supervision, SupervisionRule, Task
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ALL = ["SV-01", "SV-02", "SV-03", "SV-04"]


def task_of(due: datetime, *, at: datetime = MONDAY, verb: str = "reply", urgent: bool = False) -> Task:
    """A task of housing about a subject of its own, with what watches it."""
    owed = Owed(verb, Unit.objects.get(code="housing"), "handle", f"{COUNTY}000000", urgent=urgent)
    return tasks.open_beside(owed, subject="ladder:1", limit=Limit(due, {}), at=at)


def climbed(task: Task) -> list[tuple[str, str]]:
    return [(rung.rule.rule, f"{rung.moment.astimezone(ZONE):%m-%dT%H:%M}") for rung in ladder.rungs(task)]


def rule(code: str = "SV-11", **columns: Any) -> None:
    """A rule of the county, red at the due moment unless told otherwise."""
    given: dict[str, Any] = {"level": "red", "basis": "share", "n": 100, "tells": ["holder"], "citation": "本县规则"}
    SupervisionRule.objects.create(county=COUNTY, rule=code, **{"valid_from": date(2020, 1, 1)} | given | columns)
    ladder.changed()


def levels() -> list[str]:
    return list(Supervision.objects.order_by("id").values_list("level", flat=True))


def test_a_limit_of_hours_is_chased_before_at_and_after_its_end(county: SmallCounty) -> None:
    """Sunday 20 September 2026 is a make-up workday."""
    assert climbed(task_of(MONDAY + 4 * HOUR)) == [
        ("SV-01", "09-14T12:30"), ("SV-02", "09-14T13:30"), ("SV-03", "09-15T08:30"), ("SV-04", "09-20T08:30"),
    ]  # fmt: skip


def test_what_ends_at_midnight_is_one_day_late_on_the_next_working_day(county: SmallCounty) -> None:
    friday = datetime(2026, 9, 19, 0, 0, tzinfo=CHINA)
    assert climbed(task_of(friday))[1:] == [
        ("SV-02", "09-20T08:30"), ("SV-03", "09-20T08:30"), ("SV-04", "09-24T08:30"),
    ]  # fmt: skip


def test_an_urgent_task_is_chased_at_any_hour(county: SmallCounty) -> None:
    saturday = datetime(2026, 9, 12, 22, 0, tzinfo=CHINA)
    assert climbed(task_of(saturday + 2 * HOUR, at=saturday, urgent=True))[:2] == [
        ("SV-01", "09-12T23:30"), ("SV-02", "09-13T00:00"),
    ]  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    opened=st.integers(0, 60 * 24 * 40), lasts=st.integers(10, 60 * 24 * 30), urgent=st.booleans(),
    n=st.integers(1, 9), unit=st.sampled_from(["WD", "CD", "H"]),
)  # fmt: skip
def test_no_rung_rings_at_night_or_on_a_rest_day_and_none_before_the_one_below(
    opened: int, lasts: int, urgent: bool, n: int, unit: str, django_db_blocker: pytest.FixtureRequest
) -> None:
    at = datetime(2026, 9, 7, 0, 0, tzinfo=CHINA) + timedelta(minutes=opened)
    task = Task(county=COUNTY, opened_at=at, due_at=at + timedelta(minutes=lasts), urgent=urgent)
    late = SupervisionRule(rule="SV-21", level="listed", basis="after", n=n, unit=unit)
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(ladder, "chasing", lambda county, on: [*ladder.SHIPPED[:3], late])
        moments = [rung.moment for rung in ladder.rungs(task)]
        days = calendar(COUNTY)
    assert moments == sorted(moments) and len(moments) == 4
    assert moments[1] >= task.due_at
    if not urgent:
        assert all(clock.next_working_moment(moment, calendar=days) == moment for moment in moments)
        assert all(moment.astimezone(ZONE).time() <= OFFICE_HOURS.closes for moment in moments)


def test_a_county_without_rules_climbs_the_shipped_ladder(county: SmallCounty) -> None:
    before = climbed(task_of(MONDAY + 4 * HOUR))
    SupervisionRule.objects.all().delete()
    ladder.changed()
    task = task_of(MONDAY + 4 * HOUR)
    assert climbed(task) == before
    assert [(rung.rule.level, rung.rule.tells) for rung in ladder.rungs(task)] == [
        ("yellow", ["holder"]), ("red", ["holder", "supervise"]), ("ordinary", ["holder", "lead"]),
        ("listed", ["supervise"]),
    ]  # fmt: skip
    assert ladder.limit_of(COUNTY, "discharge_order", at=MONDAY).trace["rule"] == "SV-05"


def test_a_county_that_only_sets_a_limit_still_has_a_ladder(county: SmallCounty) -> None:
    SupervisionRule.objects.exclude(rule="SV-05").delete()
    ladder.changed()
    assert [code for code, _moment in climbed(task_of(MONDAY + 4 * HOUR))] == ALL


def test_a_later_rule_holds_for_later_tasks_only(county: SmallCounty) -> None:
    earlier = task_of(MONDAY + 10 * DAY)
    rule("SV-01", level="yellow", n=50, valid_from=MONDAY.date() + DAY)
    later = task_of(MONDAY + 11 * DAY, at=MONDAY + DAY)
    assert [next(ladder.rungs(task)).rule.n for task in (earlier, later)] == [75, 50]


def test_the_rules_of_a_step_and_of_urgent_tasks_win_over_those_for_any(county: SmallCounty) -> None:
    rule("SV-11", level="yellow", n=50, verb="sign")
    rule("SV-12", level="yellow", n=25, urgent_only=True)
    due = MONDAY + 4 * HOUR
    shares = {
        (verb, urgent): next(ladder.rungs(task_of(due, verb=verb, urgent=urgent))).rule.n
        for verb in ("sign", "reply")
        for urgent in (True, False)
    }
    assert shares == {("sign", True): 50, ("sign", False): 50, ("reply", True): 25, ("reply", False): 75}


def test_a_task_has_one_delivery_waiting_however_long_its_ladder(county: SmallCounty) -> None:
    task = task_of(MONDAY + 4 * HOUR)
    for _rung in ALL:
        waiting = Delivery.objects.get(subscriber=tasks.WATCH)
        assert waiting.payload["task"] == task.id
        outbox.drain(waiting.due_at)
    assert not Delivery.objects.exists()
    assert levels() == ["yellow", "red", "ordinary", "listed"]


def test_each_rung_says_which_rule_and_whom_to_tell_and_only_proposes_to_list(county: SmallCounty) -> None:
    task = task_of(MONDAY + 4 * HOUR)
    outbox.drain(MONDAY + 8 * DAY)
    told = [line.payload for line in Happening.objects.filter(name="work.task_supervised").order_by("seq")]
    assert [(line["rule"], line["level"], line["tells"]) for line in told] == [
        ("SV-01", "yellow", ["holder"]), ("SV-02", "red", ["holder", "supervise"]),
        ("SV-03", "ordinary", ["holder", "lead"]), ("SV-04", "listed", ["supervise"]),
    ]  # fmt: skip
    task.refresh_from_db()
    assert task.level == "red", "an urge does not soften a red card, and a proposal is no punishment"


def test_a_worker_that_comes_back_at_night_waits_for_the_morning(county: SmallCounty) -> None:
    task_of(MONDAY + 4 * HOUR)
    outbox.drain(datetime(2026, 9, 14, 23, 0, tzinfo=CHINA))
    assert levels() == []
    outbox.drain(datetime(2026, 9, 15, 8, 30, tzinfo=CHINA))
    assert levels() == ["yellow", "red", "ordinary"]


def test_a_worker_that_is_a_minute_late_still_chases_at_closing_time(county: SmallCounty) -> None:
    """Due at 20:00 in the evening: three quarters of the time lie after hours, so the warning goes out at 17:30."""
    closing = datetime(2026, 9, 14, 17, 30, tzinfo=CHINA)
    task_of(closing + 2.5 * HOUR)
    outbox.drain(closing + timedelta(minutes=1))
    assert levels() == ["yellow"]


def test_a_day_that_became_a_rest_day_is_not_one_to_chase_on(county: SmallCounty) -> None:
    task_of(MONDAY + 4 * HOUR)
    CalendarDay.objects.create(date=MONDAY.date(), name="停工", off=True)
    bump("calendar")
    outbox.drain(MONDAY + 3 * HOUR)
    assert levels() == []
    outbox.drain(MONDAY + DAY)
    assert levels()[0] == "yellow"


def test_a_rule_that_was_taken_back_leaves_the_rest_of_the_ladder(county: SmallCounty) -> None:
    task_of(MONDAY + 4 * HOUR)
    SupervisionRule.objects.filter(rule="SV-01").update(valid_to=date(2020, 1, 2))
    ladder.changed()
    outbox.drain(MONDAY + 8 * DAY)
    assert levels() == ["red", "ordinary", "listed"]


def test_a_step_no_rule_fits_is_not_watched(county: SmallCounty) -> None:
    SupervisionRule.objects.exclude(rule="SV-05").update(verb="sign")
    ladder.changed()
    task_of(MONDAY + 4 * HOUR)
    assert not Delivery.objects.exists()
    assert not Chain.objects.filter(name="ladder:1").exists()
