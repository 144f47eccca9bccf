"""What a step for many asks once, for all of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.desk.forms.orders import DemandForm, PlainForm, WordsField
from onedoor.desk.forms.steps import unit_choices

BY_DUTY_LIST = "duty-list"


class BulkDispatchForm(PlainForm):
    to = forms.ChoiceField(
        label=gettext_lazy("主办单位"),
        help_text=gettext_lazy(
            "按职责清单和裁定：每一件派给负责它的单位，疑难事项连同协办单位。清单上没有的、说法不一的不派，会列出来。"
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("to", [("", _("请选择")), (BY_DUTY_LIST, _("按职责清单和裁定，各派各的")), *unit_choices(county)])


class BulkReassignForm(PlainForm):
    to = forms.ChoiceField(label=gettext_lazy("改派给"))
    reason = forms.CharField(
        label=gettext_lazy("改派理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=gettext_lazy("记入每一件的经过，两个单位都看得到。签收时限重新计算。"),
    )  # fmt: skip

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("to", [("", _("请选择")), *unit_choices(county)])


class BulkOrderForm(DemandForm):
    """One order for each case, to the unit that must act on it."""

    requirement = WordsField(
        label=gettext_lazy("要求"), help_text=gettext_lazy("每一张督办单都写这一段，承办单位会看到原文。")
    )

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class BulkPlainForm(PlainForm):
    """Nothing is asked but whether to."""

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
