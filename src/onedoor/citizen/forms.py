"""What each page asks a resident."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.models.choices import Nature
from onedoor.cases.models.contact import ReplyBy, Tongue
from onedoor.citizen import places
from onedoor.citizen.draft import Draft, Naming
from onedoor.core.privacy import normalised_phone
from onedoor.geography.atlas import Atlas

LONGEST_TEXT = 500
_LONGEST_PLACE = 100
_LONGEST_NAME = 30
_LONGEST_ADDRESS = 100

NOBODY = {
    "name": "", "phone": "", "reply_by": ReplyBy.NONE, "address": "", "text_only": False, "tongue": "",
}  # fmt: skip
"""What is known of somebody who gives no name."""


class Words(forms.CharField):
    """Text as it was typed. Browsers send two characters for a line break; here it counts as the one that was typed."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or unicodedata.category(c) != "Cc")


class Photos(forms.FileField):
    """A place to choose pictures, and to say what is wrong with one. ``shots`` keeps them, so it holds nothing."""

    widget = forms.FileInput

    def __init__(self) -> None:
        hint = format_lazy(
            gettext_lazy("最多{most}张，可不填。照片里的拍摄地点、手机型号会自动去掉。"),
            most=settings.ONEDOOR_UPLOAD_MOST,
        )
        super().__init__(label=gettext_lazy("照片"), help_text=hint, required=False)

    def clean(self, data: Any, initial: Any = None) -> None:
        return None


class StepForm(forms.Form):
    """Base of the pages of a report: begins with what the draft holds; ``answers`` is what goes into it. ``heading`` is
    the one thing the page asks, ``hints`` say what each choice means."""

    heading: ClassVar[str | Promise]
    hints: ClassVar[Mapping[str, str | Promise]] = {}

    def __init__(self, data: QueryDict | None, *, draft: Draft, known: Atlas, area: str = "") -> None:
        super().__init__(data, initial=draft.note | ({"area": area} if area else {}), label_suffix="")
        self.draft = draft
        self.known = known
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and words that depend on the draft."""

    @property
    def answers(self) -> dict[str, Any]:
        """The fields of the draft this page answers."""
        return self.cleaned_data

    def choose(self, field: str, choices: list[Any]) -> None:
        shown = self.fields[field]
        assert isinstance(shown, forms.ChoiceField)
        shown.choices = choices


class WhereForm(StepForm):
    heading = gettext_lazy("在哪儿")

    area = forms.ChoiceField(
        label=gettext_lazy("村（社区）"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("名单里没有这个地方。请重新选。")},
    )
    place = Words(
        label=gettext_lazy("具体在哪儿"),
        help_text=gettext_lazy("比如“翠湖花园3幢”“村口小桥边”。"),
        max_length=_LONGEST_PLACE,
        required=False,
        error_messages={"max_length": gettext_lazy("最多100字。请写短一点。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lon = forms.FloatField(
        label=gettext_lazy("经度"), min_value=-180, max_value=180, required=False, widget=forms.HiddenInput
    )
    lat = forms.FloatField(
        label=gettext_lazy("纬度"), min_value=-90, max_value=90, required=False, widget=forms.HiddenInput
    )

    def prepare(self) -> None:
        named = str(self.data.get("area", "")) or str(self.initial.get("area", ""))
        self.choose("area", places.choices(self.known, self.draft.grid, self.draft.area, named))

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        area = told.get("area", "")
        lon, lat = told.get("lon"), told.get("lat")
        grid = self.known.grid_at(lon, lat) if lon is not None and lat is not None else None
        if "area" in self.errors:
            return told
        moved = "lon" in self.changed_data or "lat" in self.changed_data
        if grid and (not area or places.holds(area, grid) or (moved and "area" not in self.changed_data)):
            # The position says it more exactly, or was taken after the place had been chosen.
            return told | {"area": grid}
        if not area:
            if lon is not None and grid is None:
                self.add_error("area", _("您现在的位置不在本县。请从名单里选。"))
            else:
                self.add_error("area", _("请选一个，说不清也可以选“说不清是哪里”。"))
        return told | {"lon": None, "lat": None}


class WhatForm(StepForm):
    heading = gettext_lazy("拍一张，或者说一说")
    hints = {
        Nature.DEMAND: gettext_lazy("修路灯、办手续、停水停电……"),
        Nature.DISPUTE: gettext_lazy("邻里、家庭、工钱、物业……"),
        Nature.PETITION: gettext_lazy("按信访的办法受理和答复"),
        Nature.INFORM: gettext_lazy("从现在起就保密，办理单位看不到您是谁"),
    }

    photos = Photos()
    text = Words(
        label=gettext_lazy("出了什么事"),
        help_text=gettext_lazy("写一句话就行，不用写身份证号。拍了照片，也可以不写。"),
        max_length=LONGEST_TEXT,
        required=False,
        error_messages={
            "max_length": gettext_lazy("最多500字，现在是%(show_value)d字。请留下要紧的。"),
        },
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("是哪一种"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (Nature.DEMAND, gettext_lazy("请帮忙解决一件事")),
            (Nature.DISPUTE, gettext_lazy("和别人有矛盾，想请人调解")),
            (Nature.PETITION, gettext_lazy("给政府提意见、提建议、信访")),
            (Nature.INFORM, gettext_lazy("举报违法违规")),
        ],
        error_messages={"invalid_choice": gettext_lazy("请从四种里选一种。")},
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).strip()
        if not text and not self.draft.photos and not self.staying:
            raise ValidationError(_("还没有说出了什么事。写一句话就行，或者拍一张照片。"))
        return text

    @property
    def staying(self) -> bool:
        """Whether the resident added or took away a picture, and goes on writing."""
        return "remove" in self.data or "add" in self.data

    def clean_nature(self) -> str:
        return str(self.cleaned_data["nature"] or Nature.DEMAND)

    @property
    def answers(self) -> dict[str, Any]:
        """An informant's report is confidential whatever was chosen before, so that question is asked again."""
        told = {name: self.cleaned_data[name] for name in ("text", "nature")}
        if told["nature"] == Nature.INFORM and self.draft.naming == Naming.OPEN:
            told["naming"] = ""
        return told


class WhoForm(StepForm):
    heading = gettext_lazy("怎样联系您")
    hints = {
        Naming.OPEN: gettext_lazy("他们可以直接打电话给您"),
        Naming.CONFIDENTIAL: gettext_lazy("办理单位看不到您是谁，由中心答复您"),
        Naming.ANONYMOUS: gettext_lazy("谁也不知道您是谁；一样给编号和查询码，答复要自己来查"),
    }

    naming = forms.ChoiceField(
        label=gettext_lazy("要不要对办理单位保密"),
        choices=Naming.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一项。"), "invalid_choice": gettext_lazy("请选一项。")},
    )
    name = Words(
        label=gettext_lazy("怎么称呼您"),
        max_length=_LONGEST_NAME,
        required=False,
        error_messages={"max_length": gettext_lazy("最多30字。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        help_text=gettext_lazy("手机，或带区号的固定电话。"),
        max_length=30,
        required=False,
        error_messages={"max_length": gettext_lazy("太长了。只写一个电话号码。")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    reply_by = forms.ChoiceField(
        label=gettext_lazy("怎样答复您"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (ReplyBy.PHONE, gettext_lazy("打电话")),
            (ReplyBy.MESSAGE, gettext_lazy("发短信")),
            (ReplyBy.LETTER, gettext_lazy("寄书面答复")),
            (ReplyBy.NONE, gettext_lazy("不用联系我，我自己来查")),
        ],
        error_messages={"invalid_choice": gettext_lazy("请从这几种里选一种。")},
    )
    address = Words(
        label=gettext_lazy("寄到哪里"),
        help_text=gettext_lazy("选“寄书面答复”的才要填。"),
        max_length=_LONGEST_ADDRESS,
        required=False,
        error_messages={"max_length": gettext_lazy("最多100字。请写短一点。")},
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    text_only = forms.BooleanField(
        label=gettext_lazy("请只用文字联系我，不打电话"),
        help_text=gettext_lazy("答复和回访都发短信，要问您什么也写字。"),
        required=False,
    )
    tongue = forms.ChoiceField(
        label=gettext_lazy("说什么话、用什么语言方便"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("普通话")),
            (Tongue.DIALECT, gettext_lazy("本地方言")),
            (Tongue.SIGN, gettext_lazy("手语")),
            (Tongue.OTHER, gettext_lazy("其他语言")),
        ],
        error_messages={"invalid_choice": gettext_lazy("请从这几种里选一种。")},
    )

    def prepare(self) -> None:
        if self.draft.nature == Nature.INFORM:
            self.choose("naming", [choice for choice in Naming.choices if choice[0] != Naming.OPEN])

    def clean_phone(self) -> str:
        written = unicodedata.normalize("NFKC", self.cleaned_data["phone"]).strip()
        digits = normalised_phone(written)
        if not written:
            return ""
        if not re.fullmatch(r"[\d\s+()\-–—]*", written):
            raise ValidationError(_("电话号码里只能有数字。请只写号码。"))
        if re.match(r"1[3-9]", digits) and len(digits) != 11:
            raise ValidationError(_("手机号应是11位数字，现在是%(n)s位。请对一下。") % {"n": len(digits)})
        if not 7 <= len(digits) <= 12:
            raise ValidationError(_("电话号码应是7到12位数字，现在是%(n)s位。请对一下。") % {"n": len(digits)})
        return digits

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("naming") == Naming.ANONYMOUS:
            for field in NOBODY:
                self.errors.pop(field, None)
            return told | NOBODY
        reply_by = told.get("reply_by") or ReplyBy.PHONE
        if told.get("text_only") and reply_by == ReplyBy.PHONE:
            reply_by = ReplyBy.MESSAGE
        if reply_by in (ReplyBy.PHONE, ReplyBy.MESSAGE) and not told.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("要打电话、发短信答复您，得有电话号码。不想留，请选“不用联系我”。"))
        if reply_by == ReplyBy.LETTER and not told.get("address") and "address" not in self.errors:
            self.add_error("address", _("要寄书面答复，得知道寄到哪里。"))
        return told | {"reply_by": reply_by}
