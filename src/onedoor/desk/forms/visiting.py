"""The call-back: whose, how, and what they answered (回访, D-12)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onedoor.cases.models.visit import Means, Why
from onedoor.cases.reporters import Asked, Known, to_ask
from onedoor.desk.forms.base import YES_NO, StepForm, answer, words

_OURS = (Means.PHONE, Means.MESSAGE, Means.ON_SITE, Means.WINDOW)


class VisitForm(StepForm):
    report = forms.TypedChoiceField(label=gettext_lazy("回访谁"), widget=forms.RadioSelect, coerce=int)
    means = forms.ChoiceField(
        label=gettext_lazy("怎么联系的"), widget=forms.RadioSelect, initial=Means.PHONE,
        choices=[(means.value, means.label) for means in _OURS],
    )  # fmt: skip
    contacted = forms.TypedChoiceField(
        label=gettext_lazy("联系到了吗"), choices=YES_NO, widget=forms.RadioSelect, coerce=answer
    )
    solved = forms.TypedChoiceField(
        label=gettext_lazy("解决了吗"), choices=YES_NO, widget=forms.RadioSelect, coerce=answer, required=False,
        empty_value=None, help_text=gettext_lazy("没联系到就不用填。"),
    )  # fmt: skip
    satisfied = forms.TypedChoiceField(
        label=gettext_lazy("满意吗"), choices=YES_NO, widget=forms.RadioSelect, coerce=answer, required=False,
        empty_value=None,
    )  # fmt: skip
    why = forms.ChoiceField(
        label=gettext_lazy("为什么"), required=False, choices=[("", gettext_lazy("没有选择")), *Why.choices],
        help_text=gettext_lazy("没有解决，或者不满意时选一条。"),
    )  # fmt: skip
    comment = words(gettext_lazy("群众怎么说"), rows=3, required=False)

    def prepare(self) -> None:
        record = [line.happening for line in self.dossier.lines]
        waiting = to_ask(self.case, known=Known(self.dossier.reports, record, merged=bool(self.dossier.merged)))
        self.choose("report", [(asked.report.id, self._whom(asked)) for asked in waiting])
        field = self.fields["report"]
        field.initial = waiting[0].report.id if waiting else None
        if any(asked.report.contact.text_only for asked in waiting):
            self.notice = _("来件人只用文字联系：请发短信问，不要打电话。")
            self.fields["means"].initial = Means.MESSAGE
        if len(waiting) < 2:
            field.widget = forms.HiddenInput()

    def _whom(self, asked: Asked) -> str:
        own = asked.report.case_id == self.case.id
        whom = _("本件来件人") if own else _("并入的%(ref)s的来件人") % {"ref": asked.report.case.ref}
        if asked.report.contact.text_only:
            whom = _("%(whom)s，只用文字联系") % {"whom": whom}
        if not asked.attempts:
            return whom
        tried = ngettext("已打过%(n)d次", "已打过%(n)d次", asked.attempts) % {"n": asked.attempts}
        return _("%(whom)s（%(tried)s）") % {"whom": whom, "tried": tried}

    @property
    def values(self) -> dict[str, Any]:
        reached = self.cleaned_data["contacted"]
        return self.cleaned_data if reached else self.cleaned_data | {"solved": None, "satisfied": None, "why": ""}
