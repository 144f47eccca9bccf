"""Bring a store to many more cases: some hundred histories lived through by the real actions, and copies of them."""

from __future__ import annotations

import itertools
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import connection, connections
from django.utils import timezone

from onedoor.cases.indexing import index_cases
from onedoor.cases.models import Case
from onedoor.core.clock import ZONE
from onedoor.simulation.filling.plan import Plan, Say, planned
from onedoor.simulation.filling.storing import Copies, write
from onedoor.simulation.world.yunzhou import yunzhou

SLICE = 500
"""Copies of one transaction: what stands in memory at a time."""

_TELL = 10_000

Span = Sequence[tuple[int, int]]
"""Copies, each by the place of its template in the plan and its number."""

Work = Callable[[Plan, Copies], Counter[str]]


@dataclass
class Filled:
    """What a filling brought: ``cases``, and the ``rows`` of copies by table; how many ``templates`` there were; and
    the seconds it took to live through them (``living``), to write the copies, whose number is ``copied``, with their
    statistics (``copying``), and to make them found by words (``indexing``)."""

    plan: Plan
    cases: int = 0
    copied: int = 0
    templates: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    living: float = 0.0
    copying: float = 0.0
    indexing: float = 0.0

    @property
    def seconds(self) -> float:
        return self.living + self.copying + self.indexing

    @property
    def per_second(self) -> float:
        """Cases copied in a second."""
        return self.copied / self.copying if self.copying else 0.0


def fill(
    cases: int,
    *,
    seed: int,
    processes: int = 2,
    say: Say,
    templates: int | None = None,
    at: datetime | None = None,
    search: bool = True,
) -> Filled:
    """Bring the store, which holds the invented county, to so many cases more, the last of them at ``at`` (now).

    So many ``templates`` are lived through first; they count among the cases. With ``search`` all can be found by
    words. More than one process wants PostgreSQL and no open transaction. Raises ValueError when the store would hold
    more cases than there are numbers for.
    """
    at = (at or timezone.now()).astimezone(ZONE).replace(microsecond=0)
    processes = processes if connection.vendor == "postgresql" else 1
    began = time.perf_counter()
    plan = planned(yunzhou(1), cases, seed=seed, at=at, templates=templates, say=say)
    filled = Filled(plan, templates=len(plan.templates), living=time.perf_counter() - began)
    began = time.perf_counter()
    filled.rows = _done(_write, plan, processes, partial(_told, say, "{} cases"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    filled.copied = filled.rows[Case._meta.label]
    filled.cases = plan.own + filled.copied
    filled.copying = time.perf_counter() - began
    began = time.perf_counter()
    if search:
        _done(_index, plan, processes, partial(_told, say, "{} cases can be found"))
    filled.indexing = time.perf_counter() - began
    return filled


def _told(say: Say, words: str, before: int, now: int) -> None:
    if before // _TELL < now // _TELL:
        say(words.format(now))


def _write(plan: Plan, copies: Copies) -> Counter[str]:
    return write(copies, plan.numbering, county=plan.county)


def _index(plan: Plan, copies: Copies) -> Counter[str]:
    ids = [pk for template, serial in copies for pk in template.case_ids(serial)]
    index_cases(plan.county, ids, at=plan.until)
    return Counter({Case._meta.label: len(ids)})


def _done(work: Work, plan: Plan, processes: int, told: Callable[[int, int], None]) -> Counter[str]:
    """Work through all copies, slice after slice; ``told`` hears how many cases there were before and are now."""
    done: Counter[str] = Counter()
    for counts in _counted(work, plan, processes):
        before = done[Case._meta.label]
        done += counts
        told(before, done[Case._meta.label])
    return done


def _counted(work: Work, plan: Plan, processes: int) -> Iterator[Counter[str]]:
    copies = plan.copies()
    slices = iter(lambda: list(itertools.islice(copies, SLICE)), [])
    if processes == 1:
        yield from (work(plan, each) for each in slices)
        return
    connections.close_all()  # what is forked must not speak through its parent's connection
    place = {template: number for number, (template, _first, _count) in enumerate(plan.templates)}
    spans = ([(place[template], serial) for template, serial in each] for each in slices)
    _forked[:] = [(work, plan)]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(_work, spans)


_forked: list[tuple[Work, Plan]] = []
"""What a process that was forked inherits."""


def _work(span: Span) -> Counter[str]:
    ((work, plan),) = _forked
    return work(plan, [(plan.templates[number][0], serial) for number, serial in span])
