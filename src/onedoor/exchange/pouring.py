"""Take a file in by several processes: this one reads and judges, the others look up, locate, hash and write.

Every batch is still one transaction of one process, and the unique key still the only memory: whoever is killed, this
process or another, leaves whole batches behind, and the same file is simply read again. No source id stands in two
batches of one run, for reading tells repeats.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.exchange.ingesting import Ingest, Tally
from onedoor.exchange.rejects import RejectFile
from onedoor.exchange.rows import Reject, Repeat, Row

Batch = list[Row | Repeat | Reject]


class _Told(RejectFile):
    """Rejects that are told to whoever gave the batch, who keeps the file."""

    def __init__(self) -> None:
        self.found: list[Reject] = []

    def add(self, reject: Reject) -> None:
        self.found.append(reject)


@dataclass
class Pouring(Ingest):
    """An ``Ingest`` with so many writing ``processes``. Counts and rejects come in the order of the file.

    For PostgreSQL, where several write at once; SQLite has one writer, and ``Ingest`` is as fast there.
    """

    processes: int = 2
    _hands: list[Connection] = field(default_factory=list, init=False)
    _busy: deque[Connection] = field(default_factory=deque, init=False)

    def run(self, path: Path, *, at: datetime) -> Tally:
        """As ``Ingest.run``. Raises Refused as well when a writing process has died."""
        with self._at_work():
            tally = super().run(path, at=at)
            while self._busy:
                self._gather()
        return tally

    def _take(self, batch: Batch) -> None:
        # A hand is given a batch only after its last one was told: both sides of a full pipe would wait for ever.
        if len(self._busy) == len(self._hands):
            self._gather()
        hand = next(hand for hand in self._hands if hand not in self._busy)
        try:
            hand.send(batch)
        except OSError:
            raise _died() from None
        self._busy.append(hand)

    def _gather(self) -> None:
        """Wait for the oldest batch, and count it."""
        try:
            told = self._busy.popleft().recv()
        except (EOFError, OSError):
            raise _died() from None
        if isinstance(told, Exception):
            raise told
        counts, rejects = told
        for reject in rejects:
            self.rejects.add(reject)
        self.tally.read += counts.read
        self.tally.accepted += counts.accepted
        self.tally.duplicates += counts.duplicates
        self.tally.rejected += counts.rejected
        self.tally.line = counts.line
        self.step(self.tally)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """The writing processes, each at its end of a pipe; they end when it does, whatever became of this one."""
        connections.close_all()
        context = multiprocessing.get_context("fork")
        started = []
        try:
            for _number in range(self.processes):
                ours, theirs = context.Pipe()
                process = context.Process(target=self._write, args=(theirs, [*self._hands, ours]), daemon=True)
                process.start()
                theirs.close()
                self._hands.append(ours)
                started.append(process)
            yield
        finally:
            for hand in self._hands:
                hand.close()
            for process in started:
                process.join()
            self._hands.clear()
            self._busy.clear()

    def _write(self, given: Connection, others: Sequence[Connection]) -> None:
        """What a writing process does: take batch after batch until there are no more."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever reads decides when to stop
        for other in others:
            other.close()  # or it would hear of no end
        gc.freeze()
        told = _Told()
        mine = Ingest(self.feed, self.county, self.takers, told)
        while True:
            try:
                batch = given.recv()
            except EOFError:
                os._exit(0)
            mine.tally = Tally()
            told.found.clear()
            try:
                mine._take(batch)
            except DatabaseError as error:
                given.send(type(error)(str(error)))
            except Exception as error:
                given.send(RuntimeError(f"{type(error).__name__}: {error}"))
            else:
                given.send((mine.tally, list(told.found)))


def _died() -> Refused:
    return Refused(_("有一个写库的进程自己停了，没有做完。已经收下的不会丢，也不会重复；请把同一个文件再导入一次。"))
