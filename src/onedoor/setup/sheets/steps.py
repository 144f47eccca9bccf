"""What the steps are called that have a limit, begin with a template, or are chased."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

TIMED = {
    "triage": pgettext_lazy("next step", "定级分流"), "dispatch": pgettext_lazy("next step", "派单"),
    "sign": pgettext_lazy("next step", "签收"), "send_back": pgettext_lazy("step", "退单"),
    "rule": pgettext_lazy("next step", "裁定退单"), "solve": pgettext_lazy("step", "全程办结"),
    "inspect": pgettext_lazy("next step", "联合核查"), "assist": pgettext_lazy("next step", "协办"),
    "approve": pgettext_lazy("next step", "审批"), "review": pgettext_lazy("next step", "审核"),
    "rework": pgettext_lazy("next step", "退回重办"), "visit": pgettext_lazy("next step", "回访"),
    "close": pgettext_lazy("next step", "结案"), "archive": pgettext_lazy("step", "归档"),
    "decide_appeal": pgettext_lazy("next step", "异议复核"), "assess_safety": pgettext_lazy("next step", "安全研判"),
    "attend": pgettext_lazy("next step", "到场接待"),
}  # fmt: skip
"""The steps a service level may be set for (DOMAIN B.3)."""

CHASED = {
    "triage": TIMED["triage"], "dispatch": TIMED["dispatch"], "entrust": pgettext_lazy("next step", "领导批办"),
    "sign": TIMED["sign"], "rule": TIMED["rule"], "reply": pgettext_lazy("next step", "办理答复"),
    "review": TIMED["review"], "rework": TIMED["rework"], "visit": TIMED["visit"], "close": TIMED["close"],
    "confirm": pgettext_lazy("next step", "确认办结"), "assist": TIMED["assist"], "inspect": TIMED["inspect"],
    "decide_request": pgettext_lazy("next step", "审批"), "assess_safety": TIMED["assess_safety"],
    "decide_appeal": TIMED["decide_appeal"], "answer_order": pgettext_lazy("next step", "反馈督办"),
    "discharge_order": pgettext_lazy("next step", "销号"), "attend": TIMED["attend"],
}  # fmt: skip
"""The steps a rule of supervision may be for."""

WRITTEN = {
    "reply": pgettext_lazy("next step", "办理答复"), "answer": pgettext_lazy("step", "当场答复"),
    "send_back": TIMED["send_back"], "rule": TIMED["rule"], "rework": TIMED["rework"], "assist": TIMED["assist"],
    "inspect": TIMED["inspect"], "visit": TIMED["visit"], "ask_decline": pgettext_lazy("step", "申请不予受理"),
    "ask_extension": pgettext_lazy("step", "申请延期"), "ask_suspension": pgettext_lazy("step", "申请中止"),
    "decide": pgettext_lazy("next step", "审批"), "decide_appeal": TIMED["decide_appeal"],
    "transfer": pgettext_lazy("step", "转紧急部门"), "summarise": pgettext_lazy("step", "写摘要"),
}  # fmt: skip
"""The steps whose text may begin with a template."""
