"""安全词 and 紧急词: words that make somebody look, and decide nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from onedoor.catalogue import queries
from onedoor.catalogue.models import EmergencyLine, EmergencyWord, SafetyWord
from onedoor.catalogue.models.safety_word import Sign
from onedoor.setup.columns import Choice, Choices, Text, YesNo
from onedoor.setup.sheet import Sheet
from onedoor.setup.sheets import shared


def _signs() -> Choices:
    return Sign.choices


def _lines() -> Choices:
    return EmergencyLine.choices


def _word() -> Text:
    return Text(
        code="word",
        title=gettext_lazy("词"),
        hint=gettext_lazy("几个词要同时出现，写成“反锁…打”（先后）或“反锁+打”（不分先后）。"),
        most=40,
        required=True,
        width=24,
    )


def _unless() -> Text:
    return Text(
        code="unless", title=gettext_lazy("同一句有这些词就不提醒"), most=200, width=36,
        fill=gettext_lazy("用顿号隔开，例如：演练、去年。"),
    )  # fmt: skip


def _silent() -> YesNo:
    return YesNo(
        code="silent", title=gettext_lazy("不提醒"),
        hint=gettext_lazy("“是”：有这个词的地方，这一类不提醒。词写*，就不用自带的词。"),
    )  # fmt: skip


SAFETY = Sheet(
    code="safety",
    title=gettext_lazy("安全词"),
    about=gettext_lazy("来件里有这些词，先停止调解，等专门人员研判。系统自带一份词表，这里写本县要加的和不要的。"),
    model=SafetyWord,
    columns=(
        Choice(code="sign", title=gettext_lazy("哪一类"), required=True, of=_signs),
        _word(),
        _unless(),
        _silent(),
        shared.gone(),
    ),
    key=("sign", "word"),
    changed=queries.changed,
)

EMERGENCY = Sheet(
    code="emergency",
    title=gettext_lazy("紧急词"),
    about=gettext_lazy("登记时出现这些词，提醒先拨110、119、120或122。系统自带一份词表，这里写本县要加的和不要的。"),
    model=EmergencyWord,
    columns=(
        Choice(code="line", title=gettext_lazy("号码"), required=True, of=_lines),
        _word(),
        _unless(),
        _silent(),
        shared.gone(),
    ),
    key=("line", "word"),
    changed=queries.changed,
)
