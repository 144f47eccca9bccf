"""More time, halts, rungs, ratings and rights, in sentences for the resident."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onedoor.cases.actions.suspending import Halt
from onedoor.cases.models import Request
from onedoor.citizen.telling.memory import Memory, Moment, Teller, reason, sentences, told_answers
from onedoor.core.clock import ZONE
from onedoor.core.wording import due_day


def _asked(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> None:
    """What a unit asks for stays inside until it is granted; its reason is then the resident's to read."""
    memory.asked[payload["kind"]] = words.get("reason", "")


def _why(memory: Memory, kind: str, words: dict[str, str]) -> str:
    return reason(memory.asked.get(kind, "") or words.get("reason", ""))


def _extended(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    memory.promise(payload)
    return Moment("setback", _("延长了办理时间"), sentences(memory.by_day, _why(memory, Request.Kind.EXTEND, words)))


def last_day(until: str, now: datetime) -> str:
    """The last day of a halt in words."""
    return due_day(datetime.fromisoformat(until).replace(tzinfo=ZONE) + timedelta(days=1), now)


def _suspended(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    memory.promise(payload)
    until = _("最晚停到%(day)s") % {"day": last_day(payload["until"], memory.now)}
    told = sentences(str(Halt(payload["why"]).label), until, memory.by_day)
    return Moment("setback", _("暂停办理"), sentences(told, _why(memory, Request.Kind.SUSPEND, words)))


def _resumed(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    memory.promise(payload)
    return Moment("key", _("接着办了"), memory.by_day)


def _raised(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    levels = {"county": _("交给县里来办"), "town": _("交给乡镇（街道）来办")}
    return Moment("key", _("提级办理"), levels.get(payload["level"], ""))


def _lowered(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    return Moment("key", _("交给离您近的单位来办"))


def _inspected(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    return Moment("other", _("几个单位一起到现场看过"))


def _rated(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    unsolved = payload["solved"] is False
    if not memory.mine(payload):
        memory.others_unsolved = memory.others_unsolved or unsolved
        return None
    memory.unsolved = unsolved
    text = _("您说%(solved)s，%(satisfied)s") % told_answers(payload["solved"], payload["satisfied"])
    return Moment("setback" if unsolved else "key", _("您评价了"), text)


def _added(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    if not memory.mine(payload):
        return None
    said = _("“%(words)s”") % {"words": words["text"]} if words.get("text") else ""
    files = ngettext("照片或材料%(n)d份", "照片或材料%(n)d份", payload["files"]) % {"n": payload["files"]}
    return Moment("other", _("您补充了情况"), sentences(said, files if payload["files"] else ""))


def _sealed(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    if memory.hosted:
        return None
    return Moment("key", _("改成保密办理"), _("办理单位看不到您是谁，也看不到您的原话"))


def _erased(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    return Moment("key", _("删去了您的个人信息")) if memory.mine(payload) else None


TOLD: dict[str, Teller] = {
    "cases.request_asked": _asked,
    "cases.extended": _extended,
    "cases.suspended": _suspended,
    "cases.resumed": _resumed,
    "cases.raised": _raised,
    "cases.lowered": _lowered,
    "cases.inspected": _inspected,
    "cases.rated": _rated,
    "cases.added": _added,
    "cases.sealed": _sealed,
    "cases.person_erased": _erased,
}
