"""What the forms of all steps have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.models import Case
from onedoor.desk.dossier import Dossier

_LEFT_OPEN = re.compile("〔[^〕]{0,40}〕")

YES_NO = [("yes", gettext_lazy("是")), ("no", gettext_lazy("否"))]


def answer(value: str) -> bool | None:
    """What was chosen from ``YES_NO``; None for nothing."""
    return {"yes": True, "no": False}.get(value)


def words(label: Any, hint: Any = "", *, rows: int = 4, most: int = 1000, required: bool = True) -> forms.CharField:
    """A field for sentences."""
    return forms.CharField(
        label=label, help_text=hint, max_length=most, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class StepForm(forms.Form):
    """Base of the forms of a case's steps; each fills its choices from the case.

    ``about`` says which request or report is meant, where a case has several. ``notice`` stands above the fields.
    ``takes`` names the files it takes, each field with its label; the action gets their keys. ``begins`` is the field
    that may begin with a text of the house (答复模板).
    """

    notice: Any = ""
    takes: ClassVar[Mapping[str, Any]] = {}
    begins: ClassVar[str] = ""

    def __init__(self, *args: Any, dossier: Dossier, about: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        self.dossier = dossier
        self.case: Case = dossier.case
        self.today = dossier.today
        self.about = about
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values."""

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if open_still := _LEFT_OPEN.search(str(told.get(self.begins, ""))):
            sentence = _("模板里的“%(words)s”还没有填。") % {"words": open_still.group()}
            self.add_error(self.begins, sentence)
        return told

    @property
    def values(self) -> dict[str, Any]:
        """What the action is called with."""
        return self.cleaned_data

    def choose(self, field: str, choices: list[Any], *, hints: Mapping[str, str] | None = None) -> None:
        """Offer these choices; with ``hints`` as cards, each with a sentence of its own."""
        shown = self.fields[field]
        assert isinstance(shown, forms.ChoiceField)
        shown.choices = choices
        if hints is not None:
            shown.hints, shown.look = hints, "cards"  # type: ignore[attr-defined]
