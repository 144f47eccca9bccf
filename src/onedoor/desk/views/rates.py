"""The three rates of a span of days, unit by unit, each with its counts and its definition (F.6-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from onedoor import __version__
from onedoor.cases.rates import Rate, three_rates
from onedoor.core.clock import ZONE
from onedoor.desk.frame import RATES_FOR, frame
from onedoor.organisation.guards import ActorRequest, guarded

_SPAN = timedelta(days=30)

DEFINITIONS = (
    (gettext_lazy("响应率"), gettext_lazy("回访时答“单位联系过我”的人数 ÷ 回答了这一问的人数（K-05）")),
    (gettext_lazy("解决率"), gettext_lazy("回访时答“解决了”的人数 ÷ 回答了这一问的人数（K-06）")),
    (gettext_lazy("满意率"), gettext_lazy("回访时答“满意”的人数 ÷ 回答了这一问的人数（K-07）")),
    (
        gettext_lazy("口径"),
        gettext_lazy("按回访时间统计；本人网上评价与电话回访同等计入；没有联系上的不算在内，另列。"),
    ),
)
NAMES = [name for name, _definition in DEFINITIONS[:3]]


class SpanForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("从"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=gettext_lazy("到"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, date]:
        told = super().clean() or {}
        if {"since", "until"} <= told.keys() and told["since"] > told["until"]:
            raise forms.ValidationError(_("开始日期晚于结束日期。请对调或改正。"))
        return told


@dataclass(frozen=True)
class Row:
    """One unit's line, ready to print."""

    name: str
    cells: list[tuple[str, str, str]]
    unreached: int


@guarded(*RATES_FOR)
@require_GET
def rates(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    asked = request.GET if "since" in request.GET else {"since": str(today - _SPAN), "until": str(today)}
    form = SpanForm(asked, label_suffix="")
    rows: list[Row] = []
    if form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"] + timedelta(days=1)
        found = three_rates(request.actor.county, since=_midnight(since), until=_midnight(until))
        rows = [
            Row(each.name, list(map(_cell, NAMES, (each.responded, each.solved, each.satisfied))), each.unreached)
            for each in found
        ]
    context = frame(request, here="rates")
    context |= {"form": form, "rows": rows, "definitions": DEFINITIONS, "version": __version__}
    return render(request, "desk/rates.html", context, status=422 if form.errors else 200)


def _cell(name: object, rate: Rate) -> tuple[str, str, str]:
    """Its name, the share, and the counts it is made of; a dash where nobody answered."""
    share = "–" if rate.share is None else f"{float(rate.share):.1%}"
    return str(name), share, f"{rate.yes}/{rate.asked}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)
