"""Every mistake is found at once, each with its place in the file and what to do; and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import override
from xlsxwriter.worksheet import Worksheet

from onedoor.core.models import Happening
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Post, Unit
from onedoor.setup import export
from onedoor.setup.actions.importing import bring_in
from onedoor.setup.book import read
from onedoor.setup.state import State
from tests.cases.histories import registered
from tests.setup.files import Cells, cells_of, place, put, workbook
from tests.small_county import COUNTY, MONDAY, SmallCounty

BY = Actor("operator", COUNTY, trusted=True)


def filled_in() -> Cells:
    """The small county as a workbook."""
    return cells_of(export.workbook(State(COUNTY, MONDAY)))


def said(sheets: Cells, after: Callable[[str, Worksheet], None] = lambda name, page: None) -> list[str]:
    result = bring_in(read(workbook(sheets, after=after), name="a.xlsx"), by=BY, at=MONDAY)
    assert not result.written or not result.outcome.findings
    return [str(finding) for finding in result.outcome.findings]


def test_twelve_mistakes_give_twelve_sentences_and_change_nothing(county: SmallCounty) -> None:
    sheets = filled_in()
    units = sheets["单位"]
    put(sheets, "单位", 3, "上级单位", "housng")  # 1: nobody is called so
    put(sheets, "单位", 4, "类型", "部们")  # 2: a name mistyped
    put(sheets, "单位", 5, "名称", "")  # 3: nothing there
    units.append(list(place(sheets, "单位", 6, "代码")[0]))  # 4: the same row twice
    put(sheets, "岗位", 2, "职责", "审批、受理登计")  # 5: a duty mistyped
    put(sheets, "岗位", 3, "区划代码", "990801999000")  # 6: no such place
    put(sheets, "人员", 4, "登录名", "张三")  # 7: not to be typed at every keyboard
    put(sheets, "人员", 5, "登录名", place(sheets, "人员", 6, "登录名")[0][1])  # 8: taken
    put(sheets, "任职", 2, "启用日期", "2026/2/30")  # 9: no such day
    put(sheets, "事项", 4, "上级代码", "15-03")  # 10: each above the other
    put(sheets, "时限", 2, "多少", "四")  # 11: no number
    sheets["职责"] = sheets.pop("职责清单")  # 12: a sheet renamed
    before = (Happening.objects.count(), list(Unit.objects.values()), list(Post.objects.values()))

    found = said(sheets)

    assert found == [
        "职责!A1：没有叫“职责”的表；是不是“职责清单”？",
        "单位!E3：单位里没有代码“housng”；是不是“housing”？",
        "单位!C4：这一列没有“部们”这个选项；是不是“部门”？",
        "单位!B5：是空的。请填名称。",
        f"单位!A{len(units)}：和第6行是同一行（{units[5][0]}）。请删去其中一行，或改代码。",
        "岗位!D2：这一列没有“受理登计”这个选项；是不是“受理登记”？",
        "岗位!F3：区划里没有代码“990801999000”。请改正，或先在“区划”里加这一行。",
        "人员!B4：“张三”不能作代码。请只用字母、数字和横线。",
        "人员!B5：“dispatch”已经用在第6行（m-dispatch）。请换一个。",
        "任职!D2：日历上没有“2026/2/30”这一天。请核对年月日，写成2026-03-01这样。",
        "事项!D4：绕成了一圈：15 → 15-03 → 15。请改其中一个的上级。",
        "时限!E2：“四”不行。请填1到36500的整数。",
    ]
    assert (Happening.objects.count(), list(Unit.objects.values()), list(Post.objects.values())) == before


def test_what_a_spreadsheet_does_to_cells_is_said_and_not_guessed(county: SmallCounty) -> None:
    def spoil(name: str, page: Worksheet) -> None:
        if name == "单位":
            page.write_formula("B3", '="县"&"住建局"', None, "县住建局")
            page.merge_range("B5:B6", "城关")
        if name == "阈值":
            page.write_number("B2", 2.5)

    sheets = filled_in()
    sheets["阈值"].append(["一件最多延期几次", "", "", date(2026, 1, 1), ""])
    assert said(sheets, spoil) == [
        "单位!B3：是公式。请把公式换成它的值（复制，再“只粘贴数值”）。",
        "单位!B5：到B6是合并单元格。请取消合并，每一格都填上。",
        "阈值!B2：“2.5”不行。请填0到36500的整数。",
    ]


def test_titles_that_were_changed_are_recognised_and_nothing_else_is_blamed_on_them(county: SmallCounty) -> None:
    sheets = filled_in()
    sheets["岗位"][0] = ["代码", "单位号", "名称", "职责", "专长", "区划代码", "备注"]
    sheets["草稿"] = [["随便写的"]]
    assert said(sheets) == [
        "草稿!A1：没有叫“草稿”的表。请改成模板里的表名，或在名称前加“说明”。",
        "岗位!B1：没有叫“单位号”的列；是不是“单位代码”？",
        "岗位!G1：没有叫“备注”的列。请改成模板里的列名，或删去这一列。",
    ]


def test_rows_that_would_hold_on_the_same_day_are_found(county: SmallCounty) -> None:
    sheets = filled_in()
    again = list(sheets["时限"][1])
    sheets["时限"].append(again)
    put(sheets, "时限", len(sheets["时限"]), "启用日期", date(2027, 1, 1))
    found = said(sheets)
    assert len(found) == 1 and found[0].startswith(f"时限!H{len(sheets['时限'])}：和第2行（")
    put(sheets, "时限", 2, "截止日期", date(2026, 12, 31))
    assert said(sheets) == []


def test_a_limit_that_cases_are_counted_by_is_not_changed_but_followed_by_another(county: SmallCounty) -> None:
    sheets = filled_in()
    put(sheets, "时限", 2, "多少", 9)
    registered(county)
    assert said(sheets) == ["时限!E2：已经生效，不能改。请给这一行填截止日期，另起一行从新日期开始。"]


def test_without_a_centre_nothing_works(county: SmallCounty) -> None:
    sheets = filled_in()
    put(sheets, "单位", 2, "类型", "部门")
    assert said(sheets) == ["单位!A1：没有类型为“中心”、在用的单位。请至少留一个中心。"]


def test_a_row_that_is_not_in_the_file_stays_as_it_is(county: SmallCounty) -> None:
    sheets = filled_in()
    sheets["单位"] = sheets["单位"][:2]
    result = bring_in(read(workbook(sheets), name="a.xlsx"), by=BY, at=MONDAY)
    assert result.outcome.findings == [] and result.outcome.changes == []
    assert result.outcome.tallies["units"].absent == Unit.objects.count() - 1
    assert not Unit.objects.filter(active=False).exists()


def test_the_workbook_is_the_same_whatever_language_the_screen_has(county: SmallCounty) -> None:
    with override("en"):
        sheets = filled_in()
        assert said(sheets) == []
        put(sheets, "单位", 3, "上级单位", "housng")
        put(sheets, "单位", 4, "类型", "部们")
        assert [told.partition("：")[0] for told in said(sheets)] == ["单位!E3", "单位!C4"]
