"""What each step asks of whoever takes it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.flow import Colour
from onedoor.catalogue.queries import catalogue, proposals
from onedoor.desk.forms.base import StepForm
from onedoor.geography.atlas import Atlas, atlas
from onedoor.organisation.models import Post, Unit
from onedoor.organisation.queries import directory


def area_choices(places: Atlas) -> list[Any]:
    """Villages and communities under their towns, the county itself first (地点不明)."""
    county = f"{places.county}000000"
    towns = [
        (town.name, [(town.code, _("%(town)s（村社区不明）") % {"town": town.name})]
         + [(village.code, village.name) for village in places.children.get(town.code, [])])
        for town in places.children.get(county, [])
    ]  # fmt: skip
    return [(county, _("全县，或地点不明")), *towns]


def unit_choices(county: str) -> list[Any]:
    """Units that can be given work, departments first, then towns, then villages."""
    kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY, Unit.Kind.TOWN, Unit.Kind.VILLAGE)
    units = directory(county).by_code.values()
    return [
        (kind.label, [(unit.code, unit.name) for unit in units if unit.kind == kind and unit.active])
        for kind in kinds
        if any(unit.kind == kind for unit in units)
    ]


class TriageForm(StepForm):
    colour = forms.ChoiceField(label=gettext_lazy("难度"), choices=Colour.choices, widget=forms.RadioSelect)
    item = forms.ChoiceField(label=gettext_lazy("事项"))
    area = forms.ChoiceField(label=gettext_lazy("地点"), required=False)

    def prepare(self) -> None:
        kept = catalogue(self.case.county)
        parents = [item for item in kept.items.values() if not item.parent]
        self.choose(
            "item",
            [("", _("请选择"))]
            + [
                (f"{up.code} {up}", [(i.code, str(i)) for i in kept.items.values() if i.parent == up.code])
                for up in parents
            ],
        )
        self.fields["item"].initial = self.case.item.code if self.case.item else ""
        places = atlas(self.case.county)
        choices = area_choices(places)
        if len(self.case.area) > 12 or not places.known(self.case.area):
            # A grid, found by the point, or a place that has another code by now: keep it on offer.
            choices.insert(0, (self.case.area, places.path(self.case.area)))
        self.choose("area", choices)
        self.fields["area"].initial = self.case.area


class DispatchForm(StepForm):
    to = forms.ChoiceField(label=gettext_lazy("主办单位"))
    assists = forms.MultipleChoiceField(
        label=gettext_lazy("协办单位"), required=False, widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=gettext_lazy("疑难事项才需要。按住Ctrl可以选几个。"),
    )  # fmt: skip

    def prepare(self) -> None:
        units = unit_choices(self.case.county)
        self.choose("to", [("", _("请选择")), *units])
        self.choose("assists", units)
        self.proposed = (
            proposals(self.case.county, self.case.item.code, self.case.area, on=self.today) if self.case.item else []
        )
        if self.proposed:
            self.fields["to"].initial = self.proposed[0].unit.code
            if self.case.colour != Colour.GREEN:
                self.fields["assists"].initial = [unit.code for unit in self.proposed[0].assists]

    @property
    def values(self) -> dict[str, Any]:
        named = {proposal.unit.code for proposal in self.proposed}
        return self.cleaned_data | {"basis": "duty-list" if self.cleaned_data["to"] in named else "manual"}


class ReassignForm(StepForm):
    to = forms.ChoiceField(label=gettext_lazy("改派给"))
    reason = forms.CharField(
        label=gettext_lazy("改派理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=gettext_lazy("两个单位都看得到。新单位的签收时限重新计算。"),
    )  # fmt: skip

    def prepare(self) -> None:
        self.choose("to", [("", _("请选择")), *unit_choices(self.case.county)])


class EntrustForm(DispatchForm):
    responsible = forms.ChoiceField(label=gettext_lazy("责任岗位"))
    deadline = forms.DateField(
        label=gettext_lazy("完成时限"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("到这一天24:00为止。"),
    )  # fmt: skip

    def prepare(self) -> None:
        super().prepare()
        posts = Post.objects.filter(county=self.case.county, duties__isnull=False).select_related("unit")
        self.choose(
            "responsible",
            [("", _("请选择"))]
            + [
                (post.code, f"{post.unit.name}·{post.name}")
                for post in posts.order_by("unit__code")
                if "handle" in post.duties
            ],
        )
        if self.case.solve_by:
            self.fields["deadline"].initial = last_day(self.case.solve_by)

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data


def last_day(due: datetime) -> date:
    """The day whose 24:00 a due moment is."""
    return (timezone.localtime(due) - timedelta(microseconds=1)).date()


class SendBackForm(StepForm):
    begins = "reason"
    reason = forms.CharField(
        label=gettext_lazy("退单理由"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000,
        help_text=gettext_lazy("为什么不属于本单位职责，应由谁办。退单只能有一次。"),
    )  # fmt: skip


class RuleForm(StepForm):
    upheld = forms.TypedChoiceField(
        label=gettext_lazy("裁定"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("退单成立，改派别的单位")), ("no", gettext_lazy("退单不成立，原单位继续办"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("理由"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000,
        help_text=gettext_lazy("双方都看得到。裁定后不得再退。"),
    )  # fmt: skip


class ReplyForm(StepForm):
    takes = {"before": gettext_lazy("办理前照片"), "after": gettext_lazy("办理后照片")}
    begins = "text"
    text = forms.CharField(
        label=gettext_lazy("给群众的答复"), widget=forms.Textarea(attrs={"rows": 8}), max_length=5000,
        help_text=gettext_lazy("查明了什么、怎么处理的、接下来怎样。群众会看到原文。"),
    )  # fmt: skip


class ReworkForm(StepForm):
    reason = forms.CharField(
        label=gettext_lazy("重办理由"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000,
        help_text=gettext_lazy("哪里没有解决，要补做什么。"),
    )  # fmt: skip
