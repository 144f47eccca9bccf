"""What issuing a supervision order and each of its steps ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.desk.forms.steps import unit_choices
from onedoor.work.actions.ordering import LONGEST_TEXT
from onedoor.work.models import Task
from onedoor.work.models.order import Reason
from onedoor.work.models.supervision import Level


class WordsField(forms.CharField):
    """A few sentences for the record."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **options)


class DayField(forms.DateField):
    """A day that need not be named."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, widget=widget, **options)


class PlainForm(forms.Form):
    """Base of the forms of an order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})

    def choose(self, field: str, choices: list[Any]) -> None:
        """Offer these choices."""
        shown = self.fields[field]
        assert isinstance(shown, forms.ChoiceField)
        shown.choices = choices


class LimitForm(PlainForm):
    """By when: so many working days, or the end of a day."""

    days = forms.IntegerField(
        label=gettext_lazy("几个工作日内反馈"), min_value=1, max_value=250, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    due_on = DayField(
        label=gettext_lazy("或者哪一天以前"), help_text=gettext_lazy("和工作日数填一样就行；到这一天24:00为止。")
    )


class DemandForm(LimitForm):
    """What is demanded by an order, whoever it is for."""

    reason = forms.ChoiceField(
        label=gettext_lazy("督办原因"), widget=forms.RadioSelect, choices=Reason.choices, initial=Reason.OVERDUE
    )
    level = forms.ChoiceField(
        label=gettext_lazy("督办级别"), widget=forms.RadioSelect, choices=Level.choices, initial=Level.ORDINARY
    )
    requirement = WordsField(
        label=gettext_lazy("要求"), help_text=gettext_lazy("要补做什么、做到什么程度。承办单位会看到原文。")
    )
    interview_on = DayField(label=gettext_lazy("约谈日期"), help_text=gettext_lazy("只有约谈才填。"))

    field_order = ["unit", "reason", "level", "requirement", "days", "due_on", "interview_on"]


class OrderForm(DemandForm):
    unit = forms.ChoiceField(label=gettext_lazy("被督办的单位"))

    def __init__(self, *args: Any, county: str, task: Task | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("unit", [(task.unit.code, task.unit.name)] if task else [("", _("请选择")), *unit_choices(county)])


class AnswerForm(PlainForm):
    text = WordsField(label=gettext_lazy("反馈"), help_text=gettext_lazy("查明了什么、改了什么、什么时候改好的。"))


class DischargeForm(PlainForm):
    opinion = WordsField(label=gettext_lazy("销号意见"), help_text=gettext_lazy("凭什么认为已经改好。"))


class SendAgainForm(LimitForm):
    opinion = WordsField(label=gettext_lazy("退回理由"), help_text=gettext_lazy("哪里还没有改好，要补做什么。"))

    field_order = ["opinion", "days", "due_on"]
