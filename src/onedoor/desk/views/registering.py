"""Register a report at the desk, and hand out its slip."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from onedoor.cases import queries
from onedoor.cases.actions.taking import take
from onedoor.cases.models import Case, Report
from onedoor.core.refs import parse_ref
from onedoor.core.refusal import Refused
from onedoor.desk import hall_seat
from onedoor.desk.drafts import Values, kept, row, title_of, version, written
from onedoor.desk.forms.registration import RegistrationForm, read
from onedoor.desk.forms.told import Told
from onedoor.desk.frame import frame
from onedoor.desk.heard import Heard
from onedoor.desk.views.cases import missing
from onedoor.geography.atlas import atlas
from onedoor.geography.qr import svg
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.specialists import Specialist, specialists
from onedoor.work.actions import drafting
from onedoor.work.pages import REGISTER
from onedoor.work.queries import drafts_of, leading

SLIP_STAYS = timedelta(hours=1)
"""How long whoever registered a case they may not open can print its receipt."""


@guarded(Duty.REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: ActorRequest) -> HttpResponse:
    if request.method != "POST":
        return _begun(request)
    if "hand_over" in request.POST:
        return _handed_over(request)
    values = written(request.POST)
    if "accept" in request.POST or request.POST.get("do") == "recognise":
        heard = Heard(values, actor=request.actor, now=timezone.now())
        taken = values | heard.accepted(request.POST.get("accept", ""))
        return _page(request, _unsent(request, taken), taken, 200)
    if request.POST.get("do") == "draft":
        return _put_aside(request, values)
    return _sent(request, values)


def _sent(request: ActorRequest, values: Values) -> HttpResponse:
    """Register what was sent; where that cannot be, the form comes back and says why."""
    county, answers = request.actor.county, request.POST.get("do") == "answer"
    refused = None
    if told := read(request.POST, county=county, answers=answers):
        try:
            return _registered(request, told)
        except Refused as refusal:
            refused = refusal
    form = RegistrationForm(request.POST, county=county, answers=answers)
    form.full_clean()
    if refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    return _page(request, form, values, 422)


def _registered(request: ActorRequest, told: Told) -> HttpResponse:
    incoming, at = told.incoming, timezone.now()
    case, _report = take(
        incoming, prompted=told.prompted, reply=told.answer_text, county=told.county, by=request.actor, at=at
    )
    drafting.drop(f"{REGISTER}{incoming.token}", by=request.actor)
    if number := hall_seat.registered(request, case, at=timezone.now()):
        notes.success(request, _("%(number)s的事登记好了。") % {"number": number})
    return redirect("desk:slip", ref=case.ref)


def _begun(request: ActorRequest) -> HttpResponse:
    """A new form, or a kept one where ``?draft=`` names it; ``?area=`` is what was picked on the map."""
    token = request.GET.get("draft", "")
    values = kept(request.actor, f"{REGISTER}{token}") if token else {}
    picked = {name: request.GET[name] for name in ("phone", "area", "channel") if request.GET.get(name)}
    values = {**values, **({"token": token} if values or picked else {}), **picked}
    return _page(request, _unsent(request, values), values, 200)


def _unsent(request: ActorRequest, values: Values) -> RegistrationForm:
    """A form with these values that complains of nothing yet."""
    return RegistrationForm(county=request.actor.county, initial={name: v for name, v in values.items() if v})


def _handed_over(request: ActorRequest) -> HttpResponse:
    values = written(request.POST)
    to, page = request.POST["hand_over"], f"{REGISTER}{values.get('token', '')}"
    try:
        _kept(request, page, values)
        drafting.hand_over(page, to_post=to, by=request.actor, at=timezone.now())
    except Refused as refusal:
        form = RegistrationForm(request.POST, county=request.actor.county)
        form.full_clean()
        form.errors.clear()
        form.add_error(None, str(refusal))
        return _page(request, form, values, 422)
    names = {seat.post: seat.name for seat in _seats(request)}
    notes.success(request, _("转给%(seat)s了，写的都带过去了。他们会收到消息。") % {"seat": names.get(to, to)})
    return redirect("desk:drafts")


def _put_aside(request: ActorRequest, values: Values) -> HttpResponse:
    try:
        _kept(request, f"{REGISTER}{values.get('token', '')}", values)
    except Refused as refusal:
        notes.error(request, str(refusal))
    else:
        notes.success(request, _("草稿存好了。"))
    return redirect(f"{reverse('desk:register')}?draft={values.get('token', '')}")


def _kept(request: ActorRequest, page: str, values: Values) -> None:
    """Keep what a person sends on purpose, whatever was kept by itself before."""
    by, at = request.actor, timezone.now()
    drafting.keep(page, values=values, title=title_of(values), version=version(by, page), by=by, at=at)


def _seats(request: ActorRequest) -> list[Specialist]:
    own = {standing.post for standing in request.actor.standings}
    seats = specialists(request.actor.county, duty=Duty.REGISTER, at=timezone.now())
    return [seat for seat in seats if seat.post not in own]


def _page(request: ActorRequest, form: RegistrationForm, values: Values, status: int) -> HttpResponse:
    now = timezone.now()
    token = str(form["token"].value() or "")
    page = f"{REGISTER}{token}"
    drafts = [draft for draft in drafts_of(request.actor) if draft.page.startswith(REGISTER) and draft.page != page]
    context = frame(request) | {
        "form": form,
        "heard": Heard({"token": token} | dict(values), actor=request.actor, now=now),
        "page": page,
        "version": version(request.actor, page),
        "seats": _seats(request),
        "unfinished": [row(draft, request.actor, posts={}) for draft in drafts[:3]],
        "now": now,
    }
    return render(request, "desk/register.html", context, status=status)


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
