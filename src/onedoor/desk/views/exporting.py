"""Take a list of cases away as a file (导出), and who did (导出记录)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from onedoor.cases import queries
from onedoor.cases.actions import exporting
from onedoor.cases.exports import begun_exports, with_ends
from onedoor.core.refusal import Refused
from onedoor.desk.exports import COLUMNS, Table, Watermark, streamed
from onedoor.desk.filters import Chosen, narrowed_cases
from onedoor.desk.filters.chosen import from_query
from onedoor.desk.filters.fields import CASES
from onedoor.desk.forms.orders import PlainForm
from onedoor.desk.frame import frame
from onedoor.desk.paging import page_of
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.queries import post_names
from onedoor.work.queries import COUNT_TO

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
FORMATS = [("xlsx", gettext_lazy("XLSX（表格软件）")), ("csv", gettext_lazy("CSV（纯文本，UTF-8）"))]


class ExportForm(PlainForm):
    format = forms.ChoiceField(label=gettext_lazy("格式"), widget=forms.RadioSelect, choices=FORMATS, initial="xlsx")
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("列"), widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        choices=[(name, column.label) for name, column in COLUMNS.items()],
        initial=[name for name, column in COLUMNS.items() if column.usual],
    )  # fmt: skip
    purpose = forms.CharField(
        label=gettext_lazy("用途"), max_length=exporting.LONGEST_PURPOSE,
        help_text=gettext_lazy("写明给谁、做什么用。会写进文件，也会留在记录里。"),
    )  # fmt: skip


@guarded()
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: ActorRequest) -> HttpResponseBase:
    """Choose columns and say what for; sending the form gives the file. The filters are those of the list."""
    asked = from_query(request.GET.urlencode(), shelf=CASES, county=request.actor.county)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request.actor, asked, form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    found = narrowed_cases(queries.seen(request.actor), asked, actor=request.actor)
    count = found.order_by()[:COUNT_TO].count()
    context = frame(request) | {
        "form": form,
        "chips": asked.chips,
        "query": asked.query,
        "count": count,
        "more": count >= COUNT_TO,
        "may_read": any(request.actor.has(duty) for duty in READERS),
    }
    return render(request, "desk/export.html", context, status=422 if form.is_bound else 200)


def _file(actor: Actor, asked: Chosen, told: dict[str, Any]) -> StreamingHttpResponse:
    now = timezone.now()
    codes: dict[str, Any] = {name: values for name, values in asked.values.items() if name != "q"}
    number = exporting.begin_export(
        filters=codes, asked=asked.one("q"), format=told["format"], columns=told["columns"], purpose=told["purpose"],
        by=actor, at=now,
    )  # fmt: skip
    cases = narrowed_cases(queries.seen(actor), asked, actor=actor)
    table = Table(cases, told["columns"], county=actor.county)
    mark = Watermark(number, _post(actor), told["purpose"].strip(), now)

    def ended(rows: int, complete: bool) -> None:
        exporting.end_export(number, rows=rows, complete=complete, by=actor, at=timezone.now())

    content = streamed(table, mark, format=told["format"], ended=ended)
    answer = StreamingHttpResponse(content, content_type=TYPES[told["format"]])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(mark.name(told['format']))}"
    answer["Cache-Control"] = "no-store"
    return answer


def _post(actor: Actor) -> str:
    return _("、").join(dict.fromkeys(standing.name for standing in actor.standings)) or _("没有岗位")


READERS = (Duty.PRIVACY, Duty.ADMINISTER)
"""Who looks after what left the house."""


@guarded(*READERS)
@require_GET
def exports(request: ActorRequest) -> HttpResponse:
    """Every export of the county, the latest first: by which post, what for, how many rows."""
    county = request.actor.county
    page = page_of(
        begun_exports(county), by="at", newest_first=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    posts = post_names(county)
    rows = [
        {
            "export": one,
            "post": posts.get(one.begun.actor, _("已离任岗位")),
            "filters": _said(one.begun.payload["filters"], county),
            "columns": _("、").join(
                str(COLUMNS[name].label) for name in one.begun.payload["columns"] if name in COLUMNS
            ),
        }
        for one in with_ends(county, page.rows)
    ]
    context = frame(request, here="exports") | {
        "rows": rows, "next": page.next, "previous": page.previous, "first": page.first,
    }  # fmt: skip
    return render(request, "desk/exports.html", context)


def _said(filters: dict[str, Any], county: str) -> str:
    """The filters of an export in words."""
    asked = Chosen(CASES, county, {name: list(values) for name, values in filters.items()})
    return _("，").join(f"{chip.label}{_('：')}{chip.words or chip.value}" for chip in asked.chips)
