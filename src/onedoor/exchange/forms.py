"""The forms of the pages about keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.exchange.actions.clients import LONGEST_OVERLAP, MOST_PER_MINUTE, Terms
from onedoor.exchange.models import Client, Scope
from onedoor.exchange.scopes import SAYS
from onedoor.organisation.queries import directory

_NUMBER = {"invalid": gettext_lazy("请写一个整数。"), "required": gettext_lazy("请写一个整数。")}


class TermsForm(forms.Form):
    """What a client may do. ``code`` is asked for a new one only."""

    code = forms.CharField(
        label=gettext_lazy("代码"), max_length=20,
        help_text=gettext_lazy("2到20个小写字母、数字或连字符，例如hotline-12345。以后不能改。"),
        error_messages={"required": gettext_lazy("请写一个代码。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("哪个系统"), max_length=80, help_text=gettext_lazy("例如：县12345热线平台。"),
        error_messages={"required": gettext_lazy("请写清楚是哪个系统。")},
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=gettext_lazy("替哪个单位用"),
        help_text=gettext_lazy("中心的系统看得到范围内的全部（保密件除外）；别的单位只看得到交给它的。"),
        error_messages={"required": gettext_lazy("请选一个单位。"), "invalid_choice": gettext_lazy("请从名单里选。")},
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("权限"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("只选用得着的。没有一项能看到完整的姓名和电话，保密件和举报件一律不出接口。"),
        error_messages={"required": gettext_lazy("请至少选一项权限。")},
    )  # fmt: skip
    area = forms.CharField(
        label=gettext_lazy("范围"), max_length=17, required=False,
        help_text=gettext_lazy("区划代码；留空就是这个单位管的地方。范围以外的看不到，也登记不了。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    per_minute = forms.IntegerField(
        label=gettext_lazy("每分钟最多几次"), min_value=1, max_value=MOST_PER_MINUTE, initial=120,
        error_messages=_NUMBER, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    expires_on = forms.DateField(
        label=gettext_lazy("有效期到"), required=False,
        help_text=gettext_lazy("到这一天为止；留空就一直有效，直到停用。"),
        error_messages={"invalid": gettext_lazy("日期认不出来。请写成2026-01-01。")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    optional = frozenset({"area", "expires_on"})
    hints = SAYS

    def __init__(self, *args: Any, county: str, client: Client | None = None, **kwargs: Any) -> None:
        if client is not None:
            kwargs["initial"] = {
                "name": client.name, "unit": client.unit.code, "scopes": client.scopes, "area": client.area,
                "per_minute": client.per_minute, "expires_on": client.expires_on,
            }  # fmt: skip
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        units = [unit for unit in directory(county).by_code.values() if unit.active]
        choice = self.fields["unit"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("—")), *((unit.code, unit.name) for unit in units)]
        if client is not None:
            del self.fields["code"]

    @property
    def terms(self) -> Terms:
        """The terms as they were filled in."""
        return Terms(**{name: value for name, value in self.cleaned_data.items() if name != "code"})


class RenewForm(forms.Form):
    overlap = forms.IntegerField(
        label=gettext_lazy("旧密钥再用几天"), min_value=0, max_value=LONGEST_OVERLAP, initial=7,
        help_text=gettext_lazy("好让对方换过来；0就是马上不能用。"),
        error_messages=_NUMBER, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})
