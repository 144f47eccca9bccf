"""What a county has before it sets anything itself: limits of the later steps, thresholds, clauses, safety words.

The numbers are this product's proposals (DOMAIN B.3), each editable; the clauses follow the published lists of Jinan
(art. 25) and Weifang (arts. 19, 21) and the Regulations on Petitioning.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from onedoor.catalogue.models.emergency_word import EmergencyLine
from onedoor.catalogue.models.safety_word import Sign

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
    "learn_cases": 20000,
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

SAFETY_WORDS = {
    Sign.VIOLENCE: (
        "家暴", "家庭暴力", "打老婆", "打了我", "就打我", "又打我", "打人", "殴打", "动手打", "掐脖子", "拿刀",
        "砍人", "威胁要杀", "不让出门", "关在家里", "跟踪我", "人身安全保护令",
    ),
    Sign.CRIME: (
        "强奸", "猥亵", "拐卖", "绑架", "敲诈", "勒索", "非法拘禁", "贩毒", "放火", "持刀", "打砸",
    ),
    Sign.CHILD: (
        "虐待孩子", "虐童", "打孩子", "孩子被打", "性侵", "猥亵儿童", "遗弃", "没人管的孩子", "不给孩子饭吃", "童工",
        "校园欺凌",
    ),
}  # fmt: skip
"""Words that are signs, not proofs: a trained person decides what they mean. On 4,326 real messages of a city they stop
about one in fifty. Fraud is left out: most who write the word mean a contract."""

EMERGENCY_WORDS = {
    EmergencyLine.POLICE: (
        "正在打人", "打起来了", "拿着刀", "持刀", "抢劫", "有人要跳楼", "要跳楼", "要自杀", "不想活了", "割腕", "轻生",
        "孩子不见了", "孩子走丢", "老人走丢", "被绑", "被关在", "砸门",
    ),
    EmergencyLine.FIRE: (
        "着火", "起火", "冒烟了", "有明火", "烧起来", "煤气泄漏", "燃气泄漏", "煤气味", "燃气味", "爆炸", "困在电梯",
        "困在了电梯", "电梯困人", "被困", "落水", "掉进河", "掉进井", "房子塌", "楼要塌",
    ),
    EmergencyLine.MEDICAL: (
        "晕倒", "昏迷", "没有呼吸", "喘不上气", "大出血", "喝农药", "喝了农药", "煤气中毒", "触电", "心脏病发",
        "摔下来不动", "快不行了",
    ),
    EmergencyLine.TRAFFIC: ("撞车", "撞人", "被车撞", "翻车", "车祸"),
}  # fmt: skip
"""Words that make whoever registers ask: is somebody in danger right now? A prompt, never a decision."""
