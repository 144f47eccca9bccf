"""安全词 and 紧急词: words that make somebody look, and decide nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from onedoor.catalogue import queries
from onedoor.catalogue.models import EmergencyLine, EmergencyWord, SafetyWord
from onedoor.catalogue.models.safety_word import Sign
from onedoor.setup.columns import Choice, Choices, Text
from onedoor.setup.sheet import Sheet
from onedoor.setup.sheets import shared


def _signs() -> Choices:
    return Sign.choices


def _lines() -> Choices:
    return EmergencyLine.choices


def _word() -> Text:
    return Text(code="word", title=gettext_lazy("词"), most=40, required=True, width=24)


SAFETY = Sheet(
    code="safety",
    title=gettext_lazy("安全词"),
    about=gettext_lazy("来件里有这些词，先停止调解，等专门人员研判。一类只要有一行，这一类就只用本县的词。"),
    model=SafetyWord,
    columns=(Choice(code="sign", title=gettext_lazy("哪一类"), required=True, of=_signs), _word(), shared.gone()),
    key=("sign", "word"),
    changed=queries.changed,
)

EMERGENCY = Sheet(
    code="emergency",
    title=gettext_lazy("紧急词"),
    about=gettext_lazy("登记时出现这些词，提醒先拨110、119、120或122。一个号码只要有一行，就只用本县的词。"),
    model=EmergencyWord,
    columns=(Choice(code="line", title=gettext_lazy("号码"), required=True, of=_lines), _word(), shared.gone()),
    key=("line", "word"),
    changed=queries.changed,
)
