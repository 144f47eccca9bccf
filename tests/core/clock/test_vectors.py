from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from onedoor.core.clock import Calendar, vectors
from onedoor.core.refusal import Refused

TABLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "clock" / "vectors.csv"
HEADER = "case_id,rule_id,n,unit,start,suspensions,extension_n,expected_due,note,debatable\n"
RIGHT = "A,generic,5,WD,2026-02-12T09:00:00+08:00,[],0,2026-02-26,,0\n"
WRONG = "B,generic,5,WD,2026-02-12T09:00:00,[],0,2026-02-27,,0\n"
OPEN = 'C,generic,5,CD,2026-03-02T09:00:00+08:00,"[[""2026-03-03"", ""2026-03-03""]]",0,2026-03-07,,1\n'
MINUTES = "D,generic,30,MIN,2026-03-05T23:45:00+08:00,[],0,2026-03-06T00:15:00+08:00,,0\n"


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("clock", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_a_table_tells_errors_from_debatable_differences(tmp_path: Path) -> None:
    code, out, _err = run("check", str(table(tmp_path, HEADER + RIGHT + WRONG + OPEN + MINUTES)), "--json")
    assert code == 1
    assert json.loads(out) == {
        "rows": 4,
        "matched": 2,
        "mismatches": 1,
        "debatable_mismatches": 1,
        "differences": [
            {"case_id": "B", "line": 3, "expected": "2026-02-27", "got": "2026-02-26", "debatable": False},
            {"case_id": "C", "line": 4, "expected": "2026-03-07", "got": "2026-03-09", "debatable": True},
        ],
    }


def test_debatable_differences_alone_do_not_fail_a_table(tmp_path: Path) -> None:
    code, out, _err = run("check", str(table(tmp_path, HEADER + RIGHT + OPEN)))
    assert code == 0
    assert "2 rows: 1 matched, 0 mismatches, 1 debatable mismatches" in out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "第1行：表头缺少case_id"),
        (HEADER.replace("note", "remark"), "第1行：不认识表头remark"),
        (HEADER.replace("note", "n"), "重复"),
        (HEADER + RIGHT + RIGHT.replace(",5,", ",five,"), "第3行：n应是整数"),
        (HEADER + RIGHT.replace(",5,", ",0,"), "第2行：时限应是不小于1"),
        (HEADER + RIGHT.replace("WD", "WEEK"), "第2行：不认识时限单位"),
        (HEADER + RIGHT.replace("2026-02-12T", "12.2.2026 "), "第2行：.*不是时刻"),
        (HEADER + RIGHT.replace("2026-02-26", "2026-02-30"), "第2行：.*不是日期"),
        (HEADER + RIGHT.replace("[]", "tomorrow"), "第2行：暂停应写成"),
        (HEADER + RIGHT.replace(",0\n", ",maybe\n"), "第2行：debatable"),
        (HEADER + RIGHT.replace(",0\n", "\n"), "第2行：应有10列，实有9列"),
        (HEADER + 'A,"', "CSV"),
    ],
)
def test_a_malformed_table_is_refused_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        vectors.compare(table(tmp_path, text), Calendar.national())


def test_a_missing_file_and_another_encoding_are_refused(tmp_path: Path) -> None:
    code, _out, err = run("check", str(tmp_path / "none.csv"))
    assert code == 2
    assert "打不开" in err
    path = tmp_path / "gbk.csv"
    path.write_bytes((HEADER + RIGHT.replace("generic", "信访")).encode("gbk"))
    with pytest.raises(Refused, match="UTF-8"):
        vectors.compare(path, Calendar.national())


def test_one_limit_is_computed_with_suspension_and_extension() -> None:
    arguments = ["--n", "5", "--unit", "WD", "--start", "2026-02-12T09:00", "--suspend", "2026-02-14..2026-02-20"]
    code, out, _err = run("compute", *arguments, "--extend", "1", "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["due"], answer["last_day"]) == ("2026-03-01T00:00:00+08:00", "2026-02-28")
    assert answer["trace"]["stopped"] == [["2026-02-14", "2026-02-20"]]
    code, out, _err = run("compute", *arguments)
    assert out.startswith("到期 / due  2026-02-27 24:00")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--n", "0", "--unit", "WD", "--start", "2026-02-12"],
        ["--n", "5", "--unit", "WEEK", "--start", "2026-02-12"],
        ["--n", "5", "--unit", "WD", "--start", "soon"],
        ["--n", "5", "--unit", "WD", "--start", "2026-02-12", "--suspend", "2026-02-14"],
        ["--n", "5", "--unit", "WD", "--start", "2026-02-12", "--suspend", "2026-02-14..2026-02-13"],
    ],
)
def test_a_refused_limit_is_a_sentence_and_exit_2(arguments: list[str]) -> None:
    code, out, err = run("compute", *arguments)
    assert (code, out) == (2, "")
    assert "请" in err


@pytest.mark.shared
@pytest.mark.skipif(not TABLE.is_file(), reason="the table of limits is not beside the checkout")
def test_every_shared_case_is_computed_as_expected() -> None:
    result = vectors.compare(TABLE, Calendar.national())
    assert result.rows > 100
    assert result.differences == ()
