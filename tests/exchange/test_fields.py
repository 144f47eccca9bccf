"""Codes, dates, look-ups, places and words put together: what each cell becomes, and what it is rejected for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from onedoor.exchange import times
from onedoor.exchange.cells import Unfit
from onedoor.exchange.feed import Feed
from onedoor.exchange.inspecting import inspect
from onedoor.exchange.looking_up import LookUps, county_of
from onedoor.exchange.rows import Reject, Row
from onedoor.exchange.starting import start
from tests.exchange.files import CHINA, NOW, as_csv, as_jsonl, as_xlsx, lacking, only
from tests.small_county import COUNTY

HEAD = """
name = "mine"
timezone = "Asia/Shanghai"
required = ["source_id", "text", "received_at"]
[title]
zh = "热线"
en = "Hotline"
[file]
kinds = ["csv", "xlsx", "jsonl"]
[columns]
source_id = "编号"
text = "内容"
received_at = "时间"
"""
FORMATS = """
[formats]
received_at = ["%Y-%m-%d"]
"""


def feed(columns: str = "", tables: str = "", *, channel: str = 'channel = "web"\n', formats: str = FORMATS) -> Feed:
    return Feed.parse(channel + HEAD + columns + "\n" + formats + "\n" + tables, name="mine.toml")


def one(folder: Path, told: Feed, **cells: object) -> Row | Reject:
    """The only row of a file with these cells beside number, text and time."""
    header = ["编号", "内容", "时间", *(name for name in cells if name not in ("编号", "内容", "时间"))]
    row = [{"编号": "1", "内容": "路灯坏了", "时间": "2026-02-03"} | cells][0]
    found = only(as_csv(folder, [header, [row[name] for name in header]]), told)
    assert isinstance(found, (Row, Reject))
    return found


# Dates


@pytest.mark.parametrize(
    ("form", "cell", "moment", "by_day"),
    [
        ("%m/%d/%Y %I:%M:%S %p", "04/12/2018 11:11:26 AM", datetime(2018, 4, 12, 11, 11, 26, tzinfo=CHINA), False),
        ("%m/%d/%Y %I:%M:%S %p", "04/12/2018 12:45:47 AM", datetime(2018, 4, 12, 0, 45, 47, tzinfo=CHINA), False),
        ("%m/%d/%Y %I:%M:%S %p", "04/12/2018 12:45:47 PM", datetime(2018, 4, 12, 12, 45, 47, tzinfo=CHINA), False),
        ("iso", "2018-04-12T11:11:26+02:00", datetime(2018, 4, 12, 9, 11, 26, tzinfo=UTC), False),
        ("iso", "2018-04-12T11:11:26Z", datetime(2018, 4, 12, 11, 11, 26, tzinfo=UTC), False),
        ("iso", "2018-04-12", datetime(2018, 4, 12, tzinfo=CHINA), True),
        ("excel", "43202.5", datetime(2018, 4, 12, 12, tzinfo=CHINA), False),
        ("excel", "43202", datetime(2018, 4, 12, tzinfo=CHINA), True),
        ("epoch", "1523531486", datetime(2018, 4, 12, 11, 11, 26, tzinfo=UTC), False),
        ("epoch_ms", "1523531486250", datetime(2018, 4, 12, 11, 11, 26, 250000, tzinfo=UTC), False),
        ("%Y年%m月%d日", "2018年4月12日", datetime(2018, 4, 12, tzinfo=CHINA), True),
    ],
)
def test_a_time_is_read_in_its_form(form: str, cell: str, moment: datetime, by_day: bool) -> None:
    told = times.form(form)
    assert told is not None
    assert told.read(cell, feed().zone) == (moment, by_day)


@pytest.mark.parametrize(
    ("form", "cell"),
    [("epoch", "2018-04-12"), ("epoch", "9" * 16), ("excel", "0"), ("excel", "9999999"), ("iso", "12.4.2018")],
)
def test_what_is_not_in_the_form_is_no_time(form: str, cell: str) -> None:
    told = times.form(form)
    assert told is not None
    assert told.read(cell, feed().zone) is None


@pytest.mark.parametrize("form", ["%H:%M", "%Y-%m", "%Y-%m-%d %I:%M", "%d %H", "words", "epoch_us"])
def test_a_form_that_cannot_tell_the_moment_is_none(form: str) -> None:
    assert times.form(form) is None


@pytest.mark.parametrize("write", [as_xlsx, as_jsonl])
def test_a_number_in_a_cell_is_a_time_where_the_feed_says_so(tmp_path: Path, write) -> None:  # type: ignore[no-untyped-def]
    told = feed(formats='[formats]\nreceived_at = ["excel"]\n')
    row = only(write(tmp_path, [["编号", "内容", "时间"], ["1", "路灯坏了", 43202.5]]), told)
    assert isinstance(row, Row)
    assert row.received_at == datetime(2018, 4, 12, 12, tzinfo=CHINA)


def test_a_day_by_which_may_lie_ahead(tmp_path: Path) -> None:
    told = feed('upstream_by = "期限"', formats='[formats]\nreceived_at = ["%Y-%m-%d"]\nupstream_by = ["%Y-%m-%d"]\n')
    row = one(tmp_path, told, 期限="2027-01-31")
    assert isinstance(row, Row)
    assert row.upstream_by == date(2027, 1, 31)


# Codes

CODES = """
[codes.channel]
"电话" = "hotline"
"0" = "window"
"""


@pytest.mark.parametrize(
    ("columns", "tables", "cell", "ours"),
    [
        ('channel = "渠道"', CODES, "电话", "hotline"),
        ('channel = "渠道"', CODES, " 0 ", "window"),
        ('channel = "渠道"', CODES + '[others]\nchannel = "web"', "传真", "web"),
        ('channel = "渠道"', CODES + '"" = "letter"', "", "letter"),
        ('channel = "渠道"', "", "qr", "qr"),
        ('channel = "渠道"', CODES, "传真", None),
        ('channel = "渠道"', CODES, "", None),
        ('channel = "渠道"', CODES + '[others]\nchannel = "web"', "", None),
        ('channel = "渠道"', "", "fax", None),
    ],
)
def test_a_code_is_told_in_ours_or_the_row_is_rejected(
    tmp_path: Path, columns: str, tables: str, cell: str, ours: str | None
) -> None:
    found = one(tmp_path, feed(columns, tables, channel=""), 渠道=cell)
    if ours is None:
        assert isinstance(found, Reject)
        assert lacking(str(found.sentence), ["第2行", "渠道"]) == []
    else:
        assert isinstance(found, Row)
        assert found.channel == ours


@pytest.mark.parametrize(("cell", "shown"), [("A12", True), ("7", True), ("张三", False), ("13900010417", False)])
def test_a_value_nobody_listed_is_named_only_where_it_can_be_nobody(tmp_path: Path, cell: str, shown: bool) -> None:
    found = one(tmp_path, feed('nature = "类型"', '[codes.nature]\n"投诉" = "demand"'), 类型=cell)
    assert isinstance(found, Reject)
    assert (cell in str(found.sentence)) is shown


def test_constants_hold_for_every_row(tmp_path: Path) -> None:
    row = one(tmp_path, feed(tables='[constants]\nnature = "petition"\nurgency = "urgent"\nplace = "全市"'))
    assert isinstance(row, Row)
    assert (row.nature, row.urgency, row.place) == ("petition", "urgent", "全市")


# Words put together

JOINED = """
[joined.title]
parts = ["{类型}", "（{区}）"]
by = ""
"""


@pytest.mark.parametrize(
    ("kind", "where", "title"),
    [("路灯", "东区", "路灯（东区）"), ("路灯", "", "路灯"), ("", "东区", "（东区）"), ("", "", "")],
)
def test_parts_without_anything_are_left_out_with_their_labels(
    tmp_path: Path, kind: str, where: str, title: str
) -> None:
    row = one(tmp_path, feed(tables=JOINED), 类型=kind, 区=where)
    assert isinstance(row, Row)
    assert row.title == title


def test_a_zero_kept_by_a_formula_of_quotes_is_text(tmp_path: Path) -> None:
    row = one(tmp_path, feed(), 编号='="007"')
    assert row.source_id == "007"


# Places

POINT = '[point]\ncolumn = "位置"\norder = "lat,lon"'


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("(30.27, 120.15)", (120.15, 30.27)),
        ("30.27 120.15", (120.15, 30.27)),
        ("（30.27，120.15）", (120.15, 30.27)),
        ("", (None, None)),
        ("(0, 0)", (None, None)),
    ],
)
def test_one_column_may_hold_both_degrees(tmp_path: Path, cell: str, place: tuple[float | None, float | None]) -> None:
    row = one(tmp_path, feed(tables=POINT), 位置=cell)
    assert isinstance(row, Row)
    assert (row.lon, row.lat) == place


@pytest.mark.parametrize("cell", ["城关镇", "(30.27)", "(120.15, 30.27)", "(nan, 1)"])
def test_what_is_no_place_on_earth_is_rejected(tmp_path: Path, cell: str) -> None:
    found = one(tmp_path, feed(tables=POINT), 位置=cell)
    assert isinstance(found, Reject)
    assert lacking(str(found.sentence), ["第2行", "位置", "经纬度"]) == []


@pytest.mark.parametrize(("lon", "lat", "taken"), [("120.15", "30.27", True), ("120.15", "", False), ("", "", True)])
def test_two_columns_hold_both_or_neither(tmp_path: Path, lon: str, lat: str, taken: bool) -> None:
    found = one(tmp_path, feed('lon = "经度"\nlat = "纬度"'), 经度=lon, 纬度=lat)
    assert isinstance(found, Row) is taken


@pytest.mark.parametrize(("cell", "taken"), [("139 0001 0417", True), ("", True), ("无", False), ("12", False)])
def test_a_phone_is_a_phone_or_nothing(tmp_path: Path, cell: str, taken: bool) -> None:
    found = one(tmp_path, feed('phone = "电话"'), 电话=cell)
    assert isinstance(found, Row) is taken


# Look-ups


@pytest.mark.parametrize(
    ("by", "told", "code"),
    [
        ("code", "990801100201", "990801100201"),
        ("name", "石桥镇", "990801100000"),
        ("name", "石桥镇·上埠村", "990801100201"),
        ("name", "石桥镇上埠村", "990801100201"),
        ("name", "没有这里", None),
        ("code", "城关镇", None),
    ],
)
def test_an_area_is_found_by_code_or_name(county: object, by: str, told: str, code: str | None) -> None:
    for missing in ("reject", "empty"):
        ups = LookUps(feed('area = "区"', f'[lookup.area]\nby = "{by}"\nmissing = "{missing}"'), COUNTY)
        row = Row(2, "1", "", "", "路灯坏了", NOW, "", None, area=told)
        if code is None and missing == "reject":
            with pytest.raises(Unfit, match="第2行.*区"):
                ups.resolved(row)
        else:
            assert ups.resolved(row).area == (code or "")


@pytest.mark.parametrize(
    ("by", "told", "code"), [("code", "15-03", "15-03"), ("name", "电梯故障", "15-03"), ("code", "15", None)]
)
def test_an_item_is_found_by_code_or_name(county: object, by: str, told: str, code: str | None) -> None:
    ups = LookUps(feed('item = "事项"', f'[lookup.item]\nby = "{by}"'), COUNTY)
    row = Row(2, "1", "", "", "路灯坏了", NOW, "", None, item=told)
    if code is None:
        with pytest.raises(Unfit, match="第2行.*事项"):
            ups.resolved(row)
    else:
        assert ups.resolved(row).item == code


def test_a_county_that_is_not_here_is_rejected(county: object) -> None:
    told = feed('county = "区县"')
    row = Row(2, "1", "", "", "路灯坏了", NOW, "", None, county="990899")
    with pytest.raises(Unfit, match="第2行.*区县"):
        county_of(row, told, "")
    assert county_of(Row(2, "1", "", "", "x", NOW, "", None, county=COUNTY), told, "") == COUNTY


# Looking before taking


def test_a_check_says_what_would_become_of_the_file(db: None, tmp_path: Path) -> None:
    told = feed('channel = "渠道"\nauthor = "姓名"\nphone = "电话"', CODES, channel="")
    header = ["编号", "内容", "时间", "渠道", "姓名", "电话"]
    rows = [
        ["1", "路灯坏了", "2026-02-03", "电话", "周晓云", "13900010417"],
        ["2", "水管漏了", "2026-02-03", "传真", "", ""],
        ["3", "井盖没了", "2026-02-03", "传真", "", ""],
        ["4", "", "2026-02-03", "电话", "", ""],
    ]
    found = inspect(as_csv(tmp_path, [header, *rows]), told, at=NOW)
    assert (found.rows, found.taken, found.rejected) == (4, 1, 3)
    assert [count for _sentence, count in found.why] == [2, 1]
    assert found.unnamed == {"channel": [("传真", 2)]}
    assert (found.first[0]["author"], found.first[0]["phone"]) == ("周**", "139****0417")


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_jsonl])
def test_the_beginning_of_a_description_can_be_used_at_once(db: None, tmp_path: Path, write) -> None:  # type: ignore[no-untyped-def]
    header = ["工单编号", "诉求内容", "受理时间", "来源渠道", "来电人姓名"]
    rows = [
        [str(n), f"路灯坏了{n}", f"2026-02-0{n} 08:00:00", "电话" if n % 2 else "微信", f"周{n}"] for n in range(1, 6)
    ]
    text = start(write(tmp_path, [header, *rows]))
    assert "周1" not in text
    with pytest.raises(Exception, match="codes.channel"):
        Feed.parse(text, name="a.toml")
    told = Feed.parse(text.replace('"?"', '"qr"'), name="a.toml")
    assert told.columns == {
        "received_at": "受理时间",
        "source_id": "工单编号",
        "text": "诉求内容",
        "author": "来电人姓名",
        "channel": "来源渠道",
    }
    assert told.codes["channel"] == {"电话": "hotline", "微信": "qr"}
    assert inspect(tmp_path / f"file.{told.file.kinds[0]}", told, at=NOW).taken == 5
