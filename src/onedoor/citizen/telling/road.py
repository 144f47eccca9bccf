"""The road of a case in sentences for the resident: from the door to the archive."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onedoor.cases.models.visit import Means
from onedoor.citizen.telling.memory import Memory, Moment, Teller, told_answers
from onedoor.core.wording import due_day, moment_words


def _received(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    return Moment("key", _("收到您的反映"))


def _triaged(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    memory.promise(payload)
    return Moment("key", _("看过您的反映"), memory.by_day)


def _given(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    before = memory.given_to(payload["unit"])
    moved = memory.promise(payload)
    unit = {"unit": memory.unit}
    if not before:
        return Moment("key", _("交给%(unit)s办理") % unit, memory.by_day if moved else "")
    if before == memory.unit:
        return Moment("key", _("确定还由%(unit)s办理") % unit, memory.by_day if moved else "")
    date = memory.by_day if moved else _("答复的日子不变")
    return Moment("key", _("换了办理单位"), _("由%(unit)s来办，%(date)s") % (unit | {"date": date}))


def _signed(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    return Moment("other", _("%(unit)s开始办理") % {"unit": memory.unit})


def _replied(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    memory.reply = words.get("reply", "")
    return Moment("other", _("%(unit)s写好了答复") % {"unit": memory.unit}, _("由中心核对"))


def _reviewed(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    memory.attempts = 0
    return Moment("key", _("给您答复了"), quote=memory.reply, source=memory.unit)


def _reworked(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    if memory.unsolved:
        why = _("您说没有解决")
    elif memory.others_unsolved:
        why = _("还没有完全办好")
    else:
        why = _("中心核对后认为还没办好")
    memory.unsolved = memory.others_unsolved = False
    return Moment("setback", pgettext("progress", "退回重办"), why)


def _attempted(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    if not memory.mine(payload):
        return None
    memory.attempts = payload["attempt"]
    tried = _("发短信问您，没有收到回音") if memory.by_text else _("打电话给您，没有打通")
    return Moment("other", tried, _("第%(n)s次") % {"n": memory.attempts})


def _visited(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    unsolved = payload["solved"] is False
    if not memory.mine(payload):
        memory.others_unsolved = memory.others_unsolved or unsolved
        return None
    if not payload["contacted"]:
        tried = {"n": memory.attempts + 1}
        if memory.by_text:
            return Moment("other", _("发短信问您，%(n)s次都没有收到回音") % tried)
        return Moment("other", _("打电话给您，%(n)s次都没有打通") % tried)
    memory.unsolved = unsolved
    asked = {
        Means.ON_SITE: _("上门问过您"), Means.WINDOW: _("在窗口问过您"), Means.MESSAGE: _("发短信问过您"),
    }  # fmt: skip
    text = _("您说%(solved)s，%(satisfied)s") % told_answers(payload["solved"], payload["satisfied"])
    return Moment("setback" if unsolved else "key", asked.get(payload.get("means", ""), _("打电话问过您")), text)


def _closed(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    return Moment("key", _("办结了"))


def _archived(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    return Moment("other", _("存档了"))


def _imported(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    reply = words.get("reply", "")
    if not reply:
        return Moment("other", _("记录里没有当时的答复"), meta=_("从以前的系统转来"))
    replied_at = payload.get("replied_at")
    at = parse_datetime(replied_at) if replied_at else None
    meta = moment_words(at, memory.now) if at else _("答复时间没有记录")
    return Moment("key", _("给您答复了"), quote=reply, meta=meta)


def _recomputed(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    """A limit of a step inside moves nothing for the resident."""
    after = parse_datetime(payload["after"])
    if payload["which"] not in ("solve", "reply") or after is None:
        return None
    memory.day = due_day(after, memory.now)
    return Moment("other", _("放假安排有变，日子跟着变"), memory.by_day)


TOLD: dict[str, Teller] = {
    "cases.report_received": _received,
    "cases.triaged": _triaged,
    "cases.dispatched": _given,
    "cases.entrusted": _given,
    "cases.reassigned": _given,
    "cases.signed": _signed,
    "cases.replied": _replied,
    "cases.reviewed": _reviewed,
    "cases.reworked": _reworked,
    "cases.visit_attempted": _attempted,
    "cases.visited": _visited,
    "cases.closed": _closed,
    "cases.archived": _archived,
    "cases.imported": _imported,
    "cases.limit_recomputed": _recomputed,
}
