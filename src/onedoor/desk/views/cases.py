"""The case page: where it stands, why, what happened, and what can be done next."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from onedoor.cases import queries
from onedoor.cases.models import Case
from onedoor.core import audit, clock
from onedoor.core.refs import parse_ref
from onedoor.core.refusal import Refused
from onedoor.desk.frame import frame
from onedoor.desk.parties import parties
from onedoor.desk.timeline import moments
from onedoor.desk.verbs import VERBS, bar, next_step
from onedoor.geography.atlas import atlas
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.queries import leading


@guarded()
@require_GET
def case(request: ActorRequest, ref: str) -> HttpResponse:
    try:
        shown = queries.seen_by(request.actor, parse_ref(ref) or ref)
    except Refused as refusal:
        return missing(request, refusal)
    return page(request, shown, asked=request.GET.get("do", ""))


def missing(request: ActorRequest, refusal: Refused) -> HttpResponse:
    """The page of a case that is not there, or not for this actor: the same for both."""
    return render(request, "desk/missing.html", frame(request) | {"refusal": str(refusal)}, status=404)


def page(
    request: ActorRequest, case: Case, *, asked: str = "", form: Form | None = None, contact: Any = None, said: str = ""
) -> HttpResponse:
    """The case page, with one step's form open where one is asked for or was filled in wrongly."""
    task = leading(case.county, case.subject)
    lines = queries.record_of(case)
    visits = list(case.visits.order_by("at", "id"))
    buttons = bar(case, request.actor, task, visits[-1] if visits else None)
    usable = {button.verb for button in buttons if not button.blocked}
    verb = asked or next((b.verb for b in buttons if b.primary and b.asks), "")
    if form is None and verb in usable and (made := VERBS[verb].form):
        form = made(case=case, today=timezone.localdate())  # type: ignore[call-arg]
    places = atlas(case.county)
    context = frame(request) | {
        "case": case,
        "task": task,
        "step": next_step(task.verb) if task else "",
        "why_task": clock.explain(task.limit) if task else [],
        "why_case": clock.explain(case.solve_limit) if case.solve_limit else [],
        "place": places.path(case.area),
        "reports": list(parties(case, queries.reports_of(case), contact)),
        "may_unmask": queries.may_see_contact(case, request.actor),
        "assignments": list(case.assignments.select_related("unit").order_by("given_at", "id")),
        "moments": moments(case, lines, task, now=timezone.now()),
        "sound": audit.follows([line.happening for line in lines], case),
        "buttons": buttons,
        "verb": verb if form else "",
        "verb_label": str(VERBS[verb].label) if form and verb in VERBS else "",
        "form": form,
        "said": said,
    }
    status = 422 if said or (form and form.is_bound and form.errors) else 200
    return render(request, "desk/case.html", context, status=status)
