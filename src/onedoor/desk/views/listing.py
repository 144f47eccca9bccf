"""All cases the actor may see, filtered and sorted (全部事项); a look at one without leaving the list; following."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages as notes
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from onedoor.cases import queries
from onedoor.cases.actions.viewing import looked
from onedoor.cases.models import Case
from onedoor.cases.models.report import Channel
from onedoor.core.refusal import Refused
from onedoor.desk.bulk import offered
from onedoor.desk.filters import Chosen
from onedoor.desk.filters.asking import Asking, cases_asked, read_cases
from onedoor.desk.filters.fields import CASES, Sort
from onedoor.desk.frame import ALL_CASES_FOR, frame
from onedoor.desk.lines import Lines
from onedoor.desk.paging import Page, page_of
from onedoor.desk.rows import rows_of_cases
from onedoor.desk.shelves import answered, around, shelf_of
from onedoor.desk.timeline import moments
from onedoor.desk.verbs import bar, next_step
from onedoor.desk.views.cases import missing, opened
from onedoor.geography.atlas import atlas
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.actions import following
from onedoor.work.own import follows

MOMENTS = 3
"""So many of the last moments stand in the preview."""


@dataclass(frozen=True)
class Scope:
    """One chip above the list: a part of it, or its order."""

    label: str
    href: str
    current: bool


@guarded()
@require_GET
def cases(request: ActorRequest) -> HttpResponse:
    """Every case the actor may see, newest first, or by what is due; filters stand in the address."""
    shelf = shelf_of(request, CASES)
    if shelf.opens_with:
        return redirect(f"{reverse('desk:cases')}?{shelf.opens_with}")
    asked = shelf.chosen
    by_due = asked.one("sort") == Sort.DUE
    found = cases_asked(request.actor, asked)
    page = page_of(
        found.rows, by="due_at" if by_due else "registered_at", newest_first=not by_due, read=read_cases, top=found.top,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    verbs = offered(request.actor, CASES)
    rows = rows_of_cases(request.actor, page.rows, verbs)
    followed = bool(asked.one("follow"))
    context = frame(request, here="followed" if followed else "cases") | around(request, shelf, page, verbs)
    context |= {
        "rows": rows,
        "lines": Lines(timezone.now(), picks=bool(verbs)).of_cases(rows),
        "heading": _("我在跟踪") if followed else heading(request),
        "scopes": list(_scopes(asked)),
        "total": _total(found, page) if verbs else 0,
    }
    return answered(request, "desk/cases.html", context)


def _total(found: Asking[Case], page: Page[Case]) -> int:
    """How many there are, counted no further than said; what fits on one page is not counted again."""
    if page.whole or found.first is None:
        return len(page.rows)
    sql, told = found.first
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql}) t", told)
        return int(cursor.fetchone()[0])


def heading(request: ActorRequest) -> str:
    """What the list of everything is called: for the centre all cases, for a unit those of its posts."""
    return _("全部事项") if any(request.actor.has(duty) for duty in ALL_CASES_FOR) else _("本岗全部")


def _scopes(asked: Chosen) -> list[Scope]:
    due = asked.one("sort") == Sort.DUE
    return [
        Scope(str(Sort.REGISTERED.label), asked.but(sort="") or "all=1", not due),
        Scope(str(Sort.DUE.label), asked.but(sort=Sort.DUE), due),
    ]


@guarded()
@require_GET
def peek(request: ActorRequest, ref: str) -> HttpResponse:
    """The head of a case, its last moments and the next act, for the side of a list."""
    try:
        found = opened(request, ref)
    except Refused as refusal:
        return missing(request, refusal)
    case, task = found.case, found.task
    looked(case, by=request.actor, at=found.now)
    told = moments(found)
    context = {
        "case": case,
        "task": task,
        "step": next_step(task.verb) if task else "",
        "place": atlas(case.county).path(case.area),
        "channel": Channel(case.channel).label,
        "moments": told[: MOMENTS + (1 if task else 0)],
        "primary": bar(found).primary,
        "followed": follows(request.actor, case.subject),
        "now": found.now,
    }
    return render(request, "desk/peek.html", context)


@guarded()
@require_POST
def follow(request: ActorRequest, ref: str) -> HttpResponse:
    """Keep an eye on a case, or no longer; then back to where the actor was."""
    try:
        case = queries.seen_by(request.actor, ref)
    except Refused as refusal:
        return missing(request, refusal)
    if request.POST.get("stop"):
        following.unfollow(case.subject, by=request.actor)
        notes.success(request, _("不再跟踪这件。"))
    else:
        try:
            following.follow(case.subject, by=request.actor, at=timezone.now())
            notes.success(request, _("已跟踪。它在“我在跟踪”里。"))
        except Refused as refusal:
            notes.error(request, str(refusal))
    return redirect("desk:case", ref=case.ref)
