"""The ways out of the road and back: answer on the spot, emergency, merge, objection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.flow import CASE
from onedoor.cases.likely import Likely, likely
from onedoor.catalogue.models import EmergencyLine
from onedoor.core.refs import parse_ref
from onedoor.desk.forms.base import StepForm, words

OTHER = "other"


class AnswerForm(StepForm):
    begins = "text"
    notice = gettext_lazy("只用于咨询。答复后本件结束；当事人觉得没有解决，随时可以要求重办。")
    text = words(gettext_lazy("怎么答复的"), gettext_lazy("当事人在查询页看到原文。"), rows=6, most=5000)


class TransferForm(StepForm):
    service = forms.ChoiceField(label=gettext_lazy("转给谁"), choices=EmergencyLine.choices, widget=forms.RadioSelect)
    note = words(gettext_lazy("通话记录"), gettext_lazy("几点几分、由谁接的、怎么说的。"))

    def prepare(self) -> None:
        ends = CASE.step("transfer", state=self.case.state) is not None and not self.case.unsolved
        self.notice = (
            _("先拨打电话，再记在这里。本件还没有派给单位，转出后就结束；对方没有接手的，可以收回。")
            if ends
            else _("先拨打电话，再记在这里。本件照常办理，不因此结束。")
        )


class TakeBackForm(StepForm):
    reason = words(gettext_lazy("为什么收回"), gettext_lazy("对方怎么说的，接下来由本中心办什么。"))


class MergeForm(StepForm):
    notice = gettext_lazy("并入以后一起办；每位来件人仍有自己的编号、答复、回访和重启。并错了可以拆开。")
    into = forms.ChoiceField(label=gettext_lazy("并入哪一件"), widget=forms.RadioSelect)
    ref = forms.CharField(
        label=gettext_lazy("另一件的编号"), max_length=30, required=False,
        help_text=gettext_lazy("上面没有时填这里，19位数字，有没有横线都行。"),
    )  # fmt: skip
    reason = words(gettext_lazy("为什么是同一件事"), gettext_lazy("同一地点、同一对象、同一要求。"), rows=3)

    def prepare(self) -> None:
        found = likely(self.case, self.dossier.actor)
        choices = [(one.case.ref, one.case.title) for one in found]
        self.choose("into", [*choices, (OTHER, _("别的事项"))], hints={one.case.ref: self._why(one) for one in found})
        if not found:
            self.fields["into"].initial = OTHER

    def _why(self, one: Likely) -> str:
        unit = one.case.lead.name if one.case.lead else _("还没有派单")
        said = [one.case.ref, one.case.get_state_display(), unit]
        if one.same_phone:
            said.append(_("同一号码反映"))
        return " · ".join(said)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("into") == OTHER and parse_ref(told.get("ref", "")) is None:
            self.add_error("ref", _("请填另一件的完整编号。最后一位是校验码，抄错会查出来。"))
        return told

    @property
    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        into = parse_ref(told["ref"]) if told["into"] == OTHER else told["into"]
        return {"into": into, "reason": told["reason"]}


class UnmergeForm(StepForm):
    notice = gettext_lazy("拆开以后，本件从头分流、单独办理。")
    reason = words(gettext_lazy("为什么不是同一件事"), rows=3)


class DecideAppealForm(StepForm):
    notice = gettext_lazy("看清原来的依据、理由和当事人的异议，再决定。当事人看得到理由。")
    accepted = forms.TypedChoiceField(
        label=gettext_lazy("复核决定"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("受理，重新分流")), ("no", gettext_lazy("维持不予受理"))],
    )  # fmt: skip
    reason = words(gettext_lazy("理由"))
