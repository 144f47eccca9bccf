"""Reference and query code, typed in any of the ways people type digits."""

from __future__ import annotations

import unicodedata

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from onedoor.core.refs import parse_ref


class CodeForm(forms.Form):
    """The query code alone, of a report that is open already."""

    code = forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=30,
        help_text=gettext_lazy("8位数字，在编号下面。"),
        error_messages={
            "required": gettext_lazy("请填查询码。"),
            "max_length": gettext_lazy("太长了。查询码是8位数字。"),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, ref: str = "") -> None:
        super().__init__(data, initial={"ref": ref}, label_suffix="")

    def clean_code(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["code"])


class ProgressForm(CodeForm):
    """Both, to open a report."""

    field_order = ("ref", "code")

    ref = forms.CharField(
        label=gettext_lazy("编号"),
        max_length=60,
        help_text=gettext_lazy("19位数字，在回执上。空格、横线不用管。"),
        error_messages={"required": gettext_lazy("请填编号。"), "max_length": gettext_lazy("太长了。编号是19位数字。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_ref(self) -> str:
        """The reference in its stored form; empty for what cannot be one, which is refused like a wrong code."""
        return parse_ref(unicodedata.normalize("NFKC", self.cleaned_data["ref"])) or ""
