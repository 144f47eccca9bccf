"""What kind of matter it is, who may know what of it, and whether somebody is in danger."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.models.choices import Kind, Nature, People, Urgency
from onedoor.catalogue.models.safety_word import Sign
from onedoor.desk.forms.base import StepForm, words
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory

NOT_SET = ("", gettext_lazy("不确定"))
PRINTABLE = RegexValidator(r"^[ -~]*$", gettext_lazy("上级编号只能用字母、数字和符号。"))


class DescribeForm(StepForm):
    notice = gettext_lazy("分流以前可以改；分流以后时限按这里算，就不能改了。")
    nature = forms.ChoiceField(label=gettext_lazy("是哪一类"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=gettext_lazy("来电类型"), required=False, widget=forms.RadioSelect, choices=[*Kind.choices, NOT_SET]
    )
    urgency = forms.ChoiceField(label=gettext_lazy("紧急程度"), widget=forms.RadioSelect, choices=Urgency.choices)
    people = forms.ChoiceField(
        label=gettext_lazy("涉及多少人"), required=False, widget=forms.RadioSelect, choices=[*People.choices, NOT_SET]
    )
    amount = forms.DecimalField(
        label=gettext_lazy("涉及金额（元）"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    major = forms.BooleanField(label=gettext_lazy("重大事项"), required=False)
    long_standing = forms.BooleanField(label=gettext_lazy("积案"), required=False)
    upstream_no = forms.CharField(
        label=gettext_lazy("上级编号"), required=False, max_length=60, validators=[PRINTABLE],
        help_text=gettext_lazy("只有上级交办的才填。"),
    )  # fmt: skip
    upstream_by = forms.DateField(
        label=gettext_lazy("上级要求哪天办结"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def prepare(self) -> None:
        inform = self.case.restricted
        self.choose("nature", [choice for choice in Nature.choices if (choice[0] == Nature.INFORM) == inform])
        for name in self.fields:
            self.fields[name].initial = getattr(self.case, name)


class SummariseForm(StepForm):
    notice = gettext_lazy("单位只看得到这一段，看不到来件原文。")
    summary = words(
        gettext_lazy("给单位看的摘要"),
        gettext_lazy("查什么、在哪里。用自己的话写，不照抄原话，不写姓名、电话、住址。"), rows=5,
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["summary"].initial = self.case.summary


class SealForm(StepForm):
    notice = gettext_lazy("设为保密以后：单位看不到是谁反映的，也看不到原话，只看中心写的摘要；查看身份要两个人同意。")


class MakeReportForm(StepForm):
    notice = gettext_lazy(
        "转为举报以后，本件只由举报专办岗和领导处理，您可能就看不到了。被反映的单位不会收到，也看不到本件。"
    )
    accused = forms.ChoiceField(
        label=gettext_lazy("被反映的单位"), required=False, help_text=gettext_lazy("不清楚可以先不选，由专办岗补上。")
    )

    def prepare(self) -> None:
        self.choose("accused", [("", _("不清楚，或不是本县单位")), *accused_choices(self.case.county)])


def accused_choices(county: str) -> list[Any]:
    """Every unit that works, the centre included: any of them may be what a report is about."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for unit in directory(county).by_code.values():
        if unit.active:
            kinds.setdefault(unit.kind, []).append((unit.code, unit.name))
    return [(Unit.Kind(kind).label, units) for kind, units in kinds.items()]


class StopForm(StepForm):
    notice = gettext_lazy("马上停止安排调解和对外通知，由受过培训的人研判，白天夜里都会通知。正有危险，先打110。")
    signs = forms.MultipleChoiceField(
        label=gettext_lazy("看到了什么迹象"), choices=Sign.choices, widget=forms.CheckboxSelectMultiple
    )
    reason = words(gettext_lazy("怎么看出来的"), rows=3, required=False)


class DecideSafetyForm(StepForm):
    notice = gettext_lazy("有风险的，不安排调解、不发短信；报警、人身安全保护令等法定途径照常。")
    risk = forms.TypedChoiceField(
        label=gettext_lazy("研判结论"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("有安全风险")), ("no", gettext_lazy("已排除风险"))],
    )  # fmt: skip
    measures = words(gettext_lazy("依据和措施"), gettext_lazy("怎么核实的、采取了什么措施、联系了谁。"))
