"""What the screens of the hall ask: a number, where it goes, what came of it, and what was said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.core.refs import parse_ref
from onedoor.desk.forms.base import words
from onedoor.desk.forms.orders import PlainForm
from onedoor.hall.actions.attending import LONGEST_PART
from onedoor.hall.actions.receiving import LONGEST_NOTE
from onedoor.hall.models import ServiceLine
from onedoor.hall.models.talk import Mode, Next
from onedoor.hall.models.ticket import Outcome
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory, listed

ALONE = [(mode.value, mode.label) for mode in Mode if mode != Mode.JOINT]


class IssueForm(PlainForm):
    line = forms.ChoiceField(label=gettext_lazy("办什么事"), widget=forms.RadioSelect(attrs={"autofocus": True}))
    first = forms.BooleanField(
        label=gettext_lazy("优先"), required=False,
        help_text=gettext_lazy("老年人、孕妇、抱小孩的、行动不便的。不记是哪一种。"),
    )  # fmt: skip

    def __init__(self, *args: Any, lines: Iterable[ServiceLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = self.fields["line"]
        assert isinstance(line, forms.ChoiceField)
        line.choices = [(one.code, f"{one.code} {one.name}") for one in lines]
        line.error_messages["required"] = _("请选办什么事。")


class FinishForm(PlainForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("办成了什么"), widget=forms.RadioSelect(attrs={"autofocus": True}), choices=Outcome.choices,
        error_messages={"required": gettext_lazy("请选这个号办成了什么。")},
    )  # fmt: skip

    def __init__(self, *args: Any, registered: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        wanted = [Outcome.REGISTERED] if registered else [one for one in Outcome if one != Outcome.REGISTERED]
        outcome.choices = [(one.value, one.label) for one in wanted]
        outcome.initial = Outcome.REGISTERED if registered else None


class NoteForm(PlainForm):
    """What was said, and what follows."""

    asked = words(gettext_lazy("来人问了什么、要求什么"), most=LONGEST_NOTE)
    told = words(
        gettext_lazy("当面答复了什么、约定了什么"),
        gettext_lazy("谁、什么时候、办到什么程度。"),
        rows=4,
        most=LONGEST_NOTE,
    )
    next = forms.ChoiceField(label=gettext_lazy("下一步"), widget=forms.RadioSelect, choices=Next.choices)
    checked = forms.BooleanField(
        label=gettext_lazy("已当面核对"), required=False, help_text=gettext_lazy("念给来人听过，他认可这样记。")
    )
    leader = forms.BooleanField(label=gettext_lazy("领导接访"), required=False)


class ReceiveForm(NoteForm):
    """A talk that nobody had arranged."""

    ref = forms.CharField(
        label=gettext_lazy("事项编号"), max_length=40, required=False,
        help_text=gettext_lazy("还没有登记就空着：先记下来，登记以后自动归进去。"),
    )  # fmt: skip
    mode = forms.ChoiceField(label=gettext_lazy("怎样接待"), widget=forms.RadioSelect, choices=ALONE, initial=Mode.SORT)

    field_order = ["ref", "mode", "asked", "told", "next", "checked", "leader"]

    def clean_ref(self) -> str:
        return known_ref(self.cleaned_data["ref"])


class ArrangeForm(PlainForm):
    """Whom to ask, for when and where."""

    mode = forms.ChoiceField(
        label=gettext_lazy("怎样接待"), widget=forms.RadioSelect, choices=Mode.choices, initial=Mode.JOINT
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("请哪些单位到场"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("只有联合接待才选。每个单位收到一条“到场接待”的待办。"),
    )  # fmt: skip
    moment = forms.DateTimeField(
        label=gettext_lazy("约在什么时候"), required=False, input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("现在就谈就空着：被邀单位30分钟内到场。"),
    )  # fmt: skip
    room = forms.CharField(
        label=gettext_lazy("在哪儿谈"), max_length=40, required=False, help_text=gettext_lazy("例如2号调解室。")
    )
    leader = forms.BooleanField(label=gettext_lazy("领导接访"), required=False)

    def __init__(self, *args: Any, county: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["units"]
        assert isinstance(units, forms.ChoiceField)
        units.choices = invitable(county, on=today)


class InviteForm(PlainForm):
    units = forms.MultipleChoiceField(label=gettext_lazy("再请哪些单位"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, county: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["units"]
        assert isinstance(units, forms.ChoiceField)
        units.choices = invitable(county, on=today)


class SpeakForm(PlainForm):
    text = words(
        gettext_lazy("本单位的意见"), gettext_lazy("能办什么、什么时候办；办不了的，为什么。"), most=LONGEST_PART
    )


class CallOffForm(PlainForm):
    reason = words(gettext_lazy("为什么取消"), rows=2)


class AttachForm(PlainForm):
    ref = forms.CharField(label=gettext_lazy("事项编号"), max_length=40)

    def clean_ref(self) -> str:
        return known_ref(self.cleaned_data["ref"])


def known_ref(text: str) -> str:
    """The reference somebody typed, in its stored form; empty for nothing. Raises ValidationError."""
    if not text.strip():
        return ""
    ref = parse_ref(text)
    if ref is None:
        raise forms.ValidationError(_("编号不对。请照着回执再核对一遍。"))
    return ref


def invitable(county: str, *, on: date) -> list[Any]:
    """Units that can be asked to the hall: those that sit at the centre first, then departments, utilities, towns.
    Village committees come with their town."""
    here = [row.unit for row in listed(county, on=on) if row.unit.active]
    known = {unit.id for unit in here}
    groups: list[tuple[Any, list[Unit]]] = [(_("进驻和随驻单位"), here)]
    for kind in (Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY, Unit.Kind.TOWN):
        others = [unit for unit in directory(county).by_code.values() if unit.kind == kind and unit.active]
        groups.append((kind.label, [unit for unit in others if unit.id not in known]))
    return [(label, [(unit.code, unit.name) for unit in units]) for label, units in groups if units]
