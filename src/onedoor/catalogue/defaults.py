"""What a county has before it sets anything itself: limits of the later steps, thresholds, clauses.

The numbers are this product's proposals (DOMAIN B.3), each editable; the clauses follow the published lists of Jinan
(art. 25) and Weifang (arts. 19, 21) and the Regulations on Petitioning.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

PROPOSED = _("本产品建议值，可修改")


@dataclass(frozen=True)
class Level:
    """A limit as shipped: ``n`` of ``unit`` for a step, for this urgency (empty: any)."""

    rule: str
    verb: str
    n: int
    unit: str
    urgency: str = ""


LEVELS = (
    Level("OD-01", "approve", 1, "WD"),
    Level("OD-02", "inspect", 1, "WD"),
    Level("OD-03", "decide_appeal", 5, "WD"),
    Level("OD-04", "assess_safety", 2, "H"),
    Level("OD-05", "assist", 5, "WD"),
    Level("OD-06", "triage", 4, "H"),
    Level("OD-07", "attend", 30, "MIN"),
)

THRESHOLDS = {
    "extensions": 1,
    "attempts": 3,
    "suspension_days": 60,
    "unmask_hours": 24,
    "keep_report": 1095,
    "propose_first": 60,
    "propose_any": 10,
    "learn_cases": 8000,
    "learn_each": 10,
    "learn_after": 200,
}
"""Most extensions of one case; calls before nobody is looked for any more; longest halt in calendar days; how long a
granted look at a confidential reporter may be used; for how many days after its case has ended a report is kept; from
how many percent on a proposal stands as first choice, and from how many it is shown at all; from how many of the newest
cases the text model learns, how many an item needs to be learned, and after how many new ones it learns again."""


@dataclass(frozen=True)
class ShippedClause:
    """A reason not to accept, as shipped: Chinese sentences that whoever shows them translates."""

    text: str
    citation: str
    guidance: str


CLAUSES = {
    "N1": ShippedClause(
        _("已经或者依法应当通过诉讼、仲裁、行政复议等法定途径解决"), _("信访工作条例第31条；济南条例第25条"),
        _("可以到本中心的诉讼服务、仲裁、行政复议窗口，当天就能咨询。"),
    ),
    "N2": ShippedClause(
        _("已进入信访程序，正在办理"), _("济南条例第25条"), _("请凭原来的信访编号查询；到期没有答复，可以再来。"),
    ),
    "N3": ShippedClause(
        _("属于纪检监察机关管辖"), _("信访工作条例第30条"), _("请向纪检监察机关反映，本中心可以代为转交。"),
    ),
    "N4": ShippedClause(
        _("申请公开政府信息"), _("政府信息公开条例"), _("请向制作该信息的机关提出公开申请。"),
    ),
    "N5": ShippedClause(
        _("已依法办结并答复，没有新的事实和理由"), _("潍坊条例第19条"), _("有新的事实或者理由，随时可以再提。"),
    ),
    "N6": ShippedClause(
        _("涉及国家秘密、商业秘密或者他人隐私"), _("济南条例第25条"), _("请到中心当面说明，由专人接待。"),
    ),
}  # fmt: skip
