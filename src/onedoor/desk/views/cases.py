"""The case page: where it stands, why, what happened, and what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
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
from onedoor.desk.beginning import Step, begin, page_of
from onedoor.desk.collisions import since
from onedoor.desk.dossier import Dossier
from onedoor.desk.exhibits import exhibits
from onedoor.desk.forms.advised import AdvisedForm
from onedoor.desk.frame import frame
from onedoor.desk.openings import openings
from onedoor.desk.parties import parties
from onedoor.desk.receptions import receptions
from onedoor.desk.timeline import moments, told_of
from onedoor.desk.uploading import slots
from onedoor.desk.verbs import VERBS, Bar, bar, next_step
from onedoor.geography.atlas import atlas
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.own import follows


@guarded()
@require_GET
def case(request: ActorRequest, ref: str) -> HttpResponse:
    try:
        found = opened(request, ref)
    except Refused as refusal:
        return missing(request, refusal)
    asked = request.GET.get("do", "")
    if request.htmx and "alike" in request.GET:  # type: ignore[attr-defined]
        return _alike(request, found, asked)
    return page(request, found, asked=asked)


def _alike(request: ActorRequest, dossier: Dossier, asked: str) -> HttpResponse:
    """The closed cases that read like this one, for beside the proposals of a step: looked for after the page is there,
    so that nobody waits for them."""
    step = _asked(request, dossier, bar(dossier), asked)
    if step is None or not isinstance(step.form, AdvisedForm):
        return HttpResponse(status=204)
    return render(request, "desk/case/alike.html", {"examples": step.form.examples(), "alike_shown": True})


def opened(request: ActorRequest, ref: str) -> Dossier:
    """The case of this reference as the actor may see it now. Raises Refused when it is not there, or not theirs."""
    found, sight = queries.opened_by(request.actor, parse_ref(ref) or ref)
    return Dossier(found, sight=sight, actor=request.actor, now=timezone.now())


def missing(request: ActorRequest, refusal: Refused, *, left: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    """The page of a case that is not there, or not for this actor: the same for both. ``left`` is what they had
    written for it, with its labels."""
    context = {"refusal": str(refusal), "left": left}
    return render(request, "desk/missing.html", frame(request) | context, status=404)


def page(
    request: ActorRequest,
    dossier: Dossier,
    *,
    asked: str = "",
    step: Step | None = None,
    contact: Any = None,
    said: str = "",
    seen: int | None = None,
) -> HttpResponse:
    """The case page, with one step's form open where one is asked for or came back. ``seen``: a step without a form
    was not taken, for others did something since that line of the record."""
    case = dossier.case
    looked(case, by=request.actor, at=dossier.now)
    buttons = bar(dossier)
    if step is None:
        step = _asked(request, dossier, buttons, asked)
    leads = buttons.find(step.verb, step.form.about) if step else None
    gone = bool(step and not leads and (step.moved or step.refusal))
    form = step.form if step and not gone else None
    advised = form if isinstance(form, AdvisedForm) else None
    alike_shown = bool(advised) and "alike" in request.GET
    task, files = dossier.task, exhibits(dossier)
    context = frame(request) | {
        "case": case,
        "followed": follows(request.actor, case.subject),
        "sight": dossier.sight,
        "task": task,
        "task_step": next_step(task.verb) if task else "",
        "why_task": clock.explain(task.limit) if task else [],
        "why_case": clock.explain(case.solve_limit) if case.solve_limit else [],
        "place": atlas(case.county).path(case.area),
        "channel": Channel(case.channel).label,
        "banners": banners(dossier),
        "reports": [(party, files.of(party.report)) for party in parties(dossier, contact)],
        "exhibits": files,
        "assignments": dossier.assignments,
        "requests": panels.requests(dossier),
        "helpers": list(panels.helpers(dossier)),
        "joined": panels.joined(dossier),
        "orders": panels.orders(dossier),
        "receptions": receptions(dossier),
        "new_order": panels.new_order(dossier),
        "may_order": dossier.actor.may(Duty.SUPERVISE, area=case.area),
        "moments": moments(dossier),
        "sound": audit.follows([line.happening for line in dossier.lines], case),
        "bar": buttons.led_by(leads) if leads else buttons,
        "leads": leads,
        "verb": step.verb if form and step else "",
        "verb_label": leads.label if leads else VERBS[step.verb].label if step else "",
        "form": form,
        "advised": advised,
        "alike_shown": alike_shown,
        "examples": advised.examples() if advised and alike_shown else [],
        "step": step,
        "gone": gone,
        "slots": slots(form, step.told, wrong=step.wrong, county=case.county) if form and step else [],
        "openings": openings(dossier, step.verb, form) if step else [],
        "draft_page": page_of(case.ref, step.verb, step.form.about) if step else "",
        "since": told_of(dossier, since(dossier, step.seen if step and seen is None else seen)),
        "said": str(step.refusal) if step and gone and step.refusal else said,
    }
    return render(request, "desk/case.html", context, status=_status(step, said, seen))


def _status(step: Step | None, said: str, seen: int | None) -> int:
    if seen is not None or (step and step.moved):
        return 409
    return 422 if said or (step and step.form.is_bound and step.form.errors) else 200


def _asked(request: ActorRequest, dossier: Dossier, buttons: Bar, asked: str) -> Step | None:
    """The form that is asked for; where none is, that of the step which is owed."""
    button = buttons.find(asked, request.GET.get("about", "")) if asked else buttons.primary
    if button is None or VERBS[button.verb].form is None:
        return None
    return begin(dossier, button.verb, button.about or request.GET.get("about", ""), request.GET)
