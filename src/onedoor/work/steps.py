"""What a task asks for, in two to four characters."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

STEPS = {
    "triage": pgettext_lazy("next step", "定级分流"), "dispatch": pgettext_lazy("next step", "派单"),
    "entrust": pgettext_lazy("next step", "领导批办"), "sign": pgettext_lazy("next step", "签收"),
    "rule": pgettext_lazy("next step", "裁定退单"), "reply": pgettext_lazy("next step", "办理答复"),
    "review": pgettext_lazy("next step", "审核"), "rework": pgettext_lazy("next step", "退回重办"),
    "visit": pgettext_lazy("next step", "回访"), "close": pgettext_lazy("next step", "结案"),
    "confirm": pgettext_lazy("next step", "确认办结"), "assist": pgettext_lazy("next step", "协办"),
    "inspect": pgettext_lazy("next step", "联合核查"), "decide_request": pgettext_lazy("next step", "审批"),
    "assess_safety": pgettext_lazy("next step", "安全研判"), "decide_appeal": pgettext_lazy("next step", "异议复核"),
    "answer_order": pgettext_lazy("next step", "反馈督办"), "discharge_order": pgettext_lazy("next step", "销号"),
    "attend": pgettext_lazy("next step", "到场接待"),
}  # fmt: skip
"""By the verb of the task."""
