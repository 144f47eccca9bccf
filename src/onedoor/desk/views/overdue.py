"""What is late (超期清单): for supervisors all of their area, for units their own; and one click to urge."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from onedoor.cases.models import Case
from onedoor.cases.queries import visible
from onedoor.core.refusal import Refused
from onedoor.desk.frame import frame
from onedoor.desk.paging import page_of
from onedoor.desk.verbs import next_step
from onedoor.desk.views.inbox import place_of
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work import queries
from onedoor.work.actions import chasing
from onedoor.work.flow import ORDER_VERBS
from onedoor.work.models import Task
from onedoor.work.models.supervision import Level

FILTERS = {"unit": "unit__code", "verb": "verb", "level": "level"}


@dataclass(frozen=True)
class Row:
    """One line of the list. ``href`` is empty where the actor may not open the matter."""

    task: Task
    title: str
    href: str
    step: str
    may_urge: bool
    may_order: bool


@guarded(Duty.SUPERVISE, Duty.HANDLE)
@require_GET
def overdue(request: ActorRequest) -> HttpResponse:
    return page(request)


@guarded(Duty.SUPERVISE)
@require_POST
def urge(request: ActorRequest, task: int) -> HttpResponse:
    """Urge whoever owes this task, and come back to the same list."""
    try:
        urged = chasing.urge(task, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return page(request, said=str(refusal))
    messages.success(request, _("已催%(unit)s%(step)s。") % {"unit": urged.unit.name, "step": next_step(urged.verb)})
    return redirect(f"{reverse('desk:overdue')}?{request.GET.urlencode()}")


def page(request: ActorRequest, *, said: str = "") -> HttpResponse:
    """The list, narrowed by unit, step and level as the address says."""
    late = queries.overdue(request.actor, now=timezone.now())
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    steps = {verb: next_step(verb) for verb in late.order_by("verb").values_list("verb", flat=True).distinct()}
    of_units = _narrowed(late, {"verb": chosen["verb"], "level": chosen["level"]})
    found = page_of(_narrowed(late, chosen).defer("limit"), by="due_at", after=request.GET.get("after", ""))
    units = queries.by_unit(of_units)
    kept = request.GET.copy()
    kept.pop("after", None)
    context = frame(request, here="overdue") | {
        "rows": _rows(request.actor, found.rows),
        "units": units,
        "all": sum(unit.tasks for unit in units),
        "steps": steps,
        "levels": Level.choices,
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "kept": kept.urlencode(),
        "here_query": request.GET.urlencode(),
        "next": found.next,
        "first": found.first,
        "may_supervise": request.actor.has(Duty.SUPERVISE),
        "said": said,
    }
    return render(request, "desk/overdue.html", context, status=422 if said else 200)


def _narrowed(late: QuerySet[Task], chosen: dict[str, str]) -> QuerySet[Task]:
    return late.filter(**{FILTERS[name]: value for name, value in chosen.items() if value})


def _rows(actor: Actor, tasks: list[Task]) -> list[Row]:
    refs = [task.subject.removeprefix("case:") for task in tasks]
    cases = {case.subject: case for case in Case.objects.filter(county=actor.county, ref__in=refs).defer("solve_limit")}
    return [_row(actor, task, cases.get(task.subject)) for task in tasks]


def _row(actor: Actor, task: Task, case: Case | None) -> Row:
    may = actor.may(Duty.SUPERVISE, area=task.area)
    own = any(standing.unit_id == task.unit_id for standing in actor.standings)
    seen = case is not None and (own or visible(case, actor))
    title, href = (case.title, place_of(task)) if case and seen else (_("您不能查看的事项"), "")
    may_order = may and seen and not own and task.verb not in ORDER_VERBS
    return Row(task, title, href, next_step(task.verb), may, may_order)
