from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onedoor.core.refusal import Refused
from onedoor.exchange.feed import Feed
from onedoor.exchange.reading import read
from onedoor.exchange.rows import Reject, Repeat, Row
from tests.exchange.files import (
    CHINA,
    FEED,
    GOOD,
    HEADER,
    NOW,
    as_csv,
    as_jsonl,
    as_xlsx,
    changed,
    lacking,
    only,
)

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
def test_every_message_of_the_real_files_is_read(shared: Path, name: str, count: int) -> None:
    path = shared / "messages" / f"{name}.xlsx"
    found = list(read(path, Feed.load(name), at=NOW))
    assert [one for one in found if not isinstance(one, Row)] == []
    assert len(found) == count
    assert [one.line for one in found] == list(range(2, count + 2))
