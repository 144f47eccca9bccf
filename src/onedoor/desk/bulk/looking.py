"""What is known of a batch before it begins: how many lines nothing stands in the way of, and why the others cannot be
done; and how its lines read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from onedoor.cases.models import Case
from onedoor.cases.queries import seen
from onedoor.desk.bulk.judging import judged
from onedoor.organisation.actor import Actor
from onedoor.work.models import Batch, BatchLine, Task
from onedoor.work.own import lines

SHOWN = 5
"""So many cases are named for each reason."""

_TOGETHER = 500


@dataclass(frozen=True)
class Said:
    """One line of a batch, ready to print. ``case`` is None for what the actor may not see (any more)."""

    ref: str
    case: Case | None
    sentence: str

    @property
    def title(self) -> str:
        return self.case.title if self.case else _("您不能查看的事项")


@dataclass
class Blocked:
    """A reason, how many lines it stands in the way of, and the first of them."""

    sentence: str
    count: int = 0
    first: list[Said] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.first)


@dataclass
class Outlook:
    """How many lines can be done as far as is known, and what stands in the way of the others."""

    can: int = 0
    blocked: dict[str, Blocked] = field(default_factory=dict)

    @property
    def cannot(self) -> int:
        return sum(one.count for one in self.blocked.values())


def outlook(batch: Batch, actor: Actor) -> Outlook:
    """Look at every line that waits. Costs two queries for each five hundred."""
    found = Outlook()
    for part in _parts(lines(batch, BatchLine.State.WAITING).iterator(_TOGETHER)):
        cases = _cases(part, actor)
        tasks = Task.objects.filter(county=batch.county, pk__in=[line.task for line in part if line.task])
        known = {task.pk: task for task in tasks.defer("limit")}
        for line in part:
            case, task = cases.get(line.subject), known.get(line.task or 0)
            why = judged(batch.verb, case, task, actor) if case else _("您没有查看它的权限")
            if not why:
                found.can += 1
                continue
            group = found.blocked.setdefault(why, Blocked(why))
            group.count += 1
            if len(group.first) < SHOWN:
                group.first.append(_said(line, case, why))
    return found


def said(part: Iterable[BatchLine], actor: Actor) -> list[Said]:
    """These lines in words: one query."""
    rows = list(part)
    cases = _cases(rows, actor)
    return [_said(line, cases.get(line.subject), line.sentence) for line in rows]


def _said(line: BatchLine, case: Case | None, sentence: str) -> Said:
    return Said(line.subject.removeprefix("case:"), case, sentence)


def _cases(part: list[BatchLine], actor: Actor) -> dict[str, Case]:
    refs = [line.subject.removeprefix("case:") for line in part]
    found = seen(actor).filter(ref__in=refs).select_related("lead").defer("solve_limit")
    return {case.subject: case for case in found}


def _parts(rows: Iterable[BatchLine]) -> Iterator[list[BatchLine]]:
    part: list[BatchLine] = []
    for row in rows:
        part.append(row)
        if len(part) == _TOGETHER:
            yield part
            part = []
    if part:
        yield part
