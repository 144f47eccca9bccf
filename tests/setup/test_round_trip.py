"""The whole set-up goes out into a workbook and comes back the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import models

from onedoor.catalogue.models import EmergencyWord, Knowledge, ReplyTemplate, SafetyWord
from onedoor.core.models import CalendarDay, Happening, Revision
from onedoor.geography.models import Area
from onedoor.hall.models import ServiceLine, Window
from onedoor.notices.models import Wording
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Leave, Member, Unit
from onedoor.setup import export
from onedoor.setup.actions.importing import bring_in
from onedoor.setup.book import read
from onedoor.setup.sheets import SHEETS
from onedoor.setup.state import State
from onedoor.simulation import loading
from onedoor.simulation.world.areas import COUNTY
from onedoor.simulation.world.yunzhou import yunzhou
from tests.setup.files import cells_of, put, workbook
from tests.small_county import MONDAY, SmallCounty

SINCE = date(2026, 1, 1)
BY = Actor("operator", COUNTY, trusted=True)


@pytest.fixture
def whole(db: None) -> None:
    """The fictional county with something in every sheet."""
    wipe()
    loading.load(yunzhou(1))
    loading.roster(COUNTY, at=MONDAY)
    row = {"county": COUNTY}
    Knowledge.objects.create(
        **row, code="Z-01", title="加装电梯怎么补贴？", text="每台补20万元。\n先到社区登记。",
        words=["加装电梯", "装电梯"], citation="县办发〔2026〕3号", public=True, reviewed_on=MONDAY.date(),
    )  # fmt: skip
    ReplyTemplate.objects.create(**row, code="Z-01", name="电梯停用", verb="reply", text="〔时间〕已派人检修。")
    line = ServiceLine.objects.get_or_create(**row, code="A", defaults={"name": "综合受理", "valid_from": SINCE})[0]
    centre = Unit.objects.get(code="centre")
    Window.objects.get_or_create(
        **row, code="w-90", defaults={"name": "90号窗口", "unit": centre, "lines": [line.code], "valid_from": SINCE}
    )
    SafetyWord.objects.get_or_create(**row, sign="violence", word="家暴")
    EmergencyWord.objects.get_or_create(**row, line="119", word="冒黑烟")
    Wording.objects.get_or_create(**row, kind="replied", language="zh", text="有答复了：{ref}")
    CalendarDay.objects.create(**row, date=date(2026, 11, 20), name="自治县县庆", off=True, source="县人大（2026）3号")
    Member.objects.filter(login="guide").update(is_active=False)
    guide = Member.objects.get(login="window")
    guide.email = "window@example.org"
    guide.save()


def wipe() -> None:
    """A store as it was just made."""
    Leave.objects.all().delete()
    Unit.objects.update(parent=None)
    for model in dict.fromkeys(sheet.model for sheet in reversed(SHEETS.values())):
        model._default_manager.all().delete()
    for name in ("organisation", "catalogue", "atlas", "supervision", "notices", "calendar"):
        Revision.objects.filter(name=name).delete()


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every table of the set-up, column by column, told by natural keys; without ids, passwords and geometry."""
    return {str(model._meta.label): sorted(rows(model), key=repr) for model in {s.model for s in SHEETS.values()}}


def rows(model: type[models.Model]) -> Iterator[tuple[object, ...]]:
    columns = []
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in ("password", "last_login", "boundary"):
            continue
        columns.append(f"{field.name}__code" if field.is_relation else field.name)
    yield from model._default_manager.values_list(*columns)


def revisions() -> list[tuple[str, int]]:
    return list(Revision.objects.order_by("name").values_list("name", "number"))


def test_the_county_that_comes_back_is_the_one_that_went_out(whole: None, settings) -> None:  # type: ignore[no-untyped-def]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
    out = export.workbook(State(COUNTY, MONDAY))
    before = everything()
    assert all(before.values())
    wipe()

    result = bring_in(read(out, name="云州.xlsx"), by=BY, at=MONDAY)

    assert [str(finding) for finding in result.outcome.findings] == []
    assert everything() == before
    again = export.workbook(State(COUNTY, MONDAY))
    assert cells_of(again) == cells_of(out)
    assert len(result.passwords) == Member.objects.count()
    assert Member.objects.get(login="director").check_password(
        next(told.password for told in result.passwords if told.login == "director")
    )
    told, known = Happening.objects.count(), revisions()
    result = bring_in(read(again, name="云州.xlsx"), by=BY, at=MONDAY)
    assert result.outcome.changes == [] and not result.written
    assert (Happening.objects.count(), revisions()) == (told, known), "the same again changes nothing and tells nobody"


def test_an_import_leaves_every_boundary_where_it_is(county: SmallCounty) -> None:
    cells = cells_of(export.workbook(State(COUNTY, MONDAY)))
    drawn = dict(Area.objects.exclude(boundary=None).values_list("code", "boundary"))
    put(cells, "网格", 2, "名称", "第一网格（新）")
    result = bring_in(read(workbook(cells), name="a.xlsx"), by=BY, at=MONDAY)
    assert [change.columns for change in result.outcome.changes] == [("name",)]
    assert drawn and dict(Area.objects.exclude(boundary=None).values_list("code", "boundary")) == drawn
