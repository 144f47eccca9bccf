"""知识库, 答复模板 and 消息文字: what the centre says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy

from onedoor.catalogue import queries
from onedoor.catalogue.models import Knowledge, ReplyTemplate
from onedoor.core.refusal import Refused
from onedoor.core.sentence import Sentence
from onedoor.notices import wording
from onedoor.notices.actions.rewording import LONGEST, check_text
from onedoor.notices.kinds import KINDS
from onedoor.notices.models import Wording
from onedoor.setup.columns import Choice, Choices, Day, Ref, Text, Words, YesNo
from onedoor.setup.sheet import Sheet, Values
from onedoor.setup.sheets import shared
from onedoor.setup.sheets.steps import WRITTEN

_LONG = 5000


def _steps() -> Choices:
    return list(WRITTEN.items())


def _kinds() -> Choices:
    return [(kind, kind) for kind in KINDS]


def _languages() -> Choices:
    return [("zh", gettext_lazy("中文")), ("en", "English")]


def _wrong_wording(values: Values, county: str, today: date) -> Iterator[tuple[str, Sentence]]:
    try:
        check_text(str(values["kind"]), str(values["text"]))
    except Refused as refusal:
        yield "text", Sentence("%(said)s", {"said": refusal.sentence})


def _wrong_review(values: Values, county: str, today: date) -> Iterator[tuple[str, Sentence]]:
    reviewed, by = values["reviewed_on"], values["review_by"]
    if isinstance(reviewed, date) and isinstance(by, date) and by < reviewed:
        yield "review_by", Sentence(gettext_lazy("下次核对不能早于上次核对。请改正日期。"))


KNOWLEDGE = Sheet(
    code="knowledge",
    title=gettext_lazy("知识库"),
    about=gettext_lazy("常见的问题和可以照着说的答案，谁负责，什么时候再核对。"),
    model=Knowledge,
    columns=(
        shared.code(20),
        Text(code="title", title=gettext_lazy("问题"), most=120, required=True, width=36),
        Text(code="text", title=gettext_lazy("答案"), most=_LONG, required=True, width=60, long=True),
        Words(code="words", title=gettext_lazy("群众怎么说")),
        shared.item(),
        Ref(code="unit", title=gettext_lazy("负责单位"), path="unit__code", to=shared.UNITS),
        shared.citation(),
        YesNo(code="public", title=gettext_lazy("群众可看"), width=10),
        Day(code="reviewed_on", title=gettext_lazy("上次核对"), required=True),
        Day(code="review_by", title=gettext_lazy("下次核对")),
        shared.ended(),
    ),
    key=("code",),
    changed=queries.changed,
    check=_wrong_review,
)

TEMPLATES = Sheet(
    code="templates",
    title=gettext_lazy("答复模板"),
    about=gettext_lazy("写答复时开头用的文字。〔〕里的留给写的人填。"),
    model=ReplyTemplate,
    columns=(
        shared.code(20),
        shared.name(60),
        Choice(code="verb", title=gettext_lazy("步骤"), of=_steps, hint=gettext_lazy("空着就是每一步都能用。")),
        shared.item(gettext_lazy("只给一类事用的才填。")),
        Text(code="text", title=gettext_lazy("文字"), most=_LONG, required=True, width=60, long=True),
        shared.ended(),
    ),
    key=("code",),
    changed=queries.changed,
)

WORDINGS = Sheet(
    code="wordings",
    title=gettext_lazy("消息文字"),
    about=gettext_lazy("本县自己的短信和提醒文字。没有写的用自带的；删去就回到自带的。"),
    model=Wording,
    columns=(
        Choice(code="kind", title=gettext_lazy("哪种消息"), required=True, of=_kinds, width=20),
        Choice(code="language", title=gettext_lazy("语言"), required=True, of=_languages, width=10),
        Text(
            code="text", title=gettext_lazy("文字"), most=LONGEST, required=True, width=60,
            hint=gettext_lazy("编号写{ref}，网址写{address}；时限写{due}，单位写{unit}，要看是哪种消息。"),
        ),
        shared.gone(),
    ),
    key=("kind", "language"),
    changed=wording.changed,
    check=_wrong_wording,
)  # fmt: skip
