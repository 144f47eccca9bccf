"""A county's own holidays (全国年节及纪念日放假办法 art. 4): one day at a time, for that county alone."""

from __future__ import annotations

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from onedoor.cases.actions.registering import Incoming, register
from onedoor.cases.models import Case
from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import ServiceLevel
from onedoor.core import audit, outbox
from onedoor.core.actions import opening_store
from onedoor.core.actions.setting_day import remove_day, set_day
from onedoor.core.clock import Day
from onedoor.core.models import CalendarDay, Happening, Remark, Store
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.organisation import queries as organisation
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Unit
from tests.small_county import CHINA, COUNTY, SmallCounty

OTHER = "990802"
AT = datetime(2026, 11, 16, 10, 0, tzinfo=CHINA)
FRIDAY = date(2026, 11, 20)
SOURCE = "自治县人大常委会决定（2026）3号"


def put(
    day: date = FRIDAY, *, name: str = "自治县县庆", off: bool = True, county: str = COUNTY, source: str = SOURCE
) -> bool:
    return set_day(Day(day, name, off), county=county, source=source, by=Actor.system(COUNTY), at=AT)


@pytest.fixture
def two_counties(county: SmallCounty) -> None:
    """Each with a case whose triage is owed in five working days."""
    Unit.objects.create(county=OTHER, code="centre", name="别县中心", kind="centre", area="990802000000")
    for code in (COUNTY, OTHER):
        ServiceLevel.objects.filter(county=code, verb="triage").delete()
        ServiceLevel.objects.create(
            county=code, rule="SL-01", verb="triage", n=5, unit="WD", citation="本县规则", valid_from=date(2020, 1, 1)
        )
    organisation.changed()
    catalogue.changed()
    for code in (COUNTY, OTHER):
        told = Incoming(channel="web", text="路灯坏了。")
        register(told, county=code, by=Actor.system(code), at=AT)
    outbox.drain(AT)


def due() -> dict[str, date]:
    return {case.county: case.due_at.astimezone(CHINA).date() for case in Case.objects.all() if case.due_at}


def test_only_that_county_s_limits_move_and_move_back(two_counties: None) -> None:
    before = due()
    assert before[COUNTY] == before[OTHER]
    assert put()
    outbox.drain(AT)
    after = due()
    assert after[OTHER] == before[OTHER]
    assert (after[COUNTY] - before[COUNTY]).days == 1
    remove_day(FRIDAY, county=COUNTY, by=Actor.system(COUNTY), at=AT)
    outbox.drain(AT)
    assert due() == before
    moved = Happening.objects.filter(name="cases.limit_recomputed").values_list("county", flat=True)
    assert list(moved) == [COUNTY] * 2
    assert audit.verify().sound


def test_the_day_holds_there_only_and_says_why(db: None) -> None:
    put()
    assert calendar(COUNTY).rest_name(FRIDAY) == "自治县县庆"
    assert calendar(OTHER).is_work(FRIDAY) and calendar().is_work(FRIDAY)
    (line,) = Happening.objects.filter(county=COUNTY, subject="calendar:2026")
    assert (line.name, line.payload["day"], line.payload["off"]) == ("core.local_day_set", "2026-11-20", True)
    assert dict(Remark.objects.values_list("field", "text")) == {"name": "自治县县庆", "source": SOURCE}


def test_the_same_day_again_changes_nothing_and_another_word_does(db: None) -> None:
    assert put()
    assert not put()
    assert put(name="县庆")
    assert CalendarDay.objects.get(county=COUNTY).name == "县庆"
    assert Happening.objects.filter(subject="calendar:2026").count() == 2


def test_a_saturday_can_be_worked_for_a_holiday_of_the_county(db: None) -> None:
    put(date(2026, 11, 21), off=False)
    assert calendar(COUNTY).is_make_up(date(2026, 11, 21))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"county": ""}, "county"),
        ({"county": "9908"}, "county"),
        ({"name": " "}, "name"),
        ({"name": "庆" * 41}, "name"),
        ({"source": ""}, "source"),
        ({"day": date(2026, 11, 21)}, "day"),
        ({"off": False}, "day"),
        ({"day": date(2026, 10, 3), "off": False}, "day"),
    ],
)
def test_a_day_that_cannot_be_is_refused(db: None, told: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        put(**told)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert not Happening.objects.exists() and not CalendarDay.objects.exists()


def test_a_day_that_was_not_set_cannot_be_removed(db: None) -> None:
    put()
    with pytest.raises(Refused, match="没有自己设过"):
        remove_day(FRIDAY, county=OTHER, by=Actor.system(OTHER), at=AT)


def test_an_operator_adds_and_removes_a_day(db: None) -> None:
    Store.objects.update_or_create(id=1, defaults={"keys_mark": opening_store.keys_mark()})
    given = ("2026-11-20", "--county", COUNTY, "--name", "自治县县庆", "--off", "--source", SOURCE)
    out = StringIO()
    call_command("calendar", "add", *given, stdout=out)
    call_command("calendar", "add", *given, stdout=out)
    call_command("calendar", "show", "2026", "--county", COUNTY, stdout=out)
    call_command("calendar", "remove", "2026-11-20", "--county", COUNTY, stdout=out)
    told = out.getvalue()
    assert "已设 / set" in told and "没有变化 / unchanged" in told and "2026-11-20 休 off  自治县县庆" in told
    assert set(Happening.objects.values_list("name", "actor")) == {
        ("core.local_day_set", "operator"), ("core.local_day_removed", "operator"),
    }  # fmt: skip
