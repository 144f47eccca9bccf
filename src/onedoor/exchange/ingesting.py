"""Take a file of a feed into the store: batch by batch, each row once, whatever happens on the way.

The whole file is looked through first; one that is wrong changes nothing. Then every batch is one transaction and the
unique key on (county, feed, source id) is the only memory: after a crash, a stop or a race the same file is simply read
again, and what is there is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy

from onedoor.core.sentence import Sentence
from onedoor.exchange.cells import Unfit
from onedoor.exchange.feed import Feed
from onedoor.exchange.known import digest, digests
from onedoor.exchange.looking_up import LookUps, county_of
from onedoor.exchange.reading import read
from onedoor.exchange.rejects import RejectFile
from onedoor.exchange.rows import Reject, Repeat, Row
from onedoor.exchange.surveying import survey
from onedoor.exchange.taking import Taker

BATCH = 250  # rows per transaction; more is hardly faster and makes others wait
_TRIES = 3

_CHANGED = gettext_lazy(
    "第%(line)s行的“%(column)s”以前收过，这次内容却不同。先收的已原样保留。"
    "如果这是更正，请在原事项里补记；如果是另一件事，请换一个编号。"
)


@dataclass
class Tally:
    """What became of the rows so far. ``line`` is the last one dealt with; ``looked`` counts those looked through
    before the first was taken."""

    read: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    line: int = 0
    looked: int = 0
    stopped: bool = False


@dataclass
class Ingest:
    """One run over one file. ``county`` is where a row goes that names none; ``takers`` gives the way into each county.

    ``stopped`` is asked after every batch and ends the run there; ``step`` is told the tally after every batch.
    """

    feed: Feed
    county: str
    takers: Callable[[str], Taker]
    rejects: RejectFile
    stopped: Callable[[], bool] = lambda: False
    step: Callable[[Tally], None] = lambda tally: None
    tally: Tally = field(default_factory=Tally)
    _ways: dict[str, Taker] = field(default_factory=dict, init=False)
    _known: dict[str, LookUps] = field(default_factory=dict, init=False)

    def run(self, path: Path, *, at: datetime) -> Tally:
        """Take in the file. ``at``: the present; a row from later is rejected.

        Raises Refused when the file cannot be used as the feed describes it; then nothing was written.
        """
        if self.county:
            self._look_ups(self.county).check_constants()
        found = read(path, self.feed, at=at)
        survey(path, self.feed, step=self._looked)
        while batch := list(islice(found, BATCH)):
            self._take(batch)
            self.step(self.tally)
            if self.stopped():
                self.tally.stopped = True
                break
        return self.tally

    def _looked(self, rows: int) -> None:
        self.tally.looked = rows
        self.step(self.tally)

    def _take(self, batch: list[Row | Repeat | Reject]) -> None:
        rows: dict[str, list[Row]] = {}
        rejects: list[Reject] = []
        duplicates = fresh = 0
        for one in batch:
            match one:
                case Row():
                    try:
                        county, row = self._fit(one)
                    except Unfit as unfit:
                        rejects.append(Reject(one.line, one.source_id, unfit.sentence))
                    else:
                        rows.setdefault(county, []).append(row)
                case Repeat():
                    duplicates += 1
                case Reject():
                    rejects.append(one)
        for county, theirs in sorted(rows.items()):
            new, changed = self._taken(theirs, county)
            fresh += new
            duplicates += len(theirs) - new - len(changed)
            rejects += changed
        for reject in sorted(rejects, key=lambda reject: reject.line):
            self.rejects.add(reject)
        self.tally.read += len(batch)
        self.tally.accepted += fresh
        self.tally.duplicates += duplicates
        self.tally.rejected += len(rejects)
        self.tally.line = batch[-1].line

    def _fit(self, row: Row) -> tuple[str, Row]:
        """The county the row goes to, and the row in codes of ours. Raises Unfit when it cannot come in."""
        county = county_of(row, self.feed, self.county)
        if objection := self._taker(county).objection(row):
            raise Unfit(objection)
        return county, self._look_ups(county).resolved(row)

    def _taker(self, county: str) -> Taker:
        if county not in self._ways:
            self._ways[county] = self.takers(county)
        return self._ways[county]

    def _look_ups(self, county: str) -> LookUps:
        if county not in self._known:
            self._known[county] = LookUps(self.feed, county)
        return self._known[county]

    def _taken(self, rows: list[Row], county: str) -> tuple[int, list[Reject]]:
        """How many rows were new and are now in the store, and those that contradict what is there.

        Somebody else may write the same rows between the look and the writing; the unique key then refuses the batch,
        and the next look sees them. A drawn reference may be taken; the next try draws others, and halves draw fewer.
        Rows are written in the order of their ids, so that two runs never wait for each other crosswise.
        """
        rows = sorted(rows, key=lambda row: row.source_id)
        said = {row.source_id: digest(row) for row in rows}
        for _attempt in range(_TRIES):
            there = digests(said, county=county, feed=self.feed.name)
            fresh = [row for row in rows if row.source_id not in there]
            try:
                # Inside somebody's transaction a refused batch must not spoil the rest of it.
                with transaction.atomic() if connection.in_atomic_block else nullcontext():
                    self._taker(county).take(fresh)
            except IntegrityError:
                continue
            changed = [row for row in rows if there.get(row.source_id, said[row.source_id]) != said[row.source_id]]
            return len(fresh), [self._contradiction(row) for row in changed]
        if len(rows) == 1:
            raise RuntimeError("a row was refused again and again though it was not there")
        half = len(rows) // 2
        (before, wrong_before), (after, wrong_after) = (
            self._taken(rows[:half], county),
            self._taken(rows[half:], county),
        )
        return before + after, [*wrong_before, *wrong_after]

    def _contradiction(self, row: Row) -> Reject:
        column = self.feed.column("source_id")
        return Reject(row.line, row.source_id, Sentence(_CHANGED, {"line": row.line, "column": column}))
