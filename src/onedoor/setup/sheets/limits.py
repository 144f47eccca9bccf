"""时限, 阈值 and 督办规则: by when, how often, and who is chased when it is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy

from onedoor.cases.flow import Colour
from onedoor.cases.models.choices import Urgency
from onedoor.catalogue import queries
from onedoor.catalogue.defaults import THRESHOLDS as SHIPPED
from onedoor.catalogue.models import ServiceLevel, Threshold
from onedoor.core.clock import Unit as TimeUnit
from onedoor.core.sentence import Sentence
from onedoor.setup.columns import Choice, Choices, Code, Number, Several, YesNo
from onedoor.setup.sheet import Sheet, Values
from onedoor.setup.sheets import shared
from onedoor.setup.sheets.steps import TIMED
from onedoor.work import ladder
from onedoor.work.models import SupervisionRule
from onedoor.work.models.supervision import Level
from onedoor.work.models.supervision_rule import UNITS, Basis, Tell
from onedoor.work.steps import STEPS

_UNITS = {
    TimeUnit.MIN: gettext_lazy("分钟"), TimeUnit.H: gettext_lazy("小时"), TimeUnit.WD: gettext_lazy("个工作日"),
    TimeUnit.CD: gettext_lazy("天"), TimeUnit.MONTH: gettext_lazy("个月"),
}  # fmt: skip
_NUMBERS = {
    "extensions": gettext_lazy("一件最多延期几次"), "attempts": gettext_lazy("联系不上，最多打几次"),
    "suspension_days": gettext_lazy("一次最多中止几天"), "unmask_hours": gettext_lazy("准看身份以后几小时内有效"),
    "keep_report": gettext_lazy("办结以后来件保存几天"),
    "propose_first": gettext_lazy("把握到百分之几，作首选"), "propose_any": gettext_lazy("把握到百分之几，才列出来"),
    "learn_cases": gettext_lazy("派单模型学最近多少件"), "learn_each": gettext_lazy("一类事项至少几件才学"),
    "learn_after": gettext_lazy("新增多少件再学一次"),
}  # fmt: skip


def _verbs() -> Choices:
    return list(TIMED.items())


def _chased() -> Choices:
    return list(STEPS.items())


def _units() -> Choices:
    return [(unit.value, name) for unit, name in _UNITS.items()]


def _chase_units() -> Choices:
    return [(unit.value, _UNITS[unit]) for unit in UNITS]


def _colours() -> Choices:
    return Colour.choices


def _urgencies() -> Choices:
    return Urgency.choices


def _numbers() -> Choices:
    return [(code, _NUMBERS.get(code, code)) for code in SHIPPED]


def _bases() -> Choices:
    return Basis.choices


def _levels() -> Choices:
    return Level.choices


def _tells() -> Choices:
    return Tell.choices


def _wrong_rule(values: Values, county: str, today: date) -> Iterator[tuple[str, Sentence]]:
    """What the store would refuse (``supervision_rule_counts_something``, ``supervision_rule_has_a_level``)."""
    share, within = values["basis"] == Basis.SHARE, values["basis"] == Basis.WITHIN
    n = values["n"]
    if share and isinstance(n, int) and n > 100:
        yield "n", Sentence(gettext_lazy("按时限的百分之几催，请填1到100。"))
    if share and values["unit"]:
        yield "unit", Sentence(gettext_lazy("按百分之几催的，不写单位。请清空。"))
    if not share and not values["unit"]:
        yield "unit", Sentence(gettext_lazy("请写单位：个工作日、天或小时。"))
    if within and values["level"]:
        yield "level", Sentence(gettext_lazy("督办一步的时限没有级别。请清空。"))
    if not within and not values["level"]:
        yield "level", Sentence(gettext_lazy("请选督办级别。"))


LEVELS = Sheet(
    code="levels",
    title=gettext_lazy("时限"),
    about=gettext_lazy("每一步多久办完，可以按难易和紧急程度分。改时限：旧行填截止日期，另起一行从新日期开始。"),
    model=ServiceLevel,
    columns=(
        Code(code="rule", title=gettext_lazy("编号"), most=20, required=True, hint=gettext_lazy("例如SL-01。")),
        Choice(code="verb", title=gettext_lazy("步骤"), required=True, of=_verbs),
        Choice(code="colour", title=gettext_lazy("难易"), of=_colours, hint=gettext_lazy("空着就是不分难易。")),
        Choice(code="urgency", title=gettext_lazy("紧急程度"), of=_urgencies, hint=gettext_lazy("空着就是不分。")),
        Number(code="n", title=gettext_lazy("多少"), required=True, least=1, width=8),
        Choice(code="unit", title=gettext_lazy("时间单位"), required=True, of=_units),
        shared.citation(required=True),
        shared.first(),
        shared.last(),
    ),
    key=("verb", "colour", "urgency", "valid_from"),
    changed=queries.changed,
    begun=("n", "unit"),
)

THRESHOLDS = Sheet(
    code="thresholds",
    title=gettext_lazy("阈值"),
    about=gettext_lazy("最多几次、最长几天。空着就用自带的数。"),
    model=Threshold,
    columns=(
        Choice(code="code", title=gettext_lazy("哪个数"), required=True, of=_numbers, width=28),
        Number(code="n", title=gettext_lazy("数值"), required=True, width=8),
        shared.citation(),
        shared.first(),
        shared.last(),
    ),
    key=("code", "valid_from"),
    changed=queries.changed,
    begun=("n",),
)

RULES = Sheet(
    code="rules",
    title=gettext_lazy("督办规则"),
    about=gettext_lazy("什么时候催、催到哪一级、告诉谁。空着就用自带的五条。"),
    model=SupervisionRule,
    columns=(
        Code(code="rule", title=gettext_lazy("编号"), most=20, required=True, hint=gettext_lazy("例如SV-01。")),
        Choice(code="basis", title=gettext_lazy("怎么算"), required=True, of=_bases),
        Number(code="n", title=gettext_lazy("多少"), required=True, least=1, width=8),
        Choice(code="unit", title=gettext_lazy("时间单位"), of=_chase_units),
        Choice(code="level", title=gettext_lazy("督办级别"), of=_levels),
        Choice(code="verb", title=gettext_lazy("步骤"), of=_chased, hint=gettext_lazy("空着就是每一步。")),
        YesNo(code="urgent_only", title=gettext_lazy("只管紧急件"), width=10),
        Several(code="tells", title=gettext_lazy("告诉谁"), of=_tells),
        shared.citation(required=True),
        shared.first(),
        shared.last(),
    ),
    key=("rule", "valid_from"),
    changed=ladder.changed,
    check=_wrong_rule,
    begun=("basis", "n", "unit", "level", "verb", "urgent_only", "tells"),
)
