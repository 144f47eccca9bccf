"""The form of one row of the set-up, drawn from the columns of its sheet. What is right and wrong the sheet says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.setup.columns import Choice, Code, Column, Day, Degrees, Number, Ref, Refs, Several, Text, Words, YesNo
from onedoor.setup.sheet import Sheet, Values
from onedoor.setup.state import State

_MOST_OFFERED = 400


class RowForm(forms.Form):
    """``row`` is the row it was opened from; its key stays as it is. Without one the form is for a new row."""

    def __init__(self, *args: Any, sheet: Sheet, state: State, row: Values | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        self.sheet, self.row = sheet, row
        for column in sheet.columns:
            if row is not None and column.code in sheet.key:
                continue
            if row is None and column is sheet.end_column and isinstance(column, YesNo):
                continue
            field = _field(column, state)
            field.required = False
            field.initial = column.typed(row[column.code]) if row else None
            self.fields[column.code] = field

    @property
    def optional(self) -> frozenset[str]:
        """The columns that may stay empty."""
        return frozenset(column.code for column in self.sheet.columns if not column.required)

    @property
    def cells(self) -> dict[str, object]:
        """The row as it was filled in, for the checks of the sheet."""
        told: dict[str, object] = {}
        for column in self.sheet.columns:
            if column.code in self.fields:
                told[column.code] = _cell(self.cleaned_data.get(column.code))
            elif self.row is not None:
                told[column.code] = column.cell(self.row[column.code])
        return told


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("设置表"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("xlsx，最多20MB。先只看结果，确认以后才写。"),
        error_messages={"required": gettext_lazy("还没有选文件。"), "empty": gettext_lazy("这个文件是空的。")},
    )  # fmt: skip


def _cell(value: Any) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, list) else value


def _field(column: Column, state: State) -> forms.Field:
    told: dict[str, Any] = {"label": column.title, "help_text": column.hint}
    match column:
        case YesNo():
            return forms.BooleanField(**told)
        case Several():
            return forms.MultipleChoiceField(**told, choices=list(column.choices), widget=forms.CheckboxSelectMultiple)
        case Choice():
            return forms.CharField(**told, widget=forms.Select(choices=[("", _("—")), *column.choices]))
        case Ref():
            return _reference(column, state, told)
        case Refs() | Words():
            told["help_text"] = f"{column.hint}{column.fill}"
            return forms.CharField(**told)
        case Day():
            return forms.CharField(**told, widget=forms.DateInput(attrs={"type": "date"}))
        case Number():
            return forms.CharField(**told, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
        case Degrees():
            return forms.CharField(**told, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
        case Code():
            return forms.CharField(**told, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
        case Text() if column.long or column.most > 150:
            return forms.CharField(**told, widget=forms.Textarea(attrs={"rows": 8 if column.long else 3}))
    return forms.CharField(**told)


def _reference(column: Ref, state: State, told: dict[str, Any]) -> forms.Field:
    """A list of what may be named, where it is not too long; a field for its code where it is."""
    offered = state.names(column.to[0])
    if len(offered) > _MOST_OFFERED:
        return forms.CharField(**told)
    choices = [("", _("—")), *((code, f"{name} {code}" if name != code else code) for code, name in offered.items())]
    return forms.CharField(**told, widget=Select(choices=choices))


class Select(forms.Select):
    """A list that keeps a value it does not offer."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        known = {str(choice[0]) for choice in self.choices}
        for written in value:
            if written and str(written) not in known:
                self.choices = [*self.choices, (written, written)]
        return super().optgroups(name, value, attrs)
