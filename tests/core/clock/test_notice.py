from __future__ import annotations

import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from onedoor.core.clock import Calendar, Day, notice
from onedoor.core.refusal import Refused

NEW_YEAR = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}
MAKE_UP = {"name": "元旦", "date": "2027-01-10", "isOffDay": False}
EXPECTED = (Day(date(2027, 1, 1), "元旦", True, 2027), Day(date(2027, 1, 10), "元旦", False, 2027))
CALENDARS = Path(__file__).resolve().parents[4] / "shared" / "data" / "calendar"


def as_json(*days: dict[str, Any], year: Any = 2027) -> bytes:
    return json.dumps({"year": year, "days": days}).encode()


def as_workbook(*rows: tuple[Any, ...]) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, dates)
                else:
                    sheet.write(number, column, value)
    return buffer.getvalue()


def test_a_json_notice_is_read() -> None:
    assert notice.parse("2027.json", as_json(NEW_YEAR, MAKE_UP)) == notice.Notice(2027, EXPECTED)


@pytest.mark.parametrize(
    "rows",
    [
        [("日期", "名称", "类型"), (datetime(2027, 1, 1), "元旦", "休"), ("2027年1月10日", "元旦", "班")],
        [("名称", "类型", "日期"), ("元旦", "放假", "2027/1/1"), (), ("元旦", "上班", "2027-01-10")],
        [("date", "name", "isOffDay"), ("2027-01-01", "元旦", True), ("2027-01-10", "元旦", 0)],
        [("date", "name", "isOffDay"), ("2027-01-01", "元旦", "true"), ("2027-01-10", "元旦", "FALSE")],
    ],
)
def test_a_spreadsheet_notice_is_read_whatever_the_form_of_its_cells(rows: list[tuple[Any, ...]]) -> None:
    assert notice.parse("通知.XLSX", as_workbook(*rows)) == notice.Notice(2027, EXPECTED)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"[]", "年份"),
        (as_json(NEW_YEAR, year="2027"), "年份"),
        (as_json(NEW_YEAR, year=20270), "年份"),
        (b'{"year": 2027}', "清单"),
        (as_json(), "还没有公布"),
        (as_json(NEW_YEAR, NEW_YEAR), "第2条：2027-01-01与第1条重复"),
        (as_json(NEW_YEAR, NEW_YEAR | {"isOffDay": False}), "第2条：2027-01-01与第1条矛盾"),
        (as_json(NEW_YEAR | {"date": "2029-01-01"}), "不属于2027年"),
        (as_json(NEW_YEAR | {"date": "2027-02-30"}), "第1条：“2027-02-30”不是日期"),
        (as_json(MAKE_UP | {"date": "2027-01-13"}), "不是周六或周日"),
        (as_json(NEW_YEAR | {"isOffDay": "maybe"}), "看不出“maybe”"),
        (as_json(NEW_YEAR | {"name": ""}), "名称"),
        (b'{"year": 2027, "days": [3]}', "第1条"),
    ],
)
def test_a_defective_json_notice_is_refused_with_its_place(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        notice.parse("2027.json", content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a workbook", "打不开"),
        (as_workbook(), "没有列出任何日期"),
        (as_workbook(("日期", "名称", "类型")), "没有列出任何日期"),
        (as_workbook(("日期", "名称"), ("2027-01-01", "元旦")), "表头不全"),
        (as_workbook(("日期", "名称", "类型"), (), (46023, "元旦", "休")), "第3行"),
        (as_workbook(("日期", "名称", "类型"), ("2027-01-01", "元旦", "")), "第2行"),
    ],
)
def test_a_defective_spreadsheet_notice_is_refused_with_its_row(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        notice.parse("2027.xlsx", content)


def test_a_notice_may_name_the_weekday_on_which_work_resumes() -> None:
    days = (
        {"name": "春节", "date": "2020-02-02", "isOffDay": True},
        {"name": "春节", "date": "2020-02-03", "isOffDay": False},
    )
    assert len(notice.parse("2020.json", as_json(*days, year=2020)).days) == 2


def test_other_files_missing_files_and_huge_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="格式"):
        notice.parse("2027.pdf", b"%PDF")
    with pytest.raises(Refused, match="打不开"):
        notice.read(tmp_path / "2027.json")
    huge = tmp_path / "huge.json"
    huge.write_bytes(b" " * (notice.LARGEST_FILE + 1))
    with pytest.raises(Refused, match="太大"):
        notice.read(huge)


@pytest.mark.shared
@pytest.mark.skipif(not CALENDARS.is_dir(), reason="the official calendars are not beside the checkout")
@pytest.mark.parametrize("year", range(2020, 2027))
def test_the_shipped_calendar_equals_the_official_notice(year: int) -> None:
    official = notice.read(CALENDARS / f"{year}.json")
    shipped = Calendar.national()
    noticed = shipped.overridden(official.days)
    days = [
        date.fromordinal(number) for number in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    ]
    assert [day for day in days if shipped.is_rest(day) != noticed.is_rest(day)] == []
    assert [day for day in official.days if noticed.is_rest(day.date) != day.off] == []
