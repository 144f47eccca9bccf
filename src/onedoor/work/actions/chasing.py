"""Chase a task: by a rule of the ladder, or by a supervisor's hand (催办, D-16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.clock import ZONE
from onedoor.core.events import emit
from onedoor.core.models import Chained
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.work import ladder
from onedoor.work.events import TaskSupervised
from onedoor.work.models import Supervision, Task
from onedoor.work.models.supervision import DRAFTS, Level, harsher
from onedoor.work.models.supervision_rule import Tell


def chase(
    task: Task, *, level: str, rule: str, tells: Sequence[str], on: Chained, by: Actor, at: datetime
) -> Supervision:
    """Put one chase of an open task on the record of its subject, which the caller holds locked."""
    if level not in DRAFTS:
        task.level = harsher(task.level, level)
        task.save(update_fields=["level"])
    emit(
        TaskSupervised(
            task=task.id, verb=task.verb, unit=task.unit.code, level=level, due=task.due_at, rule=rule,
            tells=tuple(tells),
        ),
        on=on, by=by, at=at,
    )  # fmt: skip
    return Supervision.objects.create(
        county=task.county, task=task, level=level, rule=rule, at=at, due_at=task.due_at, version=task.version
    )


@transaction.atomic
def urge(task: int, *, by: Actor, at: datetime) -> Task:
    """A supervisor urges whoever owes the task; those are told whom the county's rule of an urge names.

    Raises Refused when the task is not open, is not in the actor's area, or was urged today already.
    """
    found = Task.objects.filter(county=by.county, pk=task).values_list("subject", flat=True).first()
    if found is None:
        raise Refused(_("没有这项待办。请刷新页面。"))
    head = chain.locked(by.county, found)
    owed = Task.objects.select_related("unit").get(county=by.county, pk=task)
    if not by.may("supervise", area=owed.area) or (owed.secret and not by.may("inform", area=owed.area)):
        raise Refused(_("催办不是您的职责。请转给这个地方的督办岗位。"))
    if owed.closed_at:
        raise Refused(_("这项待办已经办完，不用催了。请刷新页面。"))
    if owed.supervisions.filter(level=Level.ORDINARY, at__gte=_midnight(at), at__lt=_midnight(at, days=1)).exists():
        raise Refused(_("今天已经催过%(unit)s了，一天只催一次。需要加重，请发督办单。") % {"unit": owed.unit.name})
    rule = next((rule for rule in ladder.rules_of(owed) if rule.level == Level.ORDINARY), None)
    tells = rule.tells if rule else [Tell.HOLDER, Tell.LEAD]
    chase(owed, level=Level.ORDINARY, rule="", tells=tells, on=head, by=by, at=at)
    return owed


def _midnight(at: datetime, *, days: int = 0) -> datetime:
    return datetime.combine(at.astimezone(ZONE).date() + timedelta(days=days), time.min, tzinfo=ZONE)
