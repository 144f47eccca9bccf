"""What precise dispatch has learned so far: how often its proposals stood, and what its models were worth. Counts about
proposals and items; nothing about anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Length

from onedoor.core.models import Happening, Remark
from onedoor.dispatch.actions.choosing import MODEL
from onedoor.dispatch.events import ModelChosen
from onedoor.dispatch.judging import Figures, OfItem
from onedoor.dispatch.models import AdviceDay, TextModel

WEEKS = 12
VERSIONS = 12
"""So many of the latest versions are shown."""


@dataclass
class Sum:
    """Choices counted; see ``AdviceDay``."""

    offered: int = 0
    silent: int = 0
    confident: int = 0
    right: int = 0
    among: int = 0
    returned: int = 0
    among_returned: int = 0

    @property
    def chosen(self) -> int:
        """All choices, with proposals before them or without."""
        return self.offered + self.silent

    @property
    def others(self) -> int:
        """Choices of something that was not proposed."""
        return self.chosen - self.among

    @property
    def others_returned(self) -> int:
        return self.returned - self.among_returned

    def add(self, day: AdviceDay) -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(day, one.name))


def weeks(county: str, *, today: date) -> dict[date, dict[str, Sum]]:
    """The last twelve weeks, each by its Monday, the earliest first: what was counted, by step. One query."""
    monday = today - timedelta(days=today.weekday())
    found: dict[date, dict[str, Sum]] = {
        monday - timedelta(weeks=ago): defaultdict(Sum) for ago in range(WEEKS - 1, -1, -1)
    }
    for day in AdviceDay.objects.filter(county=county, day__gte=min(found), day__lte=today):
        found[day.day - timedelta(days=day.day.weekday())][day.step].add(day)
    return found


def total(steps: Iterable[Sum]) -> Sum:
    """Several together."""
    whole = Sum()
    for one in steps:
        for name in fields(whole):
            setattr(whole, name.name, getattr(whole, name.name) + getattr(one, name.name))
    return whole


def versions(county: str) -> list[TextModel]:
    """The latest versions of the text model, without their weights; ``gone`` says whether those were emptied."""
    # Their length stands in the row; comparing them would read them whole.
    gone = ExpressionWrapper(Q(size=0), output_field=BooleanField())
    known = TextModel.objects.filter(county=county).defer("weights", "seen")
    found = known.annotate(size=Length("weights")).annotate(gone=gone)
    return list(found.order_by("-number")[:VERSIONS])


@dataclass(frozen=True)
class Choice:
    """Somebody put another version into use: which instead of which (0: none), when, on which post, and why."""

    number: int
    before: int
    at: datetime
    by: str
    reason: str


def choices(county: str, *, most: int = 5) -> list[Choice]:
    """The latest of them, the newest first."""
    lines = Happening.objects.filter(county=county, subject=MODEL, name=ModelChosen.name).order_by("-seq")[:most]
    told = list(lines)
    remarks = Remark.objects.filter(county=county, subject=MODEL, seq__in=[line.seq for line in told])
    words = dict(remarks.filter(field="reason").values_list("seq", "text"))
    return [
        Choice(line.payload["number"], line.payload["before"], line.at, line.actor, words.get(line.seq, ""))
        for line in told
    ]


@dataclass(frozen=True)
class Changed:
    """How one item fares in a new version, beside the one before; measured on the same cases where possible."""

    item: str
    before: OfItem
    after: OfItem

    @property
    def gained(self) -> float:
        return self.after.f1 - self.before.f1


def changed(version: TextModel) -> list[Changed]:
    """The items that a training changed, the largest change first. None where there was nothing to compare with."""
    was = Figures.of(version.before.get("was", {}))
    now = Figures.of(version.before.get("beside", version.figures))
    if was is None or now is None:
        return []
    nothing = OfItem(0, 0, 0)
    both = [
        Changed(item, was.items.get(item, nothing), now.items.get(item, nothing))
        for item in sorted(was.items.keys() | now.items.keys())
    ]
    moved = [one for one in both if one.before != one.after and (one.before.cases or one.after.cases)]
    return sorted(moved, key=lambda one: -abs(one.gained))
