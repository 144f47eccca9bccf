"""What one asks and another decides: more time, a halt, not accepting, a look at an identity; and the decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from onedoor.cases.actions.extending import extended
from onedoor.cases.actions.suspending import Halt
from onedoor.cases.models import Request
from onedoor.catalogue.queries import catalogue, threshold
from onedoor.core.clock import Unit, amount
from onedoor.core.wording import due_words
from onedoor.desk.forms.base import StepForm, words

MOST_LENGTHS = 60


class AskExtensionForm(StepForm):
    notice = gettext_lazy("由审批岗决定；同意以后，新的日期和理由会告诉当事人。延期只能在到期前申请，不超过原时限。")
    n = forms.TypedChoiceField(label=gettext_lazy("延长多久"), coerce=int)
    reason = words(gettext_lazy("为什么要延期"), gettext_lazy("查到哪一步、还差什么、打算怎么办。"))

    def prepare(self) -> None:
        trace = self.case.solve_limit or {}
        longest = min(trace.get("n", 0), MOST_LENGTHS) if "fixed" not in trace else 0
        self.choose("n", [("", _("请选择")), *((n, self._length(n, trace["unit"])) for n in range(1, longest + 1))])

    def _length(self, n: int, unit: str) -> str:
        limit = extended(self.case, n)
        return _("%(length)s，到%(due)s") % {
            "length": amount(n, Unit(unit)), "due": due_words(limit.due, now=self.dossier.now),
        }  # fmt: skip


class AskSuspensionForm(StepForm):
    notice = gettext_lazy("由审批岗决定；中止期间时钟停着，到期自动恢复，也可以提前恢复。")
    why = forms.ChoiceField(label=gettext_lazy("为什么要中止"), choices=Halt.choices, widget=forms.RadioSelect)
    until = forms.DateField(
        label=gettext_lazy("中止到哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = words(gettext_lazy("具体情况"), gettext_lazy("谁在做、什么时候能有结果。当事人看得到。"))

    def prepare(self) -> None:
        self.choose("why", Halt.choices, hints={})
        days = threshold(self.case.county, "suspension_days", on=self.today)
        last = self.today + timedelta(days=days - 1)
        self.fields["until"].widget.attrs |= {"min": self.today.isoformat(), "max": last.isoformat()}
        self.fields["until"].help_text = _("含这一天。最长%(days)s天，到%(year)s年%(month)s月%(day)s日。") % {
            "days": days, "year": last.year, "month": last.month, "day": last.day,
        }  # fmt: skip


class AskDeclineForm(StepForm):
    begins = "reason"
    notice = gettext_lazy(
        "要由另一人审批签发。当事人会收到依据、理由和可以去哪里，并可以提出异议。本中心能办的，请先分流。"
    )
    clause = forms.ChoiceField(label=gettext_lazy("属于哪种情形"), widget=forms.RadioSelect)
    reason = words(gettext_lazy("理由"), gettext_lazy("本件的哪些事实符合这一条。"))

    def prepare(self) -> None:
        known = [clause for clause in catalogue(self.case.county).clauses.values() if clause.active]
        hints = {
            clause.code: _("依据：%(citation)s。告知当事人：%(guidance)s")
            % {"citation": _(clause.citation) if clause.citation else "–", "guidance": _(clause.guidance)}
            for clause in known
        }
        self.choose("clause", [(clause.code, _(clause.text)) for clause in known], hints=hints)


class AskUnmaskForm(StepForm):
    notice = gettext_lazy("本件保密。要由另一位审批人同意，才能在限定的时间里查看；查看会记入经过，来件人看得到。")
    report = forms.IntegerField(widget=forms.HiddenInput)
    reason = words(gettext_lazy("为什么要看"), gettext_lazy("不看身份为什么办不成。"), rows=3, most=200)

    def prepare(self) -> None:
        self.fields["report"].initial = self.about


class DecideForm(StepForm):
    request = forms.IntegerField(widget=forms.HiddenInput)
    granted = forms.TypedChoiceField(
        label=gettext_lazy("决定"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", pgettext_lazy("按钮", "同意")), ("no", pgettext_lazy("按钮", "不同意"))],
    )  # fmt: skip
    reason = words(gettext_lazy("理由"), gettext_lazy("申请人看得到；同意延期、中止、不予受理的，当事人也看得到。"))

    def prepare(self) -> None:
        self.fields["request"].initial = self.about
        asked = next((one for one in self.dossier.requests if str(one.id) == self.about), None)
        if asked and asked.kind == Request.Kind.DECLINE:
            self.notice = _("同意就是由您签发不予受理：本件结束，当事人可以提出异议，由第三人复核。")

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data
