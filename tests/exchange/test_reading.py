from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from onedoor.core.refusal import Refused
from onedoor.exchange import workbook
from onedoor.exchange.feed import Feed
from onedoor.exchange.reading import read
from onedoor.exchange.rows import Reject, Repeat, Row

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
FEED = Feed.load("replies")
HEADER = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
GOOD = ["1", "A1", "路灯", "2019/2/28 11:25:05", "路灯坏了。", "已修好。", "2019-03-08 17:31:20"]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "messages"


def changed(**cells: object) -> list[object]:
    """The good row with some cells (by field) put otherwise."""
    places = {field: HEADER.index(column) for field, column in FEED.columns.items()}
    row: list[object] = list(GOOD)
    for field, cell in cells.items():
        row[places[field]] = cell  # type: ignore[index]
    return row


def as_csv(folder: Path, rows: Iterable[Sequence[object]], *, encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path = folder / "file.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_xlsx(folder: Path, rows: Iterable[Sequence[object]], *, sheets: Sequence[str] = ("Sheet1",)) -> Path:
    path = folder / "file.xlsx"
    rows = list(rows)
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name in sheets:
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(line, place, cell, moment)
                    elif isinstance(cell, date):
                        sheet.write_datetime(line, place, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(line, place, cell)
                    else:
                        sheet.write(line, place, cell)
    return path


def as_jsonl(folder: Path, rows: Iterable[Sequence[object]]) -> Path:
    header, *rest = rows
    path = folder / "file.jsonl"
    lines = (json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) for row in rest)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def only(path: Path, feed: Feed = FEED) -> Row | Repeat | Reject:
    (found,) = read(path, feed, at=NOW)
    return found


def refusal(path: Path, feed: Feed = FEED) -> str:
    with pytest.raises(Refused) as refused:
        list(read(path, feed, at=NOW))
    return str(refused.value)


def lacking(sentence: str, said: Iterable[str]) -> list[str]:
    return [word for word in said if word not in sentence]


# What comes through


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_jsonl])
def test_a_row_comes_out_typed_whatever_the_file(tmp_path: Path, write) -> None:
    row = only(write(tmp_path, [HEADER, GOOD]))
    assert row == Row(
        line=1 if write is as_jsonl else 2,
        source_id="1",
        author="A1",
        title="路灯",
        text="路灯坏了。",
        received_at=datetime(2019, 2, 28, 11, 25, 5, tzinfo=CHINA),
        reply="已修好。",
        replied_at=datetime(2019, 3, 8, 17, 31, 20, tzinfo=CHINA),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_people_send(tmp_path: Path, encoding: str) -> None:
    row = only(as_csv(tmp_path, [HEADER, changed(author="㐂𠮷", text="路灯，\n“坏”了")], encoding=encoding))
    assert (row.author, row.text) == ("㐂𠮷", "路灯，\n“坏”了")


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_jsonl])
def test_only_the_white_space_around_a_text_goes(tmp_path: Path, write) -> None:
    row = only(write(tmp_path, [HEADER, changed(text="\n\t\t\t路灯\n\n\t坏  了\u200b。\n\t\t")]))
    assert row.text == "路灯\n\n\t坏  了\u200b。"


@pytest.mark.parametrize("write", [as_csv, as_jsonl])
def test_control_characters_no_store_can_hold_are_taken_out(tmp_path: Path, write) -> None:
    assert only(write(tmp_path, [HEADER, changed(text="路\x00灯\x1b坏\x7f了")])).text == "路灯坏了"


def test_a_cell_of_several_lines_is_one_row_as_in_a_spreadsheet(tmp_path: Path) -> None:
    rows = [HEADER, changed(text="一\n二\n三"), changed(source_id="2")]
    assert [row.line for row in read(as_csv(tmp_path, rows), FEED, at=NOW)] == [2, 3]


def test_lines_are_those_of_the_sheet_when_it_begins_lower_down_and_has_gaps(tmp_path: Path) -> None:
    rows = [[], [], HEADER, [], GOOD, [" ", "\n"], changed(source_id="2")]
    assert [row.line for row in read(as_xlsx(tmp_path, rows), FEED, at=NOW)] == [5, 7]


def test_numbers_and_dates_of_a_workbook_become_ids_and_times(tmp_path: Path) -> None:
    cells = changed(source_id=188006, received_at=datetime(2019, 2, 28, 11, 25, 5), replied_at=date(2019, 3, 1))
    row = only(as_xlsx(tmp_path, [HEADER, cells]))
    assert row.source_id == "188006"
    assert row.received_at == datetime(2019, 2, 28, 11, 25, 5, tzinfo=CHINA)
    assert row.replied_at == datetime(2019, 3, 1, tzinfo=CHINA)


def test_a_reply_known_only_to_be_of_the_same_day_is_not_before_the_message(tmp_path: Path) -> None:
    row = only(as_csv(tmp_path, [HEADER, changed(replied_at="2019/2/28")]))
    assert row.replied_at == row.received_at


def test_a_message_without_a_reply_is_kept(tmp_path: Path) -> None:
    row = only(as_csv(tmp_path, [HEADER, changed(reply="", replied_at=" ")]))
    assert (row.reply, row.replied_at) == ("", None)


def test_a_time_that_carries_its_zone_keeps_it(tmp_path: Path) -> None:
    forms = {"received_at": ["%Y-%m-%dT%H:%M:%S%z"], "replied_at": FEED.formats["replied_at"]}
    feed = Feed.model_validate({**FEED.model_dump(), "formats": forms})
    row = only(as_jsonl(tmp_path, [HEADER, changed(received_at="2019-02-28T03:25:05Z")]), feed)
    assert row.received_at == datetime(2019, 2, 28, 11, 25, 5, tzinfo=CHINA)


# Rows that are said twice


def test_the_same_row_again_is_a_repeat_and_another_content_a_reject(tmp_path: Path) -> None:
    rows = [HEADER, GOOD, changed(text="\n路灯坏了。\t"), changed(text="别的话"), GOOD]
    first, again, other, third = read(as_csv(tmp_path, rows), FEED, at=NOW)
    assert isinstance(first, Row)
    assert (again, third) == (Repeat(3, "1"), Repeat(5, "1"))
    assert isinstance(other, Reject)
    assert lacking(str(other.sentence), ["第4行", "留言编号", "内容却不同", "核对"]) == []


def test_a_rejected_row_does_not_stand_in_the_way_of_the_mended_one(tmp_path: Path) -> None:
    bad, good = read(as_csv(tmp_path, [HEADER, changed(received_at="?"), GOOD]), FEED, at=NOW)
    assert (type(bad), type(good)) == (Reject, Row)


# Rows that are rejected


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"source_id": " "}, ["留言编号", "空", "补填"]),
        ({"text": "\n\t\u200b"}, ["留言详情", "空", "补填"]),
        ({"text": "", "received_at": ""}, ["留言详情、留言时间", "空"]),
        ({"received_at": "昨天下午"}, ["留言时间", "看得懂", "2019/06/08 17:31:20", "2019/06/08"]),
        ({"received_at": "2019/2/30 10:00:00"}, ["留言时间", "2019/2/30 10:00:00"]),
        ({"received_at": "2026-03-02 17:00:01"}, ["留言时间", "2026-03-02 17:00:01", "将来", "年份"]),
        ({"received_at": "0001-01-01 00:00:00"}, ["留言时间", "1970", "年份"]),
        ({"received_at": "9999-12-31 23:59:59"}, ["留言时间", "将来"]),
        ({"replied_at": "2026/3/3"}, ["答复时间", "将来"]),
        ({"replied_at": "2019/2/27"}, ["答复时间", "早于来件时间", "核对"]),
        ({"replied_at": ""}, ["答复时间", "空", "补上"]),
        ({"reply": "\t"}, ["答复意见", "空", "补上"]),
        ({"text": "长" * 20_001}, ["留言详情", "20001", "20000", "缩短"]),
        ({"reply": "长" * 20_001}, ["答复意见", "20000"]),
        ({"title": "长" * 501}, ["留言主题", "500"]),
        ({"source_id": "9" * 65}, ["留言编号", "64"]),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_its_column_and_what_to_do(tmp_path: Path, cells, said) -> None:
    reject = only(as_csv(tmp_path, [HEADER, changed(**cells)]))
    assert isinstance(reject, Reject)
    assert lacking(str(reject.sentence), ["第2行", *said]) == []
    assert reject.source_id == ("" if "source_id" in cells else "1")


def test_text_at_the_limit_is_taken(tmp_path: Path) -> None:
    assert isinstance(only(as_csv(tmp_path, [HEADER, changed(text="长" * 20_000)])), Row)


@pytest.mark.parametrize(
    "private", ["张三的电话", "13800138000", "138-0013-8000", "371102199003071234", "2019/2/28 13800138000"]
)
def test_what_a_shifted_column_holds_is_not_repeated_in_the_sentence(tmp_path: Path, private: str) -> None:
    reject = only(as_csv(tmp_path, [HEADER, changed(received_at=private)]))
    assert isinstance(reject, Reject)
    assert private not in str(reject.sentence)


def test_a_damaged_byte_spoils_its_own_row_only(tmp_path: Path) -> None:
    path = as_csv(tmp_path, [HEADER, GOOD, changed(source_id="2", text="水管漏了")])
    path.write_bytes(path.read_bytes().replace("水".encode(), "水".encode()[:2]))
    good, bad = read(path, FEED, at=NOW)
    assert isinstance(good, Row)
    assert isinstance(bad, Reject)
    assert lacking(str(bad.sentence), ["第3行", "留言详情", "损坏", "重新导出"]) == []


def test_a_lone_surrogate_is_a_lost_character(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text(json.dumps(dict(zip(HEADER, changed(text="路\ud83d灯"), strict=True))))
    reject = only(path)
    assert isinstance(reject, Reject)
    assert lacking(str(reject.sentence), ["第1行", "留言详情", "损坏"]) == []


@pytest.mark.parametrize(("cells", "said"), [(GOOD[:5], ["5格", "7格"]), ([*GOOD, "多"], ["没有列名"])])
def test_a_row_with_too_few_or_too_many_cells_is_rejected(tmp_path: Path, cells: list[str], said: list[str]) -> None:
    reject = only(as_csv(tmp_path, [HEADER, cells]))
    assert isinstance(reject, Reject)
    assert lacking(str(reject.sentence), ["第2行", "请", *said]) == []


def test_a_number_the_spreadsheet_has_rounded_is_rejected(tmp_path: Path) -> None:
    reject = only(as_xlsx(tmp_path, [HEADER, changed(source_id=202603020000012345)]))
    assert isinstance(reject, Reject)
    assert lacking(str(reject.sentence), ["第2行", "留言编号", "15位", "文本"]) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{nonsense", ["JSON", "一行"]),
        ("5", ["JSON", "对象"]),
        ("[" * 100_000, ["JSON"]),
        (json.dumps(dict(zip(HEADER, changed(text=["路灯"]), strict=True))), ["留言详情", "列表"]),
        (json.dumps({**dict(zip(HEADER, GOOD, strict=True)), "电话": "1"}), ["电话", "ignored"]),
        ('{"留言编号": "1", "留言编号": "2"}', ["留言编号", "两次"]),
        (json.dumps(dict(zip(HEADER, changed(text="长" * 1_000_000), strict=True)), ensure_ascii=False), ["换行"]),
    ],
)
def test_a_bad_json_line_is_rejected_and_the_next_is_read(tmp_path: Path, line: str, said: list[str]) -> None:
    good = dict(zip(HEADER, GOOD, strict=True))
    path = tmp_path / "file.jsonl"
    path.write_text("\n".join([json.dumps(good), line, json.dumps({**good, "留言编号": "3"})]), encoding="utf-8")
    first, bad, last = read(path, FEED, at=NOW)
    assert isinstance(bad, Reject)
    assert lacking(str(bad.sentence), ["第2行", *said]) == []
    assert (first.line, last.line, last.source_id) == (1, 3, "3")


# Files that are refused


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert lacking(refusal(tmp_path / "nowhere.csv"), ["nowhere.csv", "路径"]) == []


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.xlsx"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert lacking(refusal(tmp_path / name), [name, "空", "重新导出"]) == []


@pytest.mark.parametrize("name", ["a.pdf", "a.xls", "a"])
def test_another_type_of_file_is_refused_with_the_ones_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"something")
    assert lacking(refusal(tmp_path / name), [name, ".xlsx、.csv、.jsonl", "另存"]) == []


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_header_without_rows_is_refused(tmp_path: Path, write) -> None:
    assert lacking(refusal(write(tmp_path, [HEADER, [""], [" "]])), ["没有数据行", "空表"]) == []


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_file_of_blanks_is_refused(tmp_path: Path, write) -> None:
    assert lacking(refusal(write(tmp_path, [[""], [" "]])), ["没有内容", "选错"]) == []


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_jsonl])
def test_missing_columns_are_named_with_those_found_and_the_nearest(tmp_path: Path, write) -> None:
    header = ["留言编号", "留言用户", "留言主题", "留言日期", "留言详情", "答复意见", "答复时间"]
    sentence = refusal(write(tmp_path, [header, GOOD]))
    assert lacking(sentence, ["缺少列：留言时间（最像的是“留言日期”）", "文件里的列有：留言编号、", "columns"]) == []


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_jsonl])
def test_a_column_nobody_named_is_refused_rather_than_dropped(tmp_path: Path, write) -> None:
    sentence = refusal(write(tmp_path, [[*HEADER, "紧急程度"], [*GOOD, "特急"]]))
    assert lacking(sentence, ["紧急程度", "ignored"]) == []


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    assert lacking(refusal(as_csv(tmp_path, [[*HEADER, "留言时间"], [*GOOD, ""]])), ["留言时间", "两列"]) == []


def test_an_unclosed_quotation_mark_is_refused_with_its_row_after_the_rows_before_it(tmp_path: Path) -> None:
    path = as_csv(tmp_path, [HEADER, GOOD])
    path.write_text(path.read_text(encoding="utf-8") + '2,A,"没有配对\n3,A,B\n', encoding="utf-8")
    rows = read(path, FEED, at=NOW)
    assert isinstance(next(rows), Row)
    with pytest.raises(Refused, match=r"第3行.*引号.*重新导入"):
        next(rows)


@pytest.mark.parametrize("content", [",".join(HEADER).encode("utf-16"), b"\xff\x81\xff\x00 no text"])
def test_an_encoding_that_is_not_known_is_refused_with_the_way_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    assert lacking(refusal(path), ["file.csv", "编码", "UTF-8"]) == []


def test_a_json_array_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text("[\n{}\n]")
    assert lacking(refusal(path), ["JSON数组", "每行一个"]) == []


def test_a_workbook_named_csv_is_refused(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path, [HEADER, GOOD]).rename(tmp_path / "file.csv")
    assert lacking(refusal(path), ["Excel工作簿", ".xlsx"]) == []


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"just words", ["不是真正的Excel", "另存为.xlsx"]),
        (b"PK\x03\x04 and then nothing", ["不是真正的Excel", "另存为.xlsx"]),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ["密码", "去掉密码"]),
        (OLE + "Workbook".encode("utf-16-le"), [".xls", "另存为.xlsx"]),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, said: list[str]) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    assert lacking(refusal(path), ["file.xlsx", *said]) == []


def repacked(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one member put otherwise or added."""
    with zipfile.ZipFile(path) as package:
        members = {member: package.read(member) for member in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for member, old in {**members, name: content}.items():
            package.writestr(member, content if member == name else old)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_any_other_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert lacking(refusal(path), ["损坏", "Excel"]) == []


def test_a_workbook_with_broken_insides_is_refused(tmp_path: Path) -> None:
    path = repacked(as_xlsx(tmp_path, [HEADER, GOOD]), SHEET, b"<worksheet><sheetData><row><c")
    assert lacking(refusal(path), ["损坏", "重新导出"]) == []


def test_a_workbook_without_a_sheet_is_refused(tmp_path: Path) -> None:
    path = repacked(as_xlsx(tmp_path, [HEADER, GOOD]), "xl/workbook.xml", b"<workbook><sheets/></workbook>")
    assert lacking(refusal(path), ["损坏", "重新导出"]) == []


def test_a_workbook_with_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path, [HEADER, GOOD])
    with zipfile.ZipFile(path) as package:
        start = package.getinfo(SHEET).header_offset + 60
    content = bytearray(path.read_bytes())
    content[start] ^= 0xFF
    path.write_bytes(content)
    assert lacking(refusal(path), ["损坏"]) == []


def test_a_workbook_that_unpacks_too_steeply_is_refused_unread(tmp_path: Path) -> None:
    path = repacked(as_xlsx(tmp_path, [HEADER, GOOD]), "xl/media/a.bin", bytes(workbook.SMALL + 1))
    assert lacking(refusal(path), ["20MB", "压缩", "CSV"]) == []


def test_a_workbook_that_unpacks_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LARGEST", 1000)
    assert lacking(refusal(as_xlsx(tmp_path, [HEADER, GOOD])), ["上限", "分成"]) == []


def test_a_cell_far_out_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    sheet = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    path = repacked(as_xlsx(tmp_path, [HEADER, GOOD]), SHEET, sheet)
    assert lacking(refusal(path), ["第1048576行", "第16384列", "删去"]) == []


def test_a_workbook_that_promises_more_strings_than_memory_holds_is_refused(tmp_path: Path) -> None:
    strings = b'<sst xmlns="x" count="9" uniqueCount="9999999999999"><si><t>1</t></si></sst>'
    path = repacked(as_xlsx(tmp_path, [HEADER, GOOD]), "xl/sharedStrings.xml", strings)
    assert lacking(refusal(path), ["损坏", "重新导出"]) == []


def test_several_sheets_with_content_are_refused_unless_the_feed_names_one(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path, [HEADER, GOOD], sheets=["一月", "二月"])
    assert lacking(refusal(path), ["一月、二月", "sheet"]) == []
    named = Feed.model_validate({**FEED.model_dump(), "file": {"kinds": ["xlsx"], "sheet": "二月"}})
    assert isinstance(only(path, named), Row)
    lost = Feed.model_validate({**FEED.model_dump(), "file": {"kinds": ["xlsx"], "sheet": "三月"}})
    assert lacking(refusal(path, lost), ["三月", "一月、二月"]) == []


# Nothing is lost, nothing doubled

CELL = st.text(st.characters(codec="utf-8"), max_size=6)
ANY_ROW = st.tuples(
    st.one_of(st.sampled_from(["1", "2", "3"]), CELL),
    CELL,
    CELL,
    st.one_of(st.sampled_from(["2019/2/28", "2019-06-08 17:31:20", "2050/1/1"]), CELL),
    st.one_of(st.just("路灯坏了"), CELL),
    st.one_of(st.just(""), CELL),
    st.one_of(st.just(""), st.just("2019/7/1"), CELL),
)


def accounted(found: Sequence[Row | Repeat | Reject], rows: Sequence[Sequence[str]], *, first: int) -> None:
    filled = [line for line, row in enumerate(rows, start=first) if any(cell.strip() for cell in row)]
    assert [one.line for one in found] == filled
    taken = [one for one in found if isinstance(one, Row)]
    assert len({row.source_id for row in taken}) == len(taken)
    for row in taken:
        cells = rows[row.line - first]
        assert row.source_id
        assert row.text
        assert row.text in cells[4] or any(ord(character) < 32 or ord(character) == 127 for character in cells[4])
        assert row.received_at <= NOW
        assert bool(row.reply) == (row.replied_at is not None)
    for one in found:
        assert not isinstance(one, Reject) or f"第{one.line}行" in str(one.sentence)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ANY_ROW, max_size=8))
def test_every_row_of_any_csv_comes_out_exactly_once(rows: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        found = list(read(as_csv(Path(folder), [HEADER, GOOD, *rows]), FEED, at=NOW))
    accounted(found, [GOOD, *rows], first=2)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ANY_ROW, max_size=8))
def test_every_row_of_any_jsonl_comes_out_exactly_once(rows: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        found = list(read(as_jsonl(Path(folder), [HEADER, GOOD, *rows]), FEED, at=NOW))
    assert len(found) == 1 + len(rows)
    assert [one.line for one in found] == list(range(1, 2 + len(rows)))


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(ANY_ROW, max_size=6))
def test_every_row_of_any_workbook_comes_out_exactly_once(rows: list[tuple[str, ...]]) -> None:
    clean = [tuple("".join(c for c in cell if c.isprintable()) for cell in row) for row in rows]
    with TemporaryDirectory() as folder:
        found = list(read(as_xlsx(Path(folder), [HEADER, GOOD, *clean]), FEED, at=NOW))
    accounted(found, [GOOD, *clean], first=2)


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=200), kind=st.sampled_from(["csv", "jsonl", "xlsx"]))
def test_any_bytes_end_in_rows_rejects_or_a_sentence(content: bytes, kind: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{kind}"
        path.write_bytes(content)
        try:
            list(read(path, FEED, at=NOW))
        except Refused as refused:
            assert f"file.{kind}" in str(refused)


# The real files


@pytest.mark.shared
@pytest.mark.parametrize(("name", "count"), [("messages", 4326), ("replies", 2816)])
def test_every_message_of_the_real_files_is_read(name: str, count: int) -> None:
    path = SHARED / f"{name}.xlsx"
    if not path.exists():
        pytest.skip("The real data is not beside the checkout (../shared/data).")
    found = list(read(path, Feed.load(name), at=NOW))
    assert [one for one in found if not isinstance(one, Row)] == []
    assert len(found) == count
    assert [one.line for one in found] == list(range(2, count + 2))
