"""The kinds of message and their shipped texts, in the centre's language.

A resident's text is short and says only that something moved: never what was said, no name, nothing of the other
side. ``{ref}``, ``{address}`` and ``{count}`` are always there; what else a text names must be among the facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop

ALWAYS = frozenset({"ref", "address", "count"})
PLACE = re.compile(r"\{(\w*)\}")
"""Where a text is filled in."""


def places(text: str) -> frozenset[str]:
    """The names a text is filled in with: ``{ref}`` → ref."""
    return frozenset(PLACE.findall(text))


@dataclass(frozen=True)
class Kind:
    """One kind of message. ``title`` heads it in a list and is the subject of a mail; both are sentences of the
    catalogue."""

    title: str
    text: str
    resident: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """The facts without which it cannot be told."""
        return places(self.text) - ALWAYS


def _resident(text: str) -> Kind:
    """A subject line that says nothing, whatever the text."""
    return Kind(gettext_noop("有新进展"), text, resident=True)


NEUTRAL = "neutral"
NEWS = "news"
DIGEST = "digest"

KINDS: dict[str, Kind] = {
    # to residents
    NEUTRAL: _resident(gettext_noop("您反映的事项（编号{ref}）有新进展，查进度：{address}")),
    NEWS: _resident(gettext_noop("您反映的事项（编号{ref}）有{count}条新进展，查进度：{address}")),
    "registered": _resident(gettext_noop("您反映的事项已登记，编号{ref}，查进度：{address}")),
    "extended": _resident(gettext_noop("您反映的事项（编号{ref}）办理时限延长到{due}，理由和进度：{address}")),
    "extension_refused": _resident(
        gettext_noop("您反映的事项（编号{ref}）没有延期，仍在{due}前办理，查进度：{address}")
    ),
    "suspended": _resident(gettext_noop("您反映的事项（编号{ref}）暂停计时，理由和进度：{address}")),
    "resumed": _resident(gettext_noop("您反映的事项（编号{ref}）恢复计时，在{due}前办理，查进度：{address}")),
    "replied": _resident(gettext_noop("您反映的事项（编号{ref}）有了答复，请查看：{address}")),
    "reopened": _resident(gettext_noop("您反映的事项（编号{ref}）重新办理，查进度：{address}")),
    "merged": _resident(gettext_noop("您反映的事项（编号{ref}）与同类事项一并办理，仍用原编号查进度：{address}")),
    "unmerged": _resident(gettext_noop("您反映的事项（编号{ref}）改为单独办理，查进度：{address}")),
    "declined": _resident(gettext_noop("您反映的事项（编号{ref}）不予受理，理由和提出异议的办法：{address}")),
    "appeal_decided": _resident(gettext_noop("您提出的异议（编号{ref}）有了结论，请查看：{address}")),
    "transferred": _resident(gettext_noop("您反映的事项（编号{ref}）已转有权处理的单位，查进度：{address}")),
    "visit_missed": _resident(
        gettext_noop("就您反映的事项（编号{ref}）回访没有联系上您，我们会再联系，查进度：{address}")
    ),
    "limit_moved": _resident(gettext_noop("您反映的事项（编号{ref}）时限因放假安排改为{due}，查进度：{address}")),
    "raised": _resident(gettext_noop("您反映的事项（编号{ref}）已报上一级协调，查进度：{address}")),
    # to staff
    DIGEST: Kind(gettext_noop("消息汇总"), gettext_noop("您有{count}条新消息，请登录查看：{address}")),
    "task_due": Kind(
        gettext_noop("黄牌提醒"), gettext_noop("编号{ref}的事项时限已过四分之三，请{unit}在{due}前办理。")
    ),
    "task_overdue": Kind(gettext_noop("红牌督办"), gettext_noop("编号{ref}的事项已超期，限{due}，请{unit}立即办理。")),
    "urged": Kind(
        gettext_noop("催办通知"), gettext_noop("编号{ref}的事项应在{due}前办结，{unit}尚未办结，请抓紧办理并报告进展。")
    ),
    "order_issued": Kind(gettext_noop("督办单"), gettext_noop("对编号{ref}的事项发出督办单，请{unit}在{due}前回复。")),
    "order_answered": Kind(gettext_noop("督办回复"), gettext_noop("{unit}回复了编号{ref}事项的督办单，请审核。")),
    "order_discharged": Kind(gettext_noop("督办解除"), gettext_noop("对编号{ref}事项的督办已解除。")),
    "case_given": Kind(gettext_noop("新的派单"), gettext_noop("编号{ref}的事项派给{unit}，请在{due}前签收。")),
    "case_taken": Kind(
        gettext_noop("已改派别的单位"), gettext_noop("编号{ref}的事项已改派别的单位，{unit}不用再签收。")
    ),
    "assist_asked": Kind(gettext_noop("请协办"), gettext_noop("编号{ref}的事项请{unit}协办，请在{due}前反馈。")),
    "added": Kind(
        gettext_noop("群众补充了情况"), gettext_noop("编号{ref}的事项，群众补充了情况，请登录查看：{address}")
    ),
    "request_asked": Kind(
        gettext_noop("申请待审批"), gettext_noop("{unit}就编号{ref}的事项提出申请，请在{due}前审批。")
    ),
    "request_decided": Kind(gettext_noop("申请有了结论"), gettext_noop("编号{ref}事项的申请有了结论，请查看。")),
    "draft_handed": Kind(
        gettext_noop("转专席"), gettext_noop("有一份没登记完的来件转到您的席位，来电人正等着，请到“草稿”里接着写。")
    ),
    "emergency": Kind(
        gettext_noop("紧急：立即转办"), gettext_noop("编号{ref}的事项像是紧急警情，请立即转110、119、120或122。")
    ),
    "safety_stop": Kind(
        gettext_noop("安全：停止调解"), gettext_noop("编号{ref}的事项有人身安全迹象，先停止调解，等专门人员研判。")
    ),
}
