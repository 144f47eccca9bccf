"""The lines of the desk's lists, ready to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.cases.actions.advancing import ATTEND
from onedoor.cases.actions.limiting import BY_THE_WHOLE
from onedoor.cases.models import Case
from onedoor.cases.models.report import Channel
from onedoor.desk.bulk import BulkVerb, judged
from onedoor.desk.filters.asking import read_cases, read_tasks
from onedoor.desk.filters.fields import When
from onedoor.desk.filters.narrowing import stretch
from onedoor.desk.verbs import next_step
from onedoor.geography.atlas import atlas
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import directory
from onedoor.work.flow import ORDER_VERBS
from onedoor.work.models import Task

CHANNEL_ICONS = {
    Channel.WINDOW: "building", Channel.HOTLINE: "phone", Channel.QR: "qrcode", Channel.WEB: "world",
    Channel.GRID: "device-mobile", Channel.PETITION: "mail", Channel.POLICE: "shield", Channel.LETTER: "mail",
    Channel.UPPER: "cloud-upload", Channel.BOARD: "message-2",
}  # fmt: skip


_VILLAGE = 12
"""Digits of a code down to the village: a list says no more of a place."""


@dataclass(frozen=True)
class Row:
    """One line: a case, and the task it is listed for or led by. ``able`` names the steps for many that nothing is
    known to stand in the way of."""

    case: Case
    task: Task | None
    step: str
    place: str
    lead: str
    holder: str
    icon: str
    able: str

    @property
    def href(self) -> str:
        return place_of(self.task) if self.task else case_page(self.case.ref)

    @property
    def pick(self) -> str:
        """What choosing this line sends: the reference, and the task as it is now."""
        return f"{self.case.ref}~{self.task.id}~{self.task.version}" if self.task else self.case.ref

    @property
    def stopped(self) -> bool:
        """Whether the clock of this task stands still."""
        return bool(self.task and self.case.suspended_until is not None and self.task.verb in BY_THE_WHOLE)


@dataclass(frozen=True)
class Group:
    """Lines that are due in the same stretch of time."""

    label: str
    rows: list[Row]


def place_of(task: Task) -> str:
    """The page on which a task is done."""
    if task.verb in ORDER_VERBS:
        return f"{_begins('desk:order')}{task.about}"
    if task.verb == ATTEND:
        return f"{_begins('desk:talk')}{task.about}"
    return case_page(task.subject.removeprefix("case:"))


def case_page(ref: str) -> str:
    """The page of a case; a reference (digits and hyphens) stands in an address as it is."""
    return f"{_begins('desk:case')}{ref}"


@cache
def _begins(page: str) -> str:
    """The address of such pages, up to the number at its end."""
    return reverse(page, args=["0"]).removesuffix("0")


def rows_of_tasks(actor: Actor, tasks: list[Task], verbs: dict[str, BulkVerb]) -> list[Row]:
    """A line for each task, with its case: one query."""
    refs = [task.subject.removeprefix("case:") for task in tasks]
    cases = {case.subject: case for case in read_cases(Case.objects.filter(county=actor.county, ref__in=refs))}
    written = _Writer(actor, verbs)
    return [written.row(cases[task.subject], task) for task in tasks if task.subject in cases]


def rows_of_cases(actor: Actor, cases: list[Case], verbs: dict[str, BulkVerb]) -> list[Row]:
    """A line for each case, with its leading task: one query."""
    subjects = [case.subject for case in cases if not case.ended]
    leading = Task.objects.filter(county=actor.county, subject__in=subjects, leading=True, closed_at=None)
    tasks = {task.subject: task for task in read_tasks(leading)}
    written = _Writer(actor, verbs)
    return [written.row(case, tasks.get(case.subject)) for case in cases]


class _Writer:
    """Makes the lines of one page; what many of them say is asked for once."""

    def __init__(self, actor: Actor, verbs: dict[str, BulkVerb]) -> None:
        self._actor = actor
        self._verbs = verbs
        self._step = cache(next_step)
        self._place = cache(atlas(actor.county).path)
        self._units = directory(actor.county).by_id

    def row(self, case: Case, task: Task | None) -> Row:
        able = [name for name in self._verbs if not judged(name, case, task, self._actor)]
        return Row(
            case, task, self._step(task.verb) if task else "", self._place(case.area[:_VILLAGE]),
            self._unit(case.lead_id), self._unit(case.holder_id), CHANNEL_ICONS[Channel(case.channel)], " ".join(able),
        )  # fmt: skip

    def _unit(self, number: int | None) -> str:
        return self._units[number].name if number in self._units else ""


def grouped(rows: list[Row], now: datetime) -> Iterator[Group]:
    """The lines by when they are due."""
    words = {When.LATE: _("已超期"), When.TODAY: _("今天到期"), When.TOMORROW: _("明天到期"), When.LATER: _("以后")}
    for when, label in words.items():
        after, until = stretch(when, now)
        inside = [row for row in rows if row.task and _between(row.task.due_at, after, until)]
        if inside:
            yield Group(label, inside)


def _between(at: datetime, after: datetime | None, until: datetime | None) -> bool:
    return (after is None or after < at) and (until is None or at <= until)
