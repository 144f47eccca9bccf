from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from onedoor.core import packages
from onedoor.core.refusal import Refused
from onedoor.exchange.feed import Feed
from onedoor.exchange.reading import read
from onedoor.exchange.rows import Row
from tests.exchange.files import (
    FEED,
    GOOD,
    HEADER,
    NOW,
    as_csv,
    as_jsonl,
    as_xlsx,
    lacking,
    only,
    refusal,
)

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
    path = repacked(as_xlsx(tmp_path, [HEADER, GOOD]), "xl/media/a.bin", bytes(packages.SMALL + 1))
    assert lacking(refusal(path), ["20MB", "压缩", "CSV"]) == []


def test_a_workbook_that_unpacks_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "LARGEST", 1000)
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
