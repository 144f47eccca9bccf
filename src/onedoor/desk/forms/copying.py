"""Which sheet a case is copied to, and whether with names and numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onedoor.desk.copies.sheet import CopySheet
from onedoor.desk.forms.orders import PlainForm

MASKED, CLEAR = "masked", "clear"


class CopyForm(PlainForm):
    """``may_clear``: whether the actor may look at who the resident is."""

    sheet = forms.ChoiceField(
        label=_("抄录到"), widget=forms.RadioSelect, error_messages={"required": _("请选一种抄录单。")}
    )
    who = forms.ChoiceField(
        label=_("姓名、电话和住址"), widget=forms.RadioSelect, initial=MASKED,
        choices=[(MASKED, _("遮盖")), (CLEAR, _("原样，写明原因并记入经过"))],
    )  # fmt: skip
    reason = forms.CharField(label=_("为什么要看"), max_length=200, required=False, help_text=_("选“原样”时要写。"))

    def __init__(self, data: Any, *, sheets: dict[str, CopySheet], may_clear: bool) -> None:
        super().__init__(data)
        self.choose("sheet", [(name, sheet.label) for name, sheet in sheets.items()])
        self.fields["sheet"].initial = next(iter(sheets), "")
        if not may_clear:
            del self.fields["who"], self.fields["reason"]
