from __future__ import annotations

import csv
from pathlib import Path

import pytest

from onedoor.core.refusal import Refused
from onedoor.core.sentence import Sentence
from onedoor.exchange.rejects import HEADER, RejectFile
from onedoor.exchange.rows import Reject

EMPTY = Sentence("第%(line)s行的“%(column)s”是空的，请补填。", {"line": 7, "column": "留言时间"})


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_list_without_rejects_leaves_no_file(tmp_path: Path) -> None:
    with RejectFile(tmp_path / "new" / "rejects.csv") as rejects:
        pass
    assert rejects.count == 0
    assert list(tmp_path.iterdir()) == []


def test_the_list_names_line_source_id_and_reason_in_two_languages(tmp_path: Path) -> None:
    path = tmp_path / "new" / "rejects.csv"
    with RejectFile(path) as rejects:
        rejects.add(Reject(7, "188006", EMPTY))
        assert not path.exists()
    assert rejects.count == 1
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    header, row = lines(path)
    assert header == list(HEADER)
    assert row[:3] == ["7", "188006", "第7行的“留言时间”是空的，请补填。"]
    assert row[3]
    assert [left.name for left in path.parent.iterdir()] == ["rejects.csv"]


def test_an_earlier_list_stays_when_the_block_fails_and_goes_when_it_ends_well(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    path.write_text("earlier")
    with pytest.raises(KeyError), RejectFile(path) as rejects:
        rejects.add(Reject(7, "1", EMPTY))
        raise KeyError
    assert path.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [path]
    with RejectFile(path) as rejects:
        rejects.add(Reject(7, "1", EMPTY))
    assert len(lines(path)) == 2


def test_a_source_id_is_never_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    with RejectFile(path) as rejects:
        rejects.add(Reject(2, "=HYPERLINK(1)", EMPTY))
    assert lines(path)[1][1] == "'=HYPERLINK(1)"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match="rejects.csv"), RejectFile(tmp_path / "file" / "rejects.csv") as rejects:
        rejects.add(Reject(2, "1", EMPTY))
