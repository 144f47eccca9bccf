from __future__ import annotations

import io
import json
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onedoor.cases import indexing, queries
from onedoor.cases.models import Case, Contact, Report
from onedoor.core import audit
from onedoor.core.models import Delivery, Happening, Remark, Store
from onedoor.core.refusal import Refused
from onedoor.exchange import ingesting
from onedoor.exchange.feed import Feed
from onedoor.exchange.ingesting import Ingest, Tally
from onedoor.exchange.known import digests
from onedoor.exchange.rejects import RejectFile
from onedoor.exchange.rows import Row
from onedoor.exchange.taking import AsHistory
from onedoor.organisation import queries as organisation
from onedoor.organisation.models import Unit
from onedoor.simulation import invariants
from onedoor.work.models import Task
from tests.exchange.letters import MESSAGES, REPLIES, message, replied, written
from tests.small_county import COUNTY, MONDAY

CHINA = timezone(timedelta(hours=8))
SENT = datetime(2019, 2, 28, 11, 25, 5, tzinfo=CHINA)
FIGURES = ("read", "accepted", "duplicates", "rejected")

Ingested = Callable[..., dict[str, Any]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for reject files that this test alone uses."""
    monkeypatch.setattr(django_settings, "HOME", tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def prepared(db: None, home: Path) -> None:
    """A store that is ready, as ``migrate`` leaves it."""
    from onedoor.core.actions.opening_store import claim

    claim("centre")


@pytest.fixture
def ingested(prepared: None) -> Ingested:
    """Runs the command and gives its JSON."""

    def run(path: Path, feed: str = "messages", **options: Any) -> dict[str, Any]:
        out = io.StringIO()
        call_command("ingest", str(path), feed=feed, as_json=True, stdout=out, **options)
        told: dict[str, Any] = json.loads(out.getvalue())
        return told

    return run


def figures(told: dict[str, Any]) -> tuple[int, ...]:
    return tuple(told[name] for name in FIGURES)


def kept() -> dict[str, tuple[str, str]]:
    return {
        source_id: (title, text) for source_id, title, text in Report.objects.values_list("source_id", "title", "text")
    }


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Case, Report, Contact, Happening, Remark, Task, Delivery))


def rejected(told: dict[str, Any]) -> list[str]:
    return Path(told["reject_file"]).read_text(encoding="utf-8-sig").splitlines()[1:]


def sound() -> bool:
    return audit.verify().sound and invariants.check().sound


def test_history_ends_archived_with_what_was_answered_and_asks_nothing_of_anybody(
    ingested: Ingested, tmp_path: Path
) -> None:
    told = ingested(written(tmp_path / "a.csv", REPLIES, [replied(1), replied(2)]), "replies", manner="history")
    assert figures(told) == (2, 2, 0, 0)
    assert (told["feed"], told["as"], told["dry_run"], told["reject_file"]) == ("replies", "history", False, None)
    case = Case.objects.get(reports__source_id="1")
    assert (case.state, case.origin, case.channel) == ("archived", "imported", "board")
    assert (case.registered_at, case.closed_at) == (SENT, datetime(2019, 3, 8, 17, 31, 20, tzinfo=CHINA))
    assert [line.happening.name for line in queries.record_of(case)] == ["cases.report_received", "cases.imported"]
    assert Remark.objects.get(subject=case.subject).text == "已修好。"
    assert Contact.objects.get(report__source_id="1").name == "U1"
    told_of = set(Delivery.objects.values_list("subscriber", flat=True))
    assert told_of == {indexing.BATCH} and not Task.objects.exists()  # it can be found, and nobody owes anything
    assert sound()


def test_a_live_message_is_registered_now_and_keeps_the_moment_it_was_sent(ingested: Ingested, tmp_path: Path) -> None:
    told = ingested(written(tmp_path / "a.csv", MESSAGES, [message(1), message(2)]))
    assert (figures(told), told["as"]) == ((2, 2, 0, 0), "live")
    report = Report.objects.get(source_id="1")
    assert report.received_at - SENT > timedelta(days=365)
    assert (report.case.state, report.case.origin, report.registered_by) == ("registered", "live", "feed:messages")
    assert Task.objects.filter(subject=report.case.subject, verb="triage", closed_at=None).count() == 1
    arrival = Happening.objects.get(subject=report.case.subject, name="cases.report_received")
    assert datetime.fromisoformat(arrival.payload["sent_at"]) == SENT
    assert sound()


def test_an_answered_message_is_not_new_and_is_handed_back(ingested: Ingested, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", REPLIES, [replied(1), replied(2, "")])
    told = ingested(path, "replies")
    assert figures(told) == (2, 1, 0, 1)
    assert "--as history" in rejected(told)[0]
    assert list(kept()) == ["2"]


@pytest.mark.parametrize("manner", ["live", "history"])
def test_the_same_file_again_adds_nothing(ingested: Ingested, tmp_path: Path, manner: str) -> None:
    path = written(tmp_path / "a.csv", MESSAGES, [message(n) for n in range(7)])
    ingested(path, manner=manner)
    before = counts()
    assert figures(ingested(path, manner=manner)) == (7, 0, 7, 0)
    assert counts() == before


def test_what_came_in_live_is_not_history_a_second_time(ingested: Ingested, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", MESSAGES, [message(1)])
    ingested(path)
    assert figures(ingested(path, manner="history")) == (1, 0, 1, 0)


def test_a_row_that_says_something_else_than_before_is_handed_back_and_the_first_stays(
    ingested: Ingested, tmp_path: Path
) -> None:
    ingested(written(tmp_path / "a.csv", MESSAGES, [message(1), message(2)]))
    before = kept()
    told = ingested(written(tmp_path / "b.csv", MESSAGES, [message(2, "又亮了。"), message(1), message(3)]))
    assert figures(told) == (3, 1, 1, 1)
    assert kept() | before == kept()
    line, source_id, chinese, english = rejected(told)[0].split(",", 3)
    assert (line, source_id) == ("2", "2")
    assert "内容却不同" in chinese and english


def test_two_feeds_may_use_the_same_numbers(ingested: Ingested, tmp_path: Path) -> None:
    ingested(written(tmp_path / "a.csv", MESSAGES, [message(1)]), manner="history")
    told = ingested(written(tmp_path / "b.csv", REPLIES, [replied(1)]), "replies", manner="history")
    assert figures(told) == (1, 1, 0, 0)


def test_every_row_that_cannot_be_taken_is_listed_with_its_line_and_none_stops_the_others(
    ingested: Ingested, tmp_path: Path
) -> None:
    rows = [message(1), message(2), message(1), message(1, "别的事。"), message(3)]
    rows[1][3] = "前天"
    told = ingested(written(tmp_path / "a.csv", MESSAGES, rows), manner="history")
    assert figures(told) == (5, 2, 1, 2)
    assert [line.split(",")[0] for line in rejected(told)] == ["3", "5"]
    assert set(kept()) == {"1", "3"}


@pytest.mark.parametrize("manner", ["live", "history"])
def test_a_dry_run_counts_and_changes_nothing(ingested: Ingested, tmp_path: Path, manner: str) -> None:
    ingested(written(tmp_path / "a.csv", MESSAGES, [message(1), message(2)]))
    before = counts()
    rows = [message(1), message(2, "又亮了。"), message(3), message(4)]
    told = ingested(written(tmp_path / "b.csv", MESSAGES, rows), manner=manner, dry_run=True)
    assert (figures(told), told["dry_run"]) == ((4, 2, 1, 1), True)
    assert counts() == before
    assert len(rejected(told)) == 1


def test_a_title_too_long_for_a_list_is_kept_whole_in_front_of_the_text(ingested: Ingested, tmp_path: Path) -> None:
    title = "关于路灯，" + "很久没有亮" * 60
    ingested(written(tmp_path / "a.csv", MESSAGES, [message(1, title=title)]), manner="history")
    report = Report.objects.get()
    assert len(report.title) <= 40
    assert report.text.startswith(title) and report.text.endswith("路灯坏了，晚上看不见路。（1）")
    assert audit.verify().sound


def test_a_file_that_breaks_in_the_middle_changes_nothing_and_can_be_taken_once_mended(
    ingested: Ingested, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingesting, "BATCH", 2)
    rows = [message(n) for n in range(5)]
    rows[1][3] = ""
    path = written(tmp_path / "a.csv", MESSAGES, rows)
    whole, before = path.read_bytes(), counts()
    path.write_bytes(whole + b'6,U6,"never closed\n')
    with pytest.raises(Refused, match="从第7行起读不下去"):
        ingested(path, manner="history")
    assert counts() == before
    assert not (home / "rejects").exists()
    path.write_bytes(whole)
    assert figures(ingested(path, manner="history")) == (5, 4, 0, 1)


def test_a_stopped_run_ends_with_its_batch_and_the_next_one_goes_on(
    prepared: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingesting, "BATCH", 3)
    path = written(tmp_path / "a.csv", MESSAGES, [message(n) for n in range(8)])
    seen: list[int] = []

    def run(stopped: Callable[[], bool]) -> Tally:
        feed = Feed.load("messages")
        with RejectFile(tmp_path / "rejects.csv") as rejects:
            step = lambda tally: seen.append(tally.read)  # noqa: E731
            takers = lambda county: AsHistory(feed, county)  # noqa: E731
            return Ingest(feed, COUNTY, takers, rejects, stopped, step).run(path, at=MONDAY)

    tally = run(lambda: len(seen) == 2)
    assert (tally.stopped, tally.accepted, tally.line, seen) == (True, 6, 7, [3, 6])
    tally = run(lambda: False)
    assert (tally.stopped, tally.accepted, tally.duplicates) == (False, 2, 6)
    assert sound()


def test_control_c_says_where_it_stopped_and_leaves_with_130(
    ingested: Ingested, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ingesting, "BATCH", 2)
    take = AsHistory.take

    def pressing(self: AsHistory, rows: Sequence[Row]) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        take(self, rows)

    monkeypatch.setattr(AsHistory, "take", pressing)
    path = written(tmp_path / "a.csv", MESSAGES, [message(n) for n in range(5)])
    with pytest.raises(SystemExit) as left:
        ingested(path, manner="history")
    assert (left.value.code, len(kept())) == (130, 2)
    assert "第3行" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_rows_that_somebody_else_writes_at_the_same_moment_are_not_doubled(
    ingested: Ingested, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.csv", MESSAGES, [message(n) for n in range(4)])
    half = written(tmp_path / "half.csv", MESSAGES, [message(n) for n in (1, 3)])

    def overtaken(*args: Any, **options: Any) -> dict[str, str]:
        monkeypatch.setattr(ingesting, "digests", digests)
        there = digests(*args, **options)
        ingested(half, manner="history")
        return there

    monkeypatch.setattr(ingesting, "digests", overtaken)
    assert figures(ingested(path, manner="history")) == (4, 2, 2, 0)
    assert sorted(kept()) == ["0", "1", "2", "3"]
    assert sound()


def test_a_batch_that_is_refused_again_and_again_is_taken_in_halves(
    ingested: Ingested, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = AsHistory.take

    def crowded(self: AsHistory, rows: Sequence[Row]) -> None:
        if len(rows) > 2:
            raise IntegrityError("one_case_per_ref")
        take(self, rows)

    monkeypatch.setattr(AsHistory, "take", crowded)
    path = written(tmp_path / "a.csv", MESSAGES, [message(n) for n in range(9)])
    assert figures(ingested(path, manner="history")) == (9, 9, 0, 0)
    assert sound()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=8), max_size=5), cut=st.integers(1, 12))
def test_any_sequence_of_partial_files_ends_in_the_same_store(
    ingested: Ingested, monkeypatch: pytest.MonkeyPatch, parts: list[list[int]], cut: int
) -> None:
    whole = [message(n) for n in range(10)]
    with TemporaryDirectory() as folder, undone():
        monkeypatch.setattr(ingesting, "BATCH", cut)
        accepted = 0
        for part in [*parts, list(range(10))]:
            told = ingested(written(Path(folder) / "part.csv", MESSAGES, [whole[n] for n in part]), manner="history")
            assert told["read"] == told["accepted"] + told["duplicates"] == len(part)
            accepted += told["accepted"]
        assert accepted == 10
        assert kept() == {row[0]: (row[2], row[4]) for row in whole}
        assert sound()


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"feed": "nothing"}, "没有名为"),
        ({"county": "990899"}, "990899"),
        ({"path": "missing.csv"}, "找不到文件"),
        ({"path": "empty.csv"}, "没有数据行"),
    ],
)
def test_what_cannot_be_begun_is_refused_with_a_sentence(
    ingested: Ingested, tmp_path: Path, options: dict[str, str], sentence: str
) -> None:
    written(tmp_path / "empty.csv", MESSAGES, [])
    written(tmp_path / "a.csv", MESSAGES, [message(1)])
    path = tmp_path / options.pop("path", "a.csv")
    with pytest.raises(Refused, match=sentence):
        ingested(path, **options)
    assert not Report.objects.exists()


def test_a_feed_of_another_county_is_refused(ingested: Ingested, tmp_path: Path) -> None:
    shipped = Path(ingesting.__file__).parent / "feeds" / "messages.toml"
    feed = tmp_path / "elsewhere.toml"
    feed.write_text('county = "990899"\n' + shipped.read_text(encoding="utf-8"), encoding="utf-8")
    path = written(tmp_path / "a.csv", MESSAGES, [message(1)])
    with pytest.raises(Refused, match="990899"):
        ingested(path, str(feed), county=COUNTY)
    with pytest.raises(Refused, match="库里没有990899的单位"):
        ingested(path, str(feed))


def test_a_store_that_is_not_prepared_or_has_no_county_is_refused(
    prepared: None, ingested: Ingested, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.csv", MESSAGES, [message(1)])
    with undone():
        Unit.objects.filter(county=COUNTY).update(county="")
        organisation.changed()
        with pytest.raises(Refused, match="还没有县区"):
            ingested(path)
    organisation.changed()
    Store.objects.all().delete()
    with pytest.raises(Refused, match="migrate"):
        ingested(path)


def test_a_store_that_fails_is_a_sentence_and_not_a_trace(
    ingested: Ingested, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: AsHistory, rows: Sequence[Row]) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(AsHistory, "take", full)
    with pytest.raises(Refused, match="disk is full.*再导入一次"):
        ingested(written(tmp_path / "a.csv", MESSAGES, [message(1)]), manner="history")


def test_without_json_a_person_reads_two_short_lines(prepared: None, tmp_path: Path) -> None:
    out = io.StringIO()
    path = written(tmp_path / "a.csv", MESSAGES, [message(1), message(1, "别的事。")])
    call_command("ingest", str(path), feed="messages", dry_run=True, stdout=out)
    assert "没有写库" in out.getvalue()
    assert "读了2行：收下1，重复0，退回1" in out.getvalue()
    assert "2 rows: 1 accepted, 0 duplicates, 1 rejected" in out.getvalue()


@pytest.mark.shared
@pytest.mark.parametrize(("feed", "rows"), [("messages", 4326), ("replies", 2816)])
def test_the_real_files_pass_a_dry_run_whole(ingested: Ingested, shared: Path, feed: str, rows: int) -> None:
    told = ingested(shared / "messages" / f"{feed}.xlsx", feed, manner="history", dry_run=True)
    assert figures(told) == (rows, rows, 0, 0)
