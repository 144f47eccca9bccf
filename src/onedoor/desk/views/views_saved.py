"""My views (我的视图): filters kept under a name; and how somebody likes their lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from onedoor.core.refusal import Refused
from onedoor.desk.filters.chosen import from_query
from onedoor.desk.filters.fields import CASES, INBOX, SHELVES
from onedoor.desk.forms.orders import PlainForm
from onedoor.desk.frame import frame
from onedoor.desk.looks import COLUMNS, Look, remember
from onedoor.organisation.actor import Actor
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.actions import saving_views
from onedoor.work.models import SavedView
from onedoor.work.own import views_of

LISTS = {INBOX: "desk:inbox", CASES: "desk:cases"}


class ViewForm(PlainForm):
    name = forms.CharField(label=gettext_lazy("名字"), max_length=saving_views.LONGEST_NAME)
    query = forms.CharField(required=False, widget=forms.HiddenInput)
    shelf = forms.ChoiceField(choices=[(shelf, shelf) for shelf in SHELVES], widget=forms.HiddenInput)


ACTS: dict[str, Callable[..., SavedView | str]] = {
    "rename": lambda view, by, told: saving_views.rename(view, name=told.get("name", ""), by=by),
    "raise": lambda view, by, told: saving_views.raise_view(view, by=by),
    "first": lambda view, by, told: saving_views.open_with(view, by=by),
    "remove": lambda view, by, told: saving_views.remove(view, by=by),
}


@guarded()
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: ActorRequest) -> HttpResponse:
    """The views of one list, to be put in order; sending the form keeps the filters of the list under a name."""
    if request.method != "POST":
        return _page(request, request.GET.get("shelf", INBOX))
    form = ViewForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        query = from_query(told["query"], shelf=told["shelf"], county=request.actor.county).query
        try:
            kept = saving_views.save(told["shelf"], name=told["name"], query=query, by=request.actor)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("存下了：%(name)s。") % {"name": kept.name})
            return redirect(f"{reverse(LISTS[kept.shelf])}?{kept.query or 'all=1'}")
    return _page(request, request.POST.get("shelf", INBOX), form=form)


@guarded()
@require_POST
def act(request: ActorRequest, view: int, act: str) -> HttpResponse:
    """Rename a view, put it further up, let the list open with it, or forget it."""
    try:
        if act not in ACTS:
            raise Refused(_("没有这个操作。请刷新页面。"))
        done = ACTS[act](view, request.actor, request.POST)
    except Refused as refusal:
        return _page(request, _shelf_of(request.actor, view), wrong={view: str(refusal)}, said=str(refusal))
    shelf = done if isinstance(done, str) else done.shelf
    return redirect(f"{reverse('desk:views')}?shelf={shelf}")


@guarded()
@require_POST
def look(request: ActorRequest) -> HttpResponse:
    """Close or wide rows, and which columns; kept in this browser."""
    shelf = request.POST.get("shelf", INBOX)
    shown = set(request.POST.getlist("column"))
    hidden = frozenset(COLUMNS.get(shelf, {})) - shown
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    answer = redirect(back if safe else reverse(LISTS.get(shelf, "desk:inbox")))
    remember(answer, Look(request.POST.get("density") == "compact", hidden))
    return answer


def _shelf_of(actor: Actor, view: int) -> str:
    known = {one.pk: one.shelf for shelf in SHELVES for one in views_of(actor, shelf)}
    return known.get(view, INBOX)


def _page(
    request: ActorRequest, shelf: str, *, form: ViewForm | None = None, wrong: dict[int, str] | None = None,
    said: str = "",
) -> HttpResponse:  # fmt: skip
    shelf = shelf if shelf in SHELVES else INBOX
    rows: list[dict[str, Any]] = []
    for view in views_of(request.actor, shelf):
        asked = from_query(view.query, shelf=shelf, county=request.actor.county)
        rows.append({"view": view, "chips": asked.chips, "dropped": asked.dropped, "wrong": (wrong or {}).get(view.pk)})
    context = frame(request) | {
        "rows": rows, "form": form, "shelf": shelf, "list_url": reverse(LISTS[shelf]), "said": said,
        "written": request.POST.get("name", "") if wrong else "",
    }  # fmt: skip
    return render(request, "desk/views.html", context, status=422 if form or wrong else 200)
