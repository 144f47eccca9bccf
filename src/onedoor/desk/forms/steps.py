"""What each step asks of whoever takes it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.flow import Colour, State
from onedoor.cases.models.assignment import Role
from onedoor.cases.models.choices import Safety
from onedoor.catalogue.queries import Proposal, catalogue, proposals, threshold
from onedoor.desk.forms.advised import AdvisedForm
from onedoor.desk.forms.base import StepForm
from onedoor.dispatch.offering import Offer
from onedoor.dispatch.proposing import Advised
from onedoor.geography.atlas import Atlas, atlas
from onedoor.organisation.duties import Duty
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


def item_choices(county: str) -> list[Any]:
    """Items of the second level under their parents."""
    kept = catalogue(county).items
    return [
        (f"{up.code} {up}", [(item.code, f"{item.code} {item}") for item in kept.values() if item.parent == up.code])
        for up in kept.values()
        if not up.parent
    ]


class TriageForm(AdvisedForm):
    decides_item = True
    colour = forms.ChoiceField(label=gettext_lazy("难度"), choices=Colour.choices, widget=forms.RadioSelect)
    item = forms.ChoiceField(label=gettext_lazy("事项"))
    area = forms.ChoiceField(label=gettext_lazy("地点"), required=False)

    def prepare(self) -> None:
        self.choose("item", [("", _("请选择")), *item_choices(self.case.county)])
        self.fields["item"].initial = self.case.item.code if self.case.item else ""
        places = atlas(self.case.county)
        choices = area_choices(places)
        if len(self.case.area) > 12 or not places.known(self.case.area):
            # A grid, found by the point, or a place that has another code by now: keep it on offer.
            choices.insert(0, (self.case.area, places.path(self.case.area)))
        self.choose("area", choices)
        self.fields["area"].initial = self.case.area

    def filled_by(self, offer: Offer) -> dict[str, str | list[str]]:
        return {"colour": offer.colour, "item": offer.item}

    def placed(self, offer: Offer) -> bool:
        case = self.case
        enough = threshold(case.county, "propose_first", on=self.today)
        likely = offer.probability is None or offer.probability * 100 >= enough
        told = bool(case.summary.strip()) or not case.secret
        safe = case.safety not in (Safety.STOPPED, Safety.HELD)
        able = told and safe and case.allows(self.dossier.actor, Duty.DISPATCH)
        return able and likely and bool(offer.unit) and offer.colour != Colour.RED

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"offered": self.offered}


class DispatchForm(AdvisedForm):
    to = forms.ChoiceField(label=gettext_lazy("主办单位"))
    assists = forms.MultipleChoiceField(
        label=gettext_lazy("协办单位"), required=False, widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=gettext_lazy("疑难事项才需要。按住Ctrl可以选几个。"),
    )  # fmt: skip
    item = forms.ChoiceField(
        label=gettext_lazy("事项（如需更正）"), required=False,
        help_text=gettext_lazy("退单说明认错了事项的，在这里改过来。"),
    )  # fmt: skip

    def prepare(self) -> None:
        units = unit_choices(self.case.county)
        self.choose("to", [("", _("请选择")), *units])
        self.choose("assists", units)
        self.fields["to"].initial = self._first_unit
        self.fields["assists"].initial = self._first_assists
        if not self.corrects:
            del self.fields["item"]
            return
        self.choose("item", [("", _("不更正")), *item_choices(self.case.county)])
        if self.kept:
            self.notice = _("退单没有成立，本件由%(unit)s继续办理。") % {"unit": self.kept.name}

    @property
    def corrects(self) -> bool:
        """Whether the item can be corrected with it: after a ruling, which may have shown that it was mistaken."""
        return self.case.state == State.RULED

    @cached_property
    def kept(self) -> Unit | None:
        """The unit whose return was not upheld: nobody else may be given the case."""
        leads = [one for one in self.dossier.assignments if one.role == Role.LEAD] if self.corrects else []
        return leads[-1].unit if leads and leads[-1].outcome == "kept" else None

    @cached_property
    def advised(self) -> Advised:
        return Advised(self.case.ref, (), (), 0, False) if self.kept else super().advised

    def filled_by(self, offer: Offer) -> dict[str, str | list[str]]:
        return {"to": offer.unit, "assists": list(offer.assists)} if offer.unit else {}

    @property
    def _item(self) -> str:
        return self.case.item.code if self.case.item else ""

    @cached_property
    def _listed(self) -> list[Proposal]:
        """What the duty list says, for the item as it is decided."""
        item = self._said("item", "") or self._item
        return [
            one for one in proposals(self.case.county, item, self.case.area, on=self.today)
            if one.unit.pk not in self.never | {self.case.accused_id}
        ]  # fmt: skip

    def _first_unit(self) -> str:
        """Who stands there before anybody chooses: whoever must keep the case; the likeliest, where it is likely enough
        or the only unit of the duty list."""
        if self.kept:
            return self.kept.code
        if self.chooses and (first := self.advised.first) and first.unit:
            return first.unit.code
        likeliest = self.advised.proposals[0].unit if self.chooses and self.advised.proposals else None
        alone = likeliest and [one.unit.pk for one in self._listed] == [likeliest.pk]
        return likeliest.code if likeliest and alone else ""

    def _first_assists(self) -> list[str]:
        to = self._first_unit()
        if not to or self.case.colour == Colour.GREEN:
            return []
        named = next((one.assists for one in self._listed if one.unit.code == to), ())
        return [unit.code for unit in named if unit.pk != self.case.accused_id]

    @property
    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        item = told.get("item", "")
        return told | {
            "item": item if item != self._item else "", "basis": self._basis(told["to"]), "offered": self.offered
        }  # fmt: skip

    def _basis(self, to: str) -> str:
        if to in {one.unit.code for one in self._listed}:
            return "duty-list"
        offered = self.offered.offers if self.offered else ()
        return "proposal" if to in {one.unit for one in offered} else "manual"


class ReassignForm(AdvisedForm):
    to = forms.ChoiceField(label=gettext_lazy("改派给"))
    reason = forms.CharField(
        label=gettext_lazy("改派理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=gettext_lazy("两个单位都看得到。新单位的签收时限重新计算。"),
    )  # fmt: skip

    def prepare(self) -> None:
        self.choose("to", [("", _("请选择")), *unit_choices(self.case.county)])
        self.fields["to"].initial = self._first_unit

    @property
    def never(self) -> frozenset[int]:
        return super().never | {self.case.lead_id or 0}

    def filled_by(self, offer: Offer) -> dict[str, str | list[str]]:
        return {"to": offer.unit} if offer.unit else {}

    def _first_unit(self) -> str:
        first = self.advised.first
        return first.unit.code if first and first.unit else ""

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"offered": self.offered}


class EntrustForm(DispatchForm):
    """A leader names the unit: what is proposed is there to look at, and none of it chosen before."""

    chooses = False
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
    def corrects(self) -> bool:
        return False

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
