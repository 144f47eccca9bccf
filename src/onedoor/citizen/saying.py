"""What a resident may say about their own case, by the code of their receipt: each with its form and its action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy, pgettext_lazy

from onedoor.cases.actions import declining, rating, sealing, withdrawing
from onedoor.cases.models import Case
from onedoor.cases.models.visit import Why
from onedoor.citizen.forms import Words
from onedoor.organisation.actor import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

LONGEST = 500
_TOO_LONG = {"max_length": gettext_lazy("最多500字，现在是%(show_value)d字。请留下要紧的。")}
_CHOOSE = {"required": gettext_lazy("请选一项。"), "invalid_choice": gettext_lazy("请选一项。")}
_YES, _NO = "yes", "no"


class SayingForm(forms.Form):
    """Base of the forms: ``heading`` is the one thing the page is about, ``button`` what sends it."""

    heading: ClassVar[Text]
    button: ClassVar[Text]

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")

    @property
    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        return self.cleaned_data


def _either(label: Text, yes: Text, no: Text, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[(_YES, yes), (_NO, no)], widget=forms.RadioSelect, required=required,
        error_messages=_CHOOSE,
    )  # fmt: skip


def _written(label: Text, *, hint: Text = "", missing: Text = "") -> Words:
    return Words(
        label=label, help_text=hint, max_length=LONGEST, required=bool(missing),
        error_messages=_TOO_LONG | {"required": missing}, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class RateForm(SayingForm):
    heading = gettext_lazy("办得怎么样")
    button = gettext_lazy("提交评价")

    solved = _either(gettext_lazy("解决了吗"), pgettext_lazy("按钮", "解决了"), pgettext_lazy("按钮", "没有解决"))
    satisfied = _either(gettext_lazy("满意吗"), pgettext_lazy("按钮", "满意"), pgettext_lazy("按钮", "不满意"))
    responded = _either(
        gettext_lazy("办理单位联系过您吗（可不填）"), gettext_lazy("联系过"), gettext_lazy("没有联系过"), required=False
    )
    why = forms.ChoiceField(
        label=gettext_lazy("没有解决、不满意，是因为什么"),
        # What has no basis in law is the centre's to say, not the resident's.
        choices=[("", gettext_lazy("不选")), *(choice for choice in Why.choices if choice[0] != Why.UNLAWFUL_WISH)],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("请从列出的原因里选一条。")},
    )
    comment = _written(gettext_lazy("还想说什么"))

    @property
    def answers(self) -> dict[str, Any]:
        told = self.cleaned_data
        responded = told["responded"]
        return told | {
            "solved": told["solved"] == _YES,
            "satisfied": told["satisfied"] == _YES,
            "responded": responded == _YES if responded else None,
        }


class UnsolvedForm(SayingForm):
    heading = gettext_lazy("哪里没有解决")
    button = gettext_lazy("没有解决，请重新办")

    comment = _written(
        gettext_lazy("哪里没有解决"),
        hint=gettext_lazy("写一句话就行，比如“又坏了”“只修了一半”。"),
        missing=gettext_lazy("请写下哪里没有解决。写一句话就行。"),
    )


class WithdrawForm(SayingForm):
    heading = gettext_lazy("撤回这件事")
    button = gettext_lazy("撤回，不再办")

    sure = forms.BooleanField(
        label=gettext_lazy("我知道撤回以后不能恢复"),
        error_messages={"required": gettext_lazy("确定要撤回，请先打勾。不想撤回，点“回到进度”。")},
    )
    reason = _written(gettext_lazy("为什么撤回"))

    @property
    def answers(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class ObjectForm(SayingForm):
    heading = gettext_lazy("提出异议")
    button = gettext_lazy("提出异议，请别人复核")

    reason = _written(
        gettext_lazy("为什么应当受理"),
        hint=gettext_lazy("比如没有别的地方可以办，或者上面写的理由和事实不符。"),
        missing=gettext_lazy("请写下为什么应当受理。"),
    )


class SealForm(SayingForm):
    heading = gettext_lazy("要求保密")
    button = gettext_lazy("改成保密")


@dataclass(frozen=True)
class Saying:
    """``act`` carries out what the form asks for, as the author."""

    form: type[SayingForm]
    act: Callable[..., Case]


def _unsolved(ref: str, *, comment: str, by: Actor, at: datetime) -> Case:
    """Whatever the case has come to, "not solved" is one answer about the latest reply."""
    return rating.rate(ref, solved=False, satisfied=False, comment=comment, by=by, at=at)


SAYINGS = {
    "rate": Saying(RateForm, rating.rate),
    "unsolved": Saying(UnsolvedForm, _unsolved),
    "withdraw": Saying(WithdrawForm, withdrawing.withdraw),
    "object": Saying(ObjectForm, declining.appeal),
    "seal": Saying(SealForm, sealing.seal),
}
"""By the name of their right and of their page."""
