"""Registration on one screen: what was said first, then who, where and what kind."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.actions.registering import LONGEST_TEXT
from onedoor.cases.models.choices import Kind, Nature, People, Urgency
from onedoor.cases.models.contact import ReplyBy, Tongue
from onedoor.cases.models.report import Channel
from onedoor.catalogue.models import EmergencyLine
from onedoor.desk.forms.secrecy import NOT_SET, PRINTABLE, accused_choices
from onedoor.desk.forms.steps import area_choices, item_choices
from onedoor.desk.forms.told import CALM, TRANSFERRED, Told
from onedoor.geography.atlas import atlas

_OUR_CHANNELS = (
    Channel.HOTLINE, Channel.WINDOW, Channel.GRID, Channel.LETTER, Channel.PETITION, Channel.POLICE, Channel.UPPER,
)  # fmt: skip


class RegistrationForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("说了什么"), max_length=LONGEST_TEXT, strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}), help_text=gettext_lazy("边听边记，一句也可以登记"),
    )  # fmt: skip
    emergency = forms.ChoiceField(
        label=gettext_lazy("现在有人有危险吗"), required=False, widget=forms.RadioSelect,
        choices=[(TRANSFERRED, gettext_lazy("已经转接")), (CALM, gettext_lazy("不是紧急"))],
    )  # fmt: skip
    emergency_service = forms.ChoiceField(
        label=gettext_lazy("转给谁"), required=False, widget=forms.RadioSelect, choices=EmergencyLine.choices
    )
    emergency_by = forms.CharField(label=gettext_lazy("谁接的"), required=False, max_length=60)
    emergency_at = forms.TimeField(
        label=gettext_lazy("几点几分"),
        required=False,
        help_text=gettext_lazy("不填就是现在"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    emergency_why = forms.CharField(label=gettext_lazy("为什么不是紧急"), required=False, max_length=300)
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
        label=gettext_lazy("不愿留名"), required=False, help_text=gettext_lazy("不存称呼和电话")
    )
    text_only = forms.BooleanField(
        label=gettext_lazy("只用文字联系"), required=False, help_text=gettext_lazy("不打电话")
    )
    tongue = forms.ChoiceField(
        label=gettext_lazy("来人说什么话"), required=False, widget=forms.RadioSelect, initial="",
        choices=[("", gettext_lazy("普通话")), *Tongue.choices],
    )  # fmt: skip
    place = forms.CharField(label=gettext_lazy("地点"), max_length=200, required=False)
    area = forms.CharField(label=gettext_lazy("村社区"), max_length=17, required=False, widget=forms.Select)
    nature = forms.ChoiceField(
        label=gettext_lazy("是哪一类"), widget=forms.RadioSelect, choices=Nature.choices, initial=Nature.DEMAND
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("来电类型"), widget=forms.RadioSelect, required=False, initial="",
        choices=[*Kind.choices, NOT_SET],
    )  # fmt: skip
    item = forms.ChoiceField(label=gettext_lazy("事项"), required=False)
    urgency = forms.ChoiceField(
        label=gettext_lazy("紧急程度"), widget=forms.RadioSelect, choices=Urgency.choices, initial=Urgency.NORMAL
    )
    people = forms.ChoiceField(
        label=gettext_lazy("涉及多少人"), widget=forms.RadioSelect, required=False, initial="",
        choices=[*People.choices, NOT_SET],
    )  # fmt: skip
    reply = forms.CharField(
        label=gettext_lazy("当场答复"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("咨询可以当场答复并办结。来人会收到原文。"),
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

    def __init__(self, *args: Any, county: str, answers: bool = False, **kwargs: Any) -> None:
        """``answers``: sent by the button that answers on the spot and ends it."""
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        self.county, self.answers = county, answers
        # Three hundred villages, units and items are listed when the page is drawn, not when a form is sent; the
        # village that was chosen is checked against the atlas.
        area = self.fields["area"].widget
        assert isinstance(area, forms.Select)
        area.choices = CallableChoiceIterator(lambda: self._areas())
        _offer(self.fields, county)
        self.fields["token"].initial = secrets.token_urlsafe(18)

    def _areas(self) -> list[Any]:
        """Towns and villages; a grid that was picked on the map stays on offer."""
        places, chosen = atlas(self.county), str(self["area"].value() or "")
        grid = [(chosen, places.path(chosen))] if len(chosen) > 12 and places.known(chosen) else []
        return [*grid, *area_choices(places)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for name, sentence in self.told.complaints():
            self.add_error(name, sentence)
        return told

    @property
    def told(self) -> Told:
        """What the fields say as far as they could be read."""
        return Told(self.cleaned_data, str(self["text"].value() or ""), self.county, self.answers)

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
    def told_of_speech(self) -> bool:
        """Whether the fold about the language stands open."""
        return bool(self["tongue"].value() or self["tongue"].errors)

    @property
    def told_reply(self) -> bool:
        """Whether the fold of the answer on the spot stands open."""
        return bool(self["reply"].value() or self["reply"].errors)


def read(post: QueryDict, *, county: str, answers: bool) -> Told | None:
    """What a sent form says, read by the fields of ``RegistrationForm`` without making one: copying thirty fields
    and their choices would cost as much as registering. None where there is something to complain of, which the form
    then says."""
    values: dict[str, Any] = {}
    for name, field, known in _fields(county):
        sent = post.get(name, "")
        if sent in known:
            values[name] = known[sent]
            continue
        try:
            values[name] = field.clean(field.widget.value_from_datadict(post, {}, name))
        except forms.ValidationError:
            return None
    told = Told(values, values["text"], county, answers)
    return None if any(told.complaints()) else told


@lru_cache(maxsize=64)
def _fields(county: str) -> tuple[tuple[str, forms.Field, dict[str, Any]], ...]:
    """The fields of the form, each with its name and what it makes of a blank and of the choices that never change;
    nobody changes them."""
    form = RegistrationForm(county=county)
    return tuple((name, field, _known(field)) for name, field in form.fields.items())


def _known(field: forms.Field) -> dict[str, Any]:
    known = {} if field.required else {"": field.clean(None)}
    if isinstance(field, forms.ChoiceField) and isinstance(field.choices, list):  # the county's own are a callable
        known |= {str(value): field.clean(value) for value, _label in field.choices if value}
    return known


def _offer(fields: Mapping[str, forms.Field], county: str) -> None:
    """The county's units and items, listed when they are needed."""
    accused, item = fields["accused"], fields["item"]
    assert isinstance(accused, forms.ChoiceField) and isinstance(item, forms.ChoiceField)
    accused.choices = lambda: [("", _("不清楚，或不是本县单位")), *accused_choices(county)]
    item.choices = lambda: [("", _("不确定，由分派岗定")), *item_choices(county)]
