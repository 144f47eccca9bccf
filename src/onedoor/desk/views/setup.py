"""The set-up on screens: every sheet, its rows, and one row at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from onedoor.core.refusal import Refused
from onedoor.desk.forms.setup import RowForm
from onedoor.desk.frame import frame
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.queries import post_names
from onedoor.setup import history
from onedoor.setup.actions.applying import must_set_up
from onedoor.setup.actions.changing import MovedOn, Saved, save_row
from onedoor.setup.columns import Column
from onedoor.setup.sheet import Key, Sheet, Values, mark
from onedoor.setup.sheets import SHEETS
from onedoor.setup.state import State

PAGE = 50
_COLUMNS = 5


@dataclass(frozen=True)
class Shelf:
    """One line of the list of sheets."""

    sheet: Sheet
    rows: int
    changed_at: datetime | None
    changed_by: str


@dataclass(frozen=True)
class Line:
    """One row of a sheet, ready to print."""

    query: str
    name: str
    cells: list[tuple[str, str]]
    ended: bool


@guarded(Duty.ADMINISTER)
@require_GET
def setup(request: ActorRequest) -> HttpResponse:
    """Every sheet, how many rows it has, and who changed it last."""
    try:
        must_set_up(request.actor)
    except Refused as refusal:
        return refused(request, refusal)
    county = request.actor.county
    counted, last = history.counts(county), history.last_changes(county)
    shelves = []
    for code, sheet in SHEETS.items():
        told = last.get(code)
        shelves.append(Shelf(sheet, counted[code], told.at if told else None, who(county, told.actor) if told else ""))
    return render(request, "desk/setup.html", frame(request, here="setup") | {"shelves": shelves})


@guarded(Duty.ADMINISTER)
@require_GET
def sheet(request: ActorRequest, sheet: str) -> HttpResponse:
    """The rows of a sheet; ``q`` narrows, ``k`` says after which key the page begins."""
    try:
        shown = called(request, sheet)
    except Refused as refusal:
        return refused(request, refusal)
    state = State(request.actor.county, timezone.now())
    asked, after = request.GET.get("q", "").strip(), tuple(request.GET.getlist("k"))
    left_out = (shown.by_code[shown.key[0]], shown.by_code.get("ended"))
    columns = [column for column in shown.stored_columns() if column not in left_out][:_COLUMNS]
    found = [
        (key, kept.values)
        for key, kept in state.rows(shown).items()
        if (not after or key > after) and _holds(shown, kept.values, asked)
    ]
    context = {
        "sheet": shown, "q": asked, "head": shown.by_code[shown.key[0]].title, "columns": columns, "first": not after,
        "rows": [_line(shown, key, values, columns, state) for key, values in found[:PAGE]],
        "next": query(found[PAGE - 1][0]) if len(found) > PAGE else "",
    }  # fmt: skip
    return render(request, "desk/setup_sheet.html", frame(request, here="setup") | context)


@guarded(Duty.ADMINISTER)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, sheet: str) -> HttpResponse:
    """A new row of a sheet."""
    try:
        shown = called(request, sheet)
    except Refused as refusal:
        return refused(request, refusal)
    return _edit(request, shown, None)


@guarded(Duty.ADMINISTER)
@never_cache
@require_http_methods(["GET", "POST"])
def row(request: ActorRequest, sheet: str) -> HttpResponse:
    """One row of a sheet, by its key (``k`` for each part)."""
    try:
        shown = called(request, sheet)
    except Refused as refusal:
        return refused(request, refusal)
    return _edit(request, shown, tuple(request.GET.getlist("k")))


def _edit(request: ActorRequest, sheet: Sheet, key: Key | None) -> HttpResponse:
    state = State(request.actor.county, timezone.now())
    kept = state.rows(sheet).get(key) if key else None
    if key is not None and kept is None:
        return refused(request, Refused(_("没有这一行。请回到列表看一看。")))
    values = kept.values if kept else None
    if request.method == "GET":
        return _page(request, sheet, key, values, RowForm(sheet=sheet, state=state, row=values))
    form = RowForm(request.POST, sheet=sheet, state=state, row=values)
    if not form.is_valid():
        return _page(request, sheet, key, values, form, status=422)
    try:
        seen = request.POST.get("seen", "")
        saved = save_row(sheet, form.cells, key=key, seen=seen, by=request.actor, at=timezone.now())
    except MovedOn as moved:
        form.add_error(None, str(moved))
        return _page(request, sheet, key, values, form, status=409, now=values)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, sheet, key, values, form, status=422)
    for finding in saved.findings:
        beside = finding.column if finding.column in form.fields else None
        form.add_error(beside, str(finding.sentence if beside or finding.sheet == sheet.file_title else finding))
    if saved.findings:
        return _page(request, sheet, key, values, form, status=422)
    return _saved(request, sheet, saved)


def _saved(request: ActorRequest, sheet: Sheet, saved: Saved) -> HttpResponse:
    if saved.passwords:
        context = {"sheet": sheet, "passwords": saved.passwords, "query": query(saved.key)}
        return render(request, "desk/setup_passwords.html", frame(request, here="setup") | context)
    messages.success(request, _("已存上。") if saved.changed else _("和原来一样，没有要改的。"))
    state = State(request.actor.county, timezone.now())
    if saved.key in state.rows(sheet):
        return redirect(f"{reverse('desk:setup-row', args=[sheet.code])}?{query(saved.key)}")
    return redirect("desk:setup-sheet", sheet=sheet.code)


def _page(
    request: ActorRequest,
    sheet: Sheet,
    key: Key | None,
    values: Values | None,
    form: RowForm,
    *,
    status: int = 200,
    now: Values | None = None,
) -> HttpResponse:
    context = {
        "sheet": sheet, "form": form, "key": key, "seen": mark(values),
        "name": _title(sheet, key, values), "query": query(key) if key else "",
        "fixed": [(sheet.by_code[code].title, sheet.by_code[code].shown(values[code])) for code in sheet.key]
        if values else [],
        "theirs": _differing(sheet, form, now) if now else [],
        "entries": entries(request, history.history(request.actor.county, sheet, key=key, size=3)) if key else [],
    }  # fmt: skip
    return render(request, "desk/setup_row.html", frame(request, here="setup") | context, status=status)


def _title(sheet: Sheet, key: Key | None, values: Values | None) -> str:
    """What a row is called: by its name where it has one, else by its key."""
    if not key or not values:
        return ""
    return str(values.get("name") or values.get("title") or sheet.named(key))


def _differing(sheet: Sheet, form: RowForm, now: Values) -> list[tuple[object, str]]:
    """What stands in the store by now, of every column somebody wrote otherwise."""
    told: list[tuple[object, str]] = []
    for column in sheet.columns:
        if column.code in form.fields:
            mine, theirs = form[column.code].value(), column.typed(now[column.code])
            if str(mine or "") != str(theirs or ""):
                told.append((column.title, column.shown(now[column.code]) or _("（空）")))
    return told


@dataclass(frozen=True)
class Told:
    """One change, ready to print."""

    entry: history.Entry
    who: str


def entries(request: ActorRequest, found: list[history.Entry]) -> list[Told]:
    """Changes with the posts of whoever made them."""
    return [Told(entry, who(request.actor.county, entry.happening.actor)) for entry in found]


def who(county: str, actor: str) -> str:
    """The post of whoever acted; never the person."""
    if actor == "operator":
        return _("命令行")
    return post_names(county).get(actor, _("已离任岗位"))


def called(request: ActorRequest, code: str) -> Sheet:
    """The sheet with this code. Raises Refused where there is none, and without the right to set the county up."""
    must_set_up(request.actor)
    if code not in SHEETS:
        raise Refused(_("没有这张表。请回到设置，从列表里选。"))
    return SHEETS[code]


def refused(request: ActorRequest, refusal: Refused) -> HttpResponse:
    """The page of what is not there, or not for this actor."""
    context = frame(request, here="setup") | {"refusal": str(refusal)}
    return render(request, "desk/setup_refused.html", context, status=404)


def query(key: Key) -> str:
    """A key as the query of an address: ``k=housing``."""
    return urlencode([("k", part) for part in key])


def _line(sheet: Sheet, key: Key, values: Values, columns: list[Column], state: State) -> Line:
    cells = [(str(column.title), _short(column.shown(values[column.code]))) for column in columns]
    name = sheet.by_code[sheet.key[0]].shown(values[sheet.key[0]])
    return Line(query(key), name, cells, sheet.ended(values, state.today))


def _short(text: str) -> str:
    return f"{text[:40]}…" if len(text) > 41 else text


def _holds(sheet: Sheet, values: Values, asked: str) -> bool:
    """Whether any cell of a row holds what was asked for."""
    if not asked:
        return True
    sought = asked.casefold()
    return any(sought in column.shown(values[column.code]).casefold() for column in sheet.stored_columns())
