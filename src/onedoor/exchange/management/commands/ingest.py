"""``./onedoor ingest FILE --feed NAME``: take a file of another system into the store."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from onedoor.core.refusal import Refused
from onedoor.exchange.feed import Feed
from onedoor.exchange.ingesting import Ingest, Tally
from onedoor.exchange.packed import unpacked
from onedoor.exchange.pouring import Pouring
from onedoor.exchange.receiving import receiving_county
from onedoor.exchange.rejects import RejectFile
from onedoor.exchange.taking import AsHistory, AsLive, AsRehearsal, Taker

STOPPED = 130
_PROCESSES = 2
_LONGEST_NAME = 80


class Command(BaseCommand):
    """Exit 0 when the file was read to its end, 2 when something was refused, 130 when it was stopped."""

    help = "导入其他系统的文件 / Take in a file of another system, each row once."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx, .csv, .jsonl, .zip")
        parser.add_argument(
            "--feed", required=True, metavar="NAME", help="来源名称或.toml文件 / a feed or its TOML file"
        )
        parser.add_argument(
            "--as", dest="manner", choices=("live", "history"), default="live",
            help="live：现在登记（默认）；history：历史归档 / registered now (default), or archived",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写库 / check only, write nothing")
        parser.add_argument("--county", default="", metavar="990801", help="六位代码 / six digits of the centre")
        parser.add_argument(
            "--processes", type=int, choices=range(1, 17), metavar="N",
            help="几个进程写库（PostgreSQL，默认2） / writing processes (PostgreSQL, 2 by default)",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", dest="as_json", help="输出JSON / print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        feed = Feed.load(options["feed"])
        rejects = RejectFile(settings.HOME / "rejects" / f"{feed.name}-{path.name[-_LONGEST_NAME:]}.csv")
        started = time.monotonic()
        try:
            tally = self._run(path, feed, rejects, options)
        except OperationalError as error:
            raise Refused(
                _("库出了问题，没有做完：%(reason)s。已经收下的不会丢，也不会重复；请修好后把同一个文件再导入一次。")
                % {"reason": str(error).strip().partition("\n")[0]}
            ) from None
        seconds = time.monotonic() - started
        result = {
            "feed": feed.name,
            "file": str(path),
            "as": options["manner"],
            "dry_run": options["dry_run"],
            "read": tally.read,
            "accepted": tally.accepted,
            "duplicates": tally.duplicates,
            "rejected": tally.rejected,
            "seconds": round(seconds, 3),
            "rows_per_second": round(tally.read / seconds),
            "reject_file": str(rejects.path) if tally.rejected else None,
        }
        self._say(result, tally, as_json=options["as_json"])
        self._end(tally)

    def _run(self, path: Path, feed: Feed, rejects: RejectFile, options: dict[str, Any]) -> Tally:
        county = receiving_county(feed, options["county"])
        at = timezone.now()

        def taker(county: str) -> Taker:
            way: Taker = AsHistory(feed, county) if options["manner"] == "history" else AsLive(feed, county, at)
            return AsRehearsal(way) if options["dry_run"] else way

        with unpacked(path) as file, rejects, _progress() as step, _interrupts() as stopped:
            if (processes := _writing(options)) > 1:
                return Pouring(feed, county, taker, rejects, stopped, step, processes=processes).run(file, at=at)
            return Ingest(feed, county, taker, rejects, stopped, step).run(file, at=at)

    def _say(self, result: dict[str, Any], tally: Tally, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        if result["dry_run"]:
            self.stdout.write("试导入，没有写库。 / Dry run, nothing was written.")
        self.stdout.write(
            f"读了{tally.read}行：收下{tally.accepted}，重复{tally.duplicates}，退回{tally.rejected}"
            f"（{result['seconds']}秒，每秒{result['rows_per_second']}行）"
        )
        self.stdout.write(
            f"{tally.read} rows: {tally.accepted} accepted, {tally.duplicates} duplicates, {tally.rejected} rejected "
            f"({result['seconds']} s, {result['rows_per_second']} rows/s)"
        )
        if result["reject_file"]:
            self.stdout.write(f"退回清单 / rejects: {result['reject_file']}")

    def _end(self, tally: Tally) -> None:
        if tally.stopped:
            self.stderr.write(f"已停在第{tally.line}行，以前的都已处理。再运行一次同样的命令，就接着导入。")
            self.stderr.write(f"Stopped after line {tally.line}; all before it is done. Run it again to go on.")
            raise SystemExit(STOPPED)


def _writing(options: dict[str, Any]) -> int:
    """How many processes write. One where the store has one writer, and where nothing is written or others wait for
    this transaction to end."""
    if connection.vendor != "postgresql" or options["dry_run"] or connection.in_atomic_block:
        return 1
    return int(options["processes"] or _PROCESSES)


@contextmanager
def _interrupts() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed. The first one ends the run after the batch in hand, the second one at once."""
    pressed: list[int] = []

    def press(number: int, frame: FrameType | None) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress() -> Iterator[Callable[[Tally], None]]:
    """Counts on standard error while a person looks on; silent where nobody does."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.fields[counts]}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None, counts="…")

        def step(tally: Tally) -> None:
            counts = (
                f"{tally.read} 行 rows  {tally.accepted} 收 accepted  {tally.rejected} 退 rejected"
                if tally.read
                else f"检查 checking: {tally.looked} 行 rows"
            )
            progress.update(task, counts=counts)

        yield step
