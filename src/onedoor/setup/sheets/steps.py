"""What the steps are called that have a limit or begin with a template."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from onedoor.work.steps import STEPS

TIMED = {
    "triage": STEPS["triage"], "dispatch": STEPS["dispatch"],
    "sign": STEPS["sign"], "send_back": pgettext_lazy("step", "退单"),
    "rule": STEPS["rule"], "solve": pgettext_lazy("step", "全程办结"),
    "inspect": STEPS["inspect"], "assist": STEPS["assist"],
    "approve": STEPS["decide_request"], "review": STEPS["review"],
    "rework": STEPS["rework"], "visit": STEPS["visit"],
    "close": STEPS["close"], "archive": pgettext_lazy("step", "归档"),
    "decide_appeal": STEPS["decide_appeal"], "assess_safety": STEPS["assess_safety"],
    "attend": STEPS["attend"],
}  # fmt: skip
"""The steps a service level may be set for (DOMAIN B.3)."""

WRITTEN = {
    "reply": STEPS["reply"], "answer": pgettext_lazy("step", "当场答复"),
    "send_back": TIMED["send_back"], "rule": TIMED["rule"], "rework": TIMED["rework"], "assist": TIMED["assist"],
    "inspect": TIMED["inspect"], "visit": TIMED["visit"], "ask_decline": pgettext_lazy("step", "申请不予受理"),
    "ask_extension": pgettext_lazy("step", "申请延期"), "ask_suspension": pgettext_lazy("step", "申请中止"),
    "decide": STEPS["decide_request"], "decide_appeal": TIMED["decide_appeal"],
    "transfer": pgettext_lazy("step", "转紧急部门"), "summarise": pgettext_lazy("step", "写摘要"),
}  # fmt: skip
"""The steps whose text may begin with a template."""
