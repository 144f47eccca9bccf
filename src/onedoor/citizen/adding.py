"""What a resident is adding to their open case, kept in their browser while they write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.citizen.forms import LONGEST_TEXT, Photos, Words
from onedoor.citizen.keeping import Note

NOTE = Note("od_adding", timedelta(hours=2))
"""It outlasts the page: whoever gives the code again goes on where they were."""


@dataclass(frozen=True)
class Addition:
    """What was written so far for the case ``ref``; so many ``photos`` wait under ``uploads``."""

    ref: str
    text: str = ""
    uploads: str = ""
    photos: int = 0

    @classmethod
    def of(cls, kept: Mapping[str, Any], *, ref: str) -> Addition:
        """What the note holds for this case; nothing where it holds another's."""
        if kept.get("ref") != ref:
            return cls(ref)
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})

    @property
    def note(self) -> dict[str, Any]:
        """What the browser keeps of it."""
        return asdict(self)

    def having(self, **told: Any) -> Addition:
        return replace(self, **told)


class AddForm(forms.Form):
    heading = gettext_lazy("补充情况")
    button = gettext_lazy("补上")

    photos = Photos()
    text = Words(
        label=gettext_lazy("要补充什么"),
        help_text=gettext_lazy("比如“今天又停了”“对方给了说法”。加了照片，也可以不写。"),
        max_length=LONGEST_TEXT,
        required=False,
        error_messages={"max_length": gettext_lazy("最多500字，现在是%(show_value)d字。请留下要紧的。")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: QueryDict | None, *, addition: Addition) -> None:
        super().__init__(data, initial={"text": addition.text}, label_suffix="")
        self.addition = addition

    @property
    def staying(self) -> bool:
        """Whether the resident added or took away a picture, and goes on writing."""
        return "remove" in self.data or "add" in self.data

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).strip()
        if not text and not self.addition.photos and not self.staying:
            raise ValidationError(_("还没有写要补充什么。写一句话，或者加一张照片。"))
        return text
