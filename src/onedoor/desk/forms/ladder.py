"""Up and down the ladder of units, and what helping units do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from onedoor.cases.actions.dispatching import RUNGS
from onedoor.cases.actions.raising import Raise
from onedoor.cases.models.assignment import Role
from onedoor.desk.forms.base import StepForm, words

RUNG_NAMES = {
    "village": pgettext_lazy("rung", "村社区"), "town": pgettext_lazy("rung", "镇街"),
    "county": pgettext_lazy("rung", "县级"),
}  # fmt: skip


class RaiseForm(StepForm):
    why = forms.ChoiceField(label=gettext_lazy("为什么提级"), choices=Raise.choices, widget=forms.RadioSelect)
    reason = words(gettext_lazy("具体情况"), gettext_lazy("做过什么、为什么本级解决不了。"))

    def prepare(self) -> None:
        self.choose("why", Raise.choices, hints={})
        if self.case.lead and self.case.lead.level in RUNGS[:-1]:
            above = RUNGS[RUNGS.index(self.case.lead.level) + 1]
            self.notice = _("提到%(rung)s：本单位不再主办，由中心在上一级找单位接办。") % {"rung": RUNG_NAMES[above]}


class LowerForm(StepForm):
    notice = gettext_lazy("下沉以后，由中心派给下一级单位办理。")
    level = forms.ChoiceField(label=gettext_lazy("下沉到哪一级"), widget=forms.RadioSelect)
    reason = words(gettext_lazy("为什么下级能解决"))

    def prepare(self) -> None:
        self.choose("level", [(rung, RUNG_NAMES[rung]) for rung in below(self.case.level)])


def below(level: str) -> tuple[str, ...]:
    """The rungs under this one, the lowest first; under no rung all but the highest."""
    return RUNGS[: RUNGS.index(level)] if level in RUNGS else RUNGS[:-1]


class AssistForm(StepForm):
    takes = {"before": gettext_lazy("办理前照片"), "after": gettext_lazy("办理后照片")}
    text = words(
        gettext_lazy("本单位做了什么"), gettext_lazy("查明了什么、做了什么。主办单位会用到。"), rows=6, most=5000
    )


class InspectForm(StepForm):
    takes = {"before": gettext_lazy("现场照片")}
    units = forms.MultipleChoiceField(
        label=gettext_lazy("哪些单位一同到场"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("本单位不用勾。"),
    )  # fmt: skip
    text = words(gettext_lazy("现场核查记录"), gettext_lazy("看到什么、谁在场、各单位怎么分工。"), rows=6, most=5000)

    def prepare(self) -> None:
        helpers = [one.unit for one in self.dossier.assignments if one.role == Role.ASSIST and one.ended_at is None]
        choices: list[Any] = [(unit.code, unit.name) for unit in dict.fromkeys(helpers)]
        self.choose("units", choices)
        self.fields["units"].initial = [code for code, _name in choices]
