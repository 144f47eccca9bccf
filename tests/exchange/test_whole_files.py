"""A file that is wrong as a whole is refused with one sentence and changes nothing; a right one comes through whole."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import xlsxwriter
from django.conf import settings as django_settings
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from onedoor.cases.models import Case, Contact, Report
from onedoor.core import packages
from onedoor.core.models import Delivery, Happening, Remark
from onedoor.core.refusal import Refused
from onedoor.exchange.feed import Feed
from onedoor.exchange.formulas import calculated
from onedoor.exchange.reading import read
from onedoor.exchange.rows import Row
from tests.exchange.files import FEED, HEADER, NOW, as_csv, as_jsonl, as_xlsx
from tests.exchange.letters import MESSAGES, message, written
from tests.exchange.test_refusing import repacked

ROWS = [message(n) for n in range(600)]  # more than two batches


@pytest.fixture
def ready(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Runs the command over a wrong file, sees that nothing at all was changed, and gives the sentence."""
    from onedoor.core.actions.opening_store import claim

    claim("centre")
    monkeypatch.setattr(django_settings, "HOME", tmp_path / "home")

    def counts() -> list[int]:
        return [model.objects.count() for model in (Case, Report, Contact, Happening, Remark, Delivery)]

    def run(path: Path, feed: str = "messages") -> str:
        before = counts()
        with pytest.raises(Refused) as refused:
            call_command("ingest", str(path), feed=feed, manner="history", as_json=True, stdout=io.StringIO())
        assert counts() == before
        assert not list((tmp_path / "home" / "rejects").glob("*"))
        return str(refused.value)

    yield run


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def broken_quote(path: Path) -> Path:
    path.write_bytes(path.read_bytes() + '601,U,"没有配对,2019/2/28\n602,U,a\n'.encode())
    return path


def formula(path: Path) -> Path:
    path.write_bytes(path.read_bytes() + '601,U,"=VLOOKUP(A2,B:C,2)",2019/2/28 11:25:05,路灯,0,0\n'.encode())
    return path


def doubled(path: Path) -> Path:
    path.write_bytes(path.read_bytes().replace("留言主题".encode(), "留言时间".encode(), 1))
    return path


def utf16(path: Path) -> Path:
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    return path


def half_gb18030(path: Path) -> Path:
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030") + b"\xff\xff\xff")
    return path


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (broken_quote, ["第602行", "引号"]),
        (formula, ["第602行第3列", "公式", "粘贴成值", "formulas"]),
        (doubled, ["缺少列：留言主题"]),
        (utf16, ["编码", "UTF-8"]),
        (half_gb18030, ["编码"]),
    ],
)
def test_a_wrong_csv_changes_nothing(
    ready: Callable[..., str], tmp_path: Path, spoilt: Callable[[Path], Path], said: list[str]
) -> None:
    sentence = ready(spoilt(written(tmp_path / "a.csv", MESSAGES, ROWS)))
    assert [word for word in ["a.csv", *said] if word not in sentence] == []


@pytest.mark.parametrize(("encoding", "other"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_named_encoding_holds_to_the_last_byte_or_the_line_is_named(
    ready: Callable[..., str], tmp_path: Path, encoding: str, other: str
) -> None:
    shipped = Path(__file__).parents[2] / "src" / "onedoor" / "exchange" / "feeds" / "messages.toml"
    feed = tmp_path / "mine.toml"
    text = shipped.read_text(encoding="utf-8").replace("[file]", f'[file]\nencoding = "{encoding}"')
    feed.write_text(text, encoding="utf-8")
    path = written(tmp_path / "a.csv", MESSAGES, ROWS[:3])
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding) + b"9,U,\xff\xff,2019/2/28,x,0,0\n")
    sentence = ready(path, str(feed))
    assert "a.csv" in sentence and "第5行" in sentence
    path.write_text(written(tmp_path / "b.csv", MESSAGES, ROWS[:3]).read_text(encoding="utf-8"), encoding=other)
    assert "encoding" in ready(path, str(feed)) or encoding == "gb18030"


def workbook(path: Path, *, value: object = 0, calculated_later: bool = True) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("留言")
        for line, row in enumerate([MESSAGES, *ROWS[:5]]):
            sheet.write_row(line, 0, row)
        sheet.write_formula(3, 4, '="路灯"&"坏了"', value=value)
        if not calculated_later:
            book.calc_on_load = False
    return path


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda path: workbook(path), ["E4格", "没有算出结果的公式", "粘贴成值"]),
        (lambda path: workbook(path, value="#N/A", calculated_later=False), ["E4格", "错误"]),
    ],
)
def test_a_workbook_with_a_formula_nobody_calculated_changes_nothing(
    ready: Callable[..., str], tmp_path: Path, made: Callable[[Path], Path], said: list[str]
) -> None:
    sentence = ready(made(tmp_path / "a.xlsx"))
    assert [word for word in ["a.xlsx", "留言", *said] if word not in sentence] == []


def test_a_formula_that_was_calculated_is_its_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", value="路灯坏了", calculated_later=False)
    found = [row.text for row in read(path, Feed.load("messages"), at=NOW) if isinstance(row, Row)]
    assert found[2] == "路灯坏了"


def test_a_formula_on_another_sheet_is_none_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, other = book.add_worksheet("留言 & 答复"), book.add_worksheet("汇总")
        for line, row in enumerate([MESSAGES, *ROWS[:5]]):
            sheet.write_row(line, 0, row)
        other.write_formula(0, 0, "=1+1")
    told = Feed.load("messages")
    named = Feed.model_validate({**told.model_dump(), "file": {"kinds": ["xlsx"], "sheet": "留言 & 答复"}})
    assert len(list(read(path, named, at=NOW))) == 5


@pytest.mark.parametrize(
    ("cell", "runs"),
    [
        ("=VLOOKUP(A2,B:C,2)", True),
        ("=SUM(A1:A9)", True),
        ("=A1", True),
        ("=Sheet1!$B$2", True),
        ("=1+2*3", True),
        ('=A1&"-"&B1', True),
        ("+SUM(1)", True),
        ("@SUM(A1)", True),
        ("=cmd|'/C calc'!A0", True),
        ('="007"', False),
        ("-5度", False),
        ("+86 139 0001 0417", False),
        ("+86(571)8888", False),
        ("-3.5", False),
        ("@张三(居民)", False),
        ("=== 紧急 ===", False),
        ("-A1楼漏水", False),
        ("=> 请转住建", False),
        ("路灯坏了", False),
        ("", False),
    ],
)
def test_what_a_spreadsheet_would_calculate_is_told_from_words(cell: str, runs: bool) -> None:
    assert (calculated(["x", cell]) == 1) is runs


def test_a_feed_may_take_formulas_for_words(tmp_path: Path) -> None:
    told = {**FEED.model_dump(), "file": {"kinds": ["csv"], "formulas": "text"}}
    from onedoor.exchange.surveying import survey

    path = as_csv(tmp_path, [HEADER, ["1", "A", "=A1", "2019/2/28", "=SUM(A1)", "", ""]])
    survey(path, Feed.model_validate(told))
    with pytest.raises(Refused, match="公式"):
        survey(path, FEED)


# One file in a .zip


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return path


def test_a_file_alone_in_a_zip_is_taken(ready: Callable[..., str], tmp_path: Path) -> None:
    content = written(tmp_path / "a.csv", MESSAGES, ROWS[:3]).read_bytes()
    out = io.StringIO()
    path = zipped(tmp_path / "export.zip", **{"../../留言_csv": content})
    call_command("ingest", str(path), feed="messages", manner="history", as_json=True, stdout=out)
    assert json.loads(out.getvalue())["accepted"] == 3


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, ["正好有一个", "0个"]),
        ({"a_csv": b"x", "b_csv": b"y"}, ["正好有一个", "2个"]),
        ({"a_pdf": b"x"}, ["正好有一个"]),
    ],
)
def test_another_zip_changes_nothing(
    ready: Callable[..., str], tmp_path: Path, members: dict[str, bytes], said: list[str]
) -> None:
    sentence = ready(zipped(tmp_path / "a.zip", **members))
    assert [word for word in ["a.zip", *said] if word not in sentence] == []


def test_a_damaged_zip_changes_nothing(ready: Callable[..., str], tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", a_csv=written(tmp_path / "a.csv", MESSAGES, ROWS).read_bytes())
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(content)
    assert "损坏" in ready(path)
    path.write_bytes(b"no archive")
    assert "损坏" in ready(path)


def test_bombs_change_nothing_and_are_not_unpacked(ready: Callable[..., str], tmp_path: Path) -> None:
    assert "压缩得不正常" in ready(zipped(tmp_path / "a.zip", a_csv=b"0" * (packages.SMALL + 1)))
    book = as_xlsx(tmp_path, [MESSAGES, *ROWS[:3]])
    assert "压缩" in ready(repacked(book, "xl/media/a.bin", bytes(packages.SMALL + 1)))


# What goes out comes back

WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\"',;，。 "),
    min_size=1,
    max_size=20,
).map(lambda text: f"灯{text}灯")
MOMENT = st.datetimes(datetime(1992, 1, 1), datetime(2025, 12, 31)).map(lambda at: at.replace(microsecond=0))
LETTER = st.tuples(WORD, WORD, MOMENT, WORD)


@pytest.mark.parametrize("kind", ["csv", "gb18030", "xlsx", "jsonl"])
@settings(max_examples=25, deadline=None)
@given(letters=st.lists(LETTER, min_size=1, max_size=5))
def test_what_is_written_comes_back_the_same(kind: str, letters: list[tuple[Any, ...]]) -> None:
    rows = [
        [str(n), author, title, f"{at:%Y-%m-%d %H:%M:%S}", text, "", ""]
        for n, (author, title, at, text) in enumerate(letters)
    ]
    with TemporaryDirectory() as name:
        folder = Path(name)
        writers: dict[str, Callable[[], Path]] = {
            "csv": lambda: as_csv(folder, [HEADER, *rows]),
            "gb18030": lambda: as_csv(folder, [HEADER, *rows], encoding="gb18030"),
            "xlsx": lambda: as_xlsx(folder, [HEADER, *rows]),
            "jsonl": lambda: as_jsonl(folder, [HEADER, *rows]),
        }
        found = list(read(writers[kind](), FEED, at=NOW))
    back = [(row.author, row.title, row.received_at, row.text) for row in found if isinstance(row, Row)]
    assert back == [(author, title, at.replace(tzinfo=FEED.zone), text) for author, title, at, text in letters]


# A real export that no shipped feed knows


@pytest.mark.shared
def test_an_unknown_export_is_described_from_the_documentation_alone_and_taken_whole(
    ready: Callable[..., str], shared: Path
) -> None:
    path = shared / "open311" / "baltimore_10000.csv"
    feed = str(Path(__file__).parent / "feeds" / "requests.toml")

    def run() -> dict[str, Any]:
        out = io.StringIO()
        call_command("ingest", str(path), feed=feed, manner="history", as_json=True, stdout=out)
        told: dict[str, Any] = json.loads(out.getvalue())
        return told

    first = run()
    assert [first[name] for name in ("read", "accepted", "duplicates", "rejected")] == [10_000, 10_000, 0, 0]
    again = run()
    assert [again[name] for name in ("read", "accepted", "duplicates", "rejected")] == [10_000, 0, 10_000, 0]
    with path.open(encoding="utf-8", newline="") as file:
        theirs = {row["ServiceRequestNum"]: row for row in csv.DictReader(file)}
    duplicates = [number for number, row in theirs.items() if "(Duplicate)" in row["SRStatus"]]
    assert len(duplicates) == 217
    kept = Report.objects.filter(feed="requests", source_id__in=duplicates).select_related("case")
    assert {(report.case.state, report.case.origin) for report in kept} == {("archived", "imported")}
    assert kept.count() == 217
    codes = {"Phone": "hotline", "API": "web", "Internal": "upper", "Mail": "letter"}
    for number in ("18-00269879", "18-00838880"):
        report, row = Report.objects.select_related("case").get(source_id=number), theirs[number]
        assert report.channel == codes[row["MethodReceived"]]
        assert (report.title, report.place) == (row["SRType"], row["Address"])
        assert report.text.startswith(
            f"{row['SRType']}; Address: {row['Address']}; Neighborhood: {row['Neighborhood']}"
        )
        assert (report.lon, report.lat) == (float(row["Longitude"]), float(row["Latitude"]))
        assert f"{report.received_at.astimezone(Feed.load(feed).zone):%m/%d/%Y %I:%M:%S %p}" == row["CreatedDate"]
        assert f"{report.case.upstream_by:%m/%d/%Y}" == row["DueDate"][:10]
    empty = next(number for number, row in theirs.items() if not row["Address"] and row["SRType"])
    assert "Address:" not in Report.objects.get(source_id=empty).text
