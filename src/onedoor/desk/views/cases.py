"""The case page: where it stands, why, what happened, and what can be done next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from onedoor.cases import queries
from onedoor.cases.actions.viewing import looked
from onedoor.cases.models.report import Channel
from onedoor.core import audit, clock
from onedoor.core.refs import parse_ref
from onedoor.core.refusal import Refused
from onedoor.desk import panels
from onedoor.desk.banners import banners
from onedoor.desk.dossier import Dossier
from onedoor.desk.forms.base import StepForm
from onedoor.desk.frame import frame
from onedoor.desk.parties import parties
from onedoor.desk.timeline import moments
from onedoor.desk.verbs import VERBS, Bar, bar, next_step
from onedoor.geography.atlas import atlas
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded


@guarded()
@require_GET
def case(request: ActorRequest, ref: str) -> HttpResponse:
    try:
        found = opened(request, ref)
    except Refused as refusal:
        return missing(request, refusal)
    return page(request, found, asked=request.GET.get("do", ""))


def opened(request: ActorRequest, ref: str) -> Dossier:
    """The case of this reference as the actor may see it now. Raises Refused when it is not there, or not theirs."""
    found, sight = queries.opened_by(request.actor, parse_ref(ref) or ref)
    return Dossier(found, sight=sight, actor=request.actor, now=timezone.now())


def missing(request: ActorRequest, refusal: Refused) -> HttpResponse:
    """The page of a case that is not there, or not for this actor: the same for both."""
    return render(request, "desk/missing.html", frame(request) | {"refusal": str(refusal)}, status=404)


def page(
    request: ActorRequest,
    dossier: Dossier,
    *,
    asked: str = "",
    form: StepForm | None = None,
    contact: Any = None,
    said: str = "",
) -> HttpResponse:
    """The case page, with one step's form open where one is asked for or was filled in wrongly."""
    case = dossier.case
    looked(case, by=request.actor, at=dossier.now)
    buttons = bar(dossier)
    if form is None:
        asked, form = _form(request, dossier, buttons, asked)
    leads = buttons.find(asked, form.about) if form else None
    task = dossier.task
    context = frame(request) | {
        "case": case,
        "sight": dossier.sight,
        "task": task,
        "step": next_step(task.verb) if task else "",
        "why_task": clock.explain(task.limit) if task else [],
        "why_case": clock.explain(case.solve_limit) if case.solve_limit else [],
        "place": atlas(case.county).path(case.area),
        "channel": Channel(case.channel).label,
        "banners": banners(dossier),
        "reports": list(parties(dossier, contact)),
        "assignments": dossier.assignments,
        "requests": panels.requests(dossier),
        "helpers": list(panels.helpers(dossier)),
        "joined": panels.joined(dossier),
        "orders": panels.orders(dossier),
        "new_order": panels.new_order(dossier),
        "may_order": dossier.actor.may(Duty.SUPERVISE, area=case.area),
        "moments": moments(dossier),
        "sound": audit.follows([line.happening for line in dossier.lines], case),
        "bar": buttons.led_by(leads) if leads else buttons,
        "leads": leads,
        "verb": asked if form else "",
        "verb_label": leads.label if leads else VERBS[asked].label if form else "",
        "form": form,
        "said": said,
    }
    status = 422 if said or (form and form.is_bound and form.errors) else 200
    return render(request, "desk/case.html", context, status=status)


def _form(request: ActorRequest, dossier: Dossier, buttons: Bar, asked: str) -> tuple[str, StepForm | None]:
    """The form that is asked for; where none is, that of the step which is owed."""
    button = buttons.find(asked, request.GET.get("about", "")) if asked else buttons.primary
    made = VERBS[button.verb].form if button else None
    if button is None or made is None:
        return "", None
    about = button.about or request.GET.get("about", "")
    initial = {name: value for name, value in request.GET.items() if name in made.base_fields}
    return button.verb, made(dossier=dossier, about=about, initial=initial)
