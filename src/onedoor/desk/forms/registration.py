"""Registration on one screen: what was said first, then who, where and what kind."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.actions.registering import LONGEST_TEXT, Incoming
from onedoor.cases.models.choices import Kind, Nature, People, Urgency
from onedoor.cases.models.contact import ReplyBy
from onedoor.cases.models.report import Channel
from onedoor.desk.forms.secrecy import NOT_SET, PRINTABLE, accused_choices
from onedoor.desk.forms.steps import area_choices
from onedoor.geography.atlas import atlas

_OUR_CHANNELS = (
    Channel.HOTLINE, Channel.WINDOW, Channel.GRID, Channel.LETTER, Channel.PETITION, Channel.POLICE, Channel.UPPER,
)  # fmt: skip


class RegistrationForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("说了什么"), max_length=LONGEST_TEXT, strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}), help_text=gettext_lazy("边听边记，一句也可以登记"),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=gettext_lazy("怎么来的"), widget=forms.RadioSelect, initial=Channel.HOTLINE,
        choices=[(channel.value, channel.label) for channel in _OUR_CHANNELS],
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("称呼"), max_length=60, required=False)
    phone = forms.CharField(
        label=gettext_lazy("电话"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    reply_by = forms.ChoiceField(
        label=gettext_lazy("希望怎样答复"), widget=forms.RadioSelect, choices=ReplyBy.choices, initial=ReplyBy.PHONE
    )
    confidential = forms.BooleanField(
        label=gettext_lazy("要求保密"), required=False, help_text=gettext_lazy("承办单位看不到身份")
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("不愿留名"), required=False, help_text=gettext_lazy("不存称呼和电话，凭编号和查询码查进度")
    )
    place = forms.CharField(label=gettext_lazy("地点"), max_length=200, required=False)
    area = forms.CharField(label=gettext_lazy("村社区"), max_length=17, required=False, widget=forms.Select)
    nature = forms.ChoiceField(
        label=gettext_lazy("是哪一类"), widget=forms.RadioSelect, choices=Nature.choices, initial=Nature.DEMAND
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("紧急程度"), widget=forms.RadioSelect, choices=Urgency.choices, initial=Urgency.NORMAL
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("来电类型"), widget=forms.RadioSelect, required=False, initial="",
        choices=[*Kind.choices, NOT_SET],
    )  # fmt: skip
    people = forms.ChoiceField(
        label=gettext_lazy("涉及多少人"), widget=forms.RadioSelect, required=False, initial="",
        choices=[*People.choices, NOT_SET],
    )  # fmt: skip
    accused = forms.ChoiceField(
        label=gettext_lazy("被反映的单位"), required=False, help_text=gettext_lazy("不清楚可以不选，由专办岗补上。")
    )
    upstream_no = forms.CharField(label=gettext_lazy("上级编号"), required=False, max_length=60, validators=[PRINTABLE])
    upstream_by = forms.DateField(
        label=gettext_lazy("上级要求哪天办结"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("到这一天24:00为止；比本县时限早的，按它算。"),
    )  # fmt: skip
    token = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        # Three hundred villages are listed when the page is drawn; what was chosen is checked against the atlas.
        area = self.fields["area"].widget
        assert isinstance(area, forms.Select)
        area.choices = CallableChoiceIterator(lambda: area_choices(atlas(county)))
        accused = self.fields["accused"]
        assert isinstance(accused, forms.ChoiceField)
        accused.choices = [("", _("不清楚，或不是本县单位")), *accused_choices(county)]
        self.fields["token"].initial = secrets.token_urlsafe(18)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("accused") and told.get("nature") != Nature.INFORM:
            self.add_error("accused", _("只有举报才填被反映的单位。请把“是哪一类”改为举报，或者不选单位。"))
        for name in ("upstream_no", "upstream_by"):
            if told.get(name) and told.get("channel") != Channel.UPPER:
                self.add_error(name, _("只有上级交办的才填。请把“怎么来的”改为上级，或者清空。"))
        return told

    @property
    def told_of_unit(self) -> bool:
        """Whether the fold about the accused unit stands open."""
        return bool(self["accused"].value() or self["accused"].errors or self["nature"].value() == Nature.INFORM)

    @property
    def told_from_above(self) -> bool:
        """Whether the fold about the upstream order stands open."""
        ours = (self["upstream_no"], self["upstream_by"])
        return self["channel"].value() == Channel.UPPER or any(field.value() or field.errors for field in ours)

    @property
    def incoming(self) -> Incoming:
        """The valid form as what somebody told us."""
        return Incoming(**self.cleaned_data)
