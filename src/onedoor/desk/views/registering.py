"""Register a report at the desk, and hand out its slip."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from onedoor.cases import queries
from onedoor.cases.actions.registering import register as register_report
from onedoor.cases.models import Case, Report
from onedoor.core.refs import parse_ref
from onedoor.core.refusal import Refused
from onedoor.desk.forms.registration import RegistrationForm
from onedoor.desk.frame import frame
from onedoor.desk.views.cases import missing
from onedoor.geography.atlas import atlas
from onedoor.geography.qr import svg
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.queries import leading

SLIP_STAYS = timedelta(hours=1)
"""How long whoever registered a case they may not open can print its receipt."""


@guarded(Duty.REGISTER)
@require_http_methods(["GET", "POST"])
def register(request: ActorRequest) -> HttpResponse:
    county = request.actor.county
    if request.method == "GET":
        return _page(request, RegistrationForm(county=county, initial={"phone": request.GET.get("phone", "")}), 200)
    form = RegistrationForm(request.POST, county=county)
    if form.is_valid():
        try:
            case, _report = register_report(form.incoming, county=county, by=request.actor, at=timezone.now())
            return redirect("desk:slip", ref=case.ref)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _page(request, form, 422)


def _page(request: ActorRequest, form: RegistrationForm, status: int) -> HttpResponse:
    return render(request, "desk/register.html", frame(request) | {"form": form}, status=status)


@guarded(Duty.REGISTER)
@require_GET
def slip(request: ActorRequest, ref: str) -> HttpResponse:
    """What to tell or hand to the resident: reference, query code, what happens next and by when."""
    known = parse_ref(ref) or ref
    case: Case | None
    try:
        case, may_open = queries.seen_by(request.actor, known), True
    except Refused as refusal:
        case, may_open = _just_registered(request, known), False
        if case is None:
            return missing(request, refusal)
    report = queries.reports_of(case)[0]
    code = queries.query_code(case.ref, report.id)
    address = request.build_absolute_uri(reverse("citizen:progress") + f"?ref={case.ref}")
    context = {
        "case": case,
        "may_open": may_open,
        "code": f"{code[:4]} {code[4:]}",
        "qr": svg(address),
        "task": leading(case.county, case.subject),
        "place": atlas(case.county).path(case.area),
    }
    return render(request, "desk/slip.html", frame(request) | context)


def _just_registered(request: ActorRequest, ref: str) -> Case | None:
    """A case the actor registered a moment ago and may not open: an informant's report. Its receipt is still theirs
    to hand out."""
    mine = Report.objects.filter(
        county=request.actor.county, case__ref=ref, registered_by=request.actor.code,
        received_at__gt=timezone.now() - SLIP_STAYS,
    )  # fmt: skip
    report = mine.select_related("case").first()
    return report.case if report else None
