"""Take one step for many subjects (批量办理): choose them, say what to do, go on line by line, stop, try again.

What a step does is handed in by whoever knows it: this room keeps the list and what became of every line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.work.models import Batch, BatchLine, Task

CHUNK = 25
"""So many lines one request takes."""

KEPT_FOR = timedelta(days=30)
"""How long what a batch was told stays after its end."""

_TOGETHER = 1000
_LONGEST = 300

Take = Callable[[BatchLine], None]


@dataclass(frozen=True)
class Chosen:
    """A subject somebody chose, with the task it had then: its id and version, none for what owes nothing."""

    subject: str
    task: int | None = None
    version: int | None = None


@transaction.atomic
def prepare(verb: str, chosen: Iterable[Chosen], *, most: int, values: str = "", by: Actor, at: datetime) -> Batch:
    """Write down what was chosen, as it is now; nothing is done before ``begin``. ``values`` are those of a batch that
    is tried again.

    Raises Refused when nothing was chosen, or more than ``most``.
    """
    batch = Batch.objects.create(county=by.county, member=by.code, verb=verb, values=values, made_at=at)
    known: set[str] = set()
    lines: list[BatchLine] = []
    for one in chosen:
        if one.subject in known:
            continue
        known.add(one.subject)
        if len(known) > most:
            raise Refused(_("一次最多办%(most)s件。请先筛选，分几次来办。") % {"most": most})
        lines.append(
            BatchLine(
                county=by.county, batch=batch, place=len(known), subject=one.subject, task=one.task,
                version=one.version,
            )
        )  # fmt: skip
    if not lines:
        raise Refused(_("还没有选中事项。请先在行首打勾，再选要办的事。"))
    BatchLine.objects.bulk_create(lines, batch_size=_TOGETHER)
    return batch


@transaction.atomic
def begin(batch: int, *, values: str, by: Actor, at: datetime) -> Batch:
    """Say what the step needs, and let the batch go on. Raises Refused when it has begun already."""
    begun = _own(batch, by, lock=True)
    if begun.begun_at:
        raise Refused(_("这一批已经开始了。请刷新页面，看看办到哪里。"))
    begun.values, begun.begun_at = values, at
    begun.save(update_fields=["values", "begun_at"])
    return begun


@transaction.atomic
def stop(batch: int, *, by: Actor, at: datetime) -> Batch:
    """Take no further line; what was done stays done."""
    stopped = _own(batch, by, lock=True)
    if stopped.ended_at is None and stopped.stopped_at is None:
        stopped.stopped_at = at
        stopped.save(update_fields=["stopped_at"])
    return stopped


@transaction.atomic
def resume(batch: int, *, by: Actor, at: datetime) -> Batch:
    """Go on where it was stopped. Raises Refused when it has ended, or never began."""
    resumed = _own(batch, by, lock=True)
    if resumed.ended_at or resumed.begun_at is None:
        raise Refused(_("这一批不能接着办。请回到列表重新选。"))
    resumed.stopped_at = None
    resumed.save(update_fields=["stopped_at"])
    return resumed


def go_on(batch: int, *, take: Take, by: Actor, at: datetime, most: int = CHUNK) -> Batch:
    """Take the next lines, each in a transaction of its own with whatever rights the actor has at that moment: a line
    that is refused changes nothing and says why; one that is taken is taken once, whoever else goes on with the same
    batch. Must be called outside a transaction."""
    own = _own(batch, by)
    if own.begun_at is None or own.ended_at or own.stopped_at:
        return own
    for line in own.lines.filter(state=BatchLine.State.WAITING).order_by("place").values_list("pk", flat=True)[:most]:
        try:
            _one(line, take)
        except Refused as refusal:
            _write(line, BatchLine.State.REFUSED, str(refusal))
    if not own.lines.filter(state=BatchLine.State.WAITING).exists():
        own.ended_at = at
        own.save(update_fields=["ended_at"])
    return own


def again(batch: int, *, most: int, by: Actor, at: datetime) -> Batch:
    """A new batch of what this one refused, with the versions of today and the same values to start from.

    Raises Refused when it refused nothing.
    """
    before = _own(batch, by)
    refused = before.lines.filter(state=BatchLine.State.REFUSED).order_by("place").values_list("subject", flat=True)
    subjects = list(refused)
    if not subjects:
        raise Refused(_("这一批没有没办成的。"))
    chosen = as_they_are(by.county, subjects)
    return prepare(before.verb, chosen, most=most, values=before.values, by=by, at=at)


def as_they_are(county: str, subjects: list[str]) -> list[Chosen]:
    """These subjects with their leading tasks of now."""
    found: list[Chosen] = []
    for start in range(0, len(subjects), _TOGETHER):
        part = subjects[start : start + _TOGETHER]
        tasks = Task.objects.filter(county=county, subject__in=part, leading=True, closed_at=None)
        known = {subject: (pk, version) for subject, pk, version in tasks.values_list("subject", "pk", "version")}
        found += [Chosen(subject, *known.get(subject, (None, None))) for subject in part]
    return found


def forget(*, at: datetime) -> None:
    """Clear what batches were told thirty days after they ended or were stopped, and drop those that were chosen and
    never begun after a day."""
    never = Batch.objects.filter(begun_at=None, made_at__lt=at - timedelta(days=1))
    BatchLine.objects.filter(batch__in=never).delete()
    never.delete()
    Batch.objects.filter(ended_at=None, stopped_at__lt=at - KEPT_FOR).update(ended_at=at, values="")
    Batch.objects.filter(ended_at__lt=at - KEPT_FOR).update(values="")


@transaction.atomic
def _one(line: int, take: Take) -> None:
    waiting = BatchLine.objects.select_for_update().filter(pk=line, state=BatchLine.State.WAITING).first()
    if waiting is None:  # somebody else went on with it meanwhile
        return
    chain.locked(waiting.county, waiting.subject)  # nobody moves it between the look and the step
    if waiting.task is not None and not _unmoved(waiting):
        raise Refused(_("选中以后有人办过了，没有再办。"))
    take(waiting)
    _write(line, BatchLine.State.DONE, "")


def _unmoved(line: BatchLine) -> bool:
    """Whether the task is still open and as it was when the line was chosen."""
    task = Task.objects.filter(county=line.county, subject=line.subject, pk=line.task or 0)
    return task.filter(version=line.version or 0, closed_at=None).exists()


def _write(line: int, state: str, sentence: str) -> None:
    BatchLine.objects.filter(pk=line, state=BatchLine.State.WAITING).update(state=state, sentence=sentence[:_LONGEST])


def _own(batch: int, by: Actor, *, lock: bool = False) -> Batch:
    own = Batch.objects.filter(county=by.county, member=by.code, pk=batch)
    found = (own.select_for_update() if lock else own).first()
    if found is None:
        raise Refused(_("没有这一批，或者不是您办的。请从“批量办理”里打开。"))
    return found
