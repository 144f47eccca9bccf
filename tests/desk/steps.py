"""What a careful person fills into each form of the case page, so that nothing but right or state can refuse it."""

from __future__ import annotations

from typing import Any

from onedoor.desk.dossier import Dossier
from onedoor.desk.forms.base import StepForm
from onedoor.desk.verbs import VERBS, Button

TOLD: dict[str, dict[str, Any]] = {
    "triage": {"colour": "yellow", "item": "15-03"},
    "dispatch": {"to": "urban", "assists": ["town-chengguan"]},
    "entrust": {"to": "urban", "responsible": "urban", "deadline": "2026-12-31"},
    "reassign": {"to": "urban", "reason": "住建局没有管这部电梯的职责。"},
    "rule": {"upheld": "yes", "reason": "确不属于该单位职责。"},
    "send_back": {"reason": "维修资金由住建部门管理。"},
    "reply": {"text": "已更换主板，电梯恢复运行，费用由维修资金支付。"},
    "rework": {"reason": "电梯仍然停运。"},
    "visit": {"means": "phone", "contacted": "yes", "solved": "yes", "satisfied": "yes"},
    "decide_appeal": {"accepted": "yes", "reason": "属于本中心受理范围。"},
    "decide": {"granted": "yes", "reason": "情况属实。"},
    "decide_safety": {"risk": "no", "measures": "已电话核实，双方已分开居住。"},
    "assist": {"text": "已到场疏导交通。"},
    "inspect": {"units": ["town-chengguan"], "text": "主板烧毁，各单位分工已定。"},
    "summarise": {"summary": "反映某小区设备停用，请现场查看。"},
    "answer": {"text": "住建局三楼窗口办理，带身份证。"},
    "take_back": {"reason": "对方告知不属于出警范围。"},
    "unmerge": {"reason": "不是同一部电梯。"},
    "describe": {"kind": "help", "urgency": "prompt"},
    "ask_extension": {"n": "1", "reason": "配件还在路上。"},
    "ask_suspension": {"why": "appraisal", "reason": "等检测报告。"},
    "raise": {"why": "beyond", "reason": "本级没有执法权。"},
    "lower": {"level": "village", "reason": "村里可以调解。"},
    "merge": {"into": "other", "reason": "同一部电梯。"},
    "ask_decline": {"clause": "N1", "reason": "已经起诉。"},
    "make_report": {"accused": "urban"},
    "transfer": {"service": "110", "note": "十点零五分，指挥中心接。"},
    "stop": {"signs": ["violence"], "reason": "来电里有打砸声。"},
    "ask_unmask": {"reason": "约上门时间。"},
}  # fmt: skip


def filled(button: Button, dossier: Dossier, **told: Any) -> dict[str, Any]:
    """The form of a button as somebody would send it: what it offers, and ``TOLD``."""
    made = VERBS[button.verb].form
    if made is None:
        return {}
    form: StepForm = made(dossier=dossier, about=button.about)
    offered = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    known = {name: value for name, value in offered.items() if value not in (None, False, "")}
    return known | TOLD.get(button.verb, {}) | told
