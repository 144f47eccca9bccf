"""How many tasks fall into which stretch of time, counted over the first thousand: the cost does not grow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from onedoor.desk.filters.asking import Asking
from onedoor.desk.filters.chosen import Chosen
from onedoor.desk.filters.fields import When
from onedoor.desk.filters.narrowing import stretch
from onedoor.work.models import Task
from onedoor.work.queries import COUNT_TO


@dataclass(frozen=True)
class Stretch:
    """One chip above the list. ``href`` is the address after the question mark."""

    value: str
    label: str
    count: str
    href: str
    current: bool

    @property
    def pressing(self) -> bool:
        return self.value == When.LATE and self.count != "0"


def counted(asked: Asking[Task], *, now: datetime) -> dict[str, int]:
    """Tasks by stretch, and all of them under the empty name."""
    if asked.first is None:
        return dict.fromkeys(["", *When.values], 0)
    sql, told = asked.first
    figures, moments = ["COUNT(*)"], []
    for when in When.values:
        inside, between = _inside(when, now)
        figures.append(f"COUNT(CASE WHEN {inside} THEN 1 END)")
        moments += between
    # Not by ``aggregate``: to put this together takes Django longer than the store to count.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(figures)} FROM ({sql}) t", [*moments, *told])
        return dict(zip(["", *When.values], cursor.fetchone(), strict=True))


def _inside(when: str, now: datetime) -> tuple[str, list[Any]]:
    """That something is due in a stretch of time, in the store's words."""
    after, until = stretch(when, now)
    ends = [(sign, end) for sign, end in ((">", after), ("<=", until)) if end is not None]
    adapted = [connection.ops.adapt_datetimefield_value(end) for _sign, end in ends]
    return " AND ".join(f"t.due_at {sign} %s" for sign, _end in ends), adapted


def stretches(counts: dict[str, int], chosen: Chosen) -> list[Stretch]:
    """The chips: everything, then each stretch of time."""
    now = chosen.one("when")
    return [
        Stretch(value, str(label), _figure(counts[value], broken_off=_short(value, counts)),
                chosen.but(when=value) or "all=1", value == now)
        for value, label in [("", _("全部")), *When.choices]
    ]  # fmt: skip


def _short(value: str, counts: dict[str, int]) -> bool:
    """Whether tasks may be left out: of the stretch the thousandth is in, and of those after it."""
    if counts[""] < COUNT_TO:
        return False
    last = next(when for when in reversed(When.values) if counts[when])
    return value == "" or When.values.index(value) >= When.values.index(last)


def _figure(count: int, *, broken_off: bool) -> str:
    """Beyond the first thousand nothing is counted: the figure says so where it may be short."""
    return f"{count}+" if broken_off else str(count)
