"""The ways out of the road, and the ways back, in sentences for the resident."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from onedoor.cases.flow import State
from onedoor.cases.reporters import joined_openly
from onedoor.catalogue.models import EmergencyLine
from onedoor.citizen.telling.memory import Memory, Moment, Teller, reason
from onedoor.organisation.queries import directory


def _answered(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    source = directory(memory.county).centre.name
    return Moment("key", _("当场答复了您"), quote=words.get("reply", ""), source=source)


def _transferred(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    service = {"service": EmergencyLine(payload["service"]).label}
    if payload["ended"]:
        return Moment("key", _("马上转给了%(service)s") % service, _("由他们处理"))
    return Moment("key", _("马上告诉了%(service)s") % service, _("这里接着办"))


def _taken_back(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    memory.begin_again()
    return Moment("key", _("收回来由中心办"), _("重新看您的反映"))


def _merged(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    """What was joined goes on as the resident's own; that it was joined is said where it gives nobody away."""
    memory.begin_again()
    if not joined_openly(payload["into"], county=memory.county):
        return None
    return Moment("key", _("和同一件事一起办"), _("您的答复、回访和重启都还是您自己的"))


def _joined(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    """Where the case it joined stands. That others joined theirs is told to nobody."""
    if not memory.hosted or payload["joined"] != memory.report.case.ref:
        return None
    if payload["flow"]["state"] == State.REVIEWED:
        return Moment("key", _("给您答复了"), quote=memory.reply, source=memory.unit)
    return Moment("other", _("由%(unit)s办理") % {"unit": memory.unit}, memory.by_day) if memory.unit else None


def _unmerged(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    memory.begin_again()
    if not joined_openly(payload["was_in"], county=memory.county):
        return Moment("key", _("重新看您的反映"))
    return Moment("key", _("改为单独办理"), _("重新看您的反映"))


def _declined(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    return Moment("setback", _("没有受理"), reason(words.get("reason", "")))


def _appealed(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    return Moment("key", _("您提出了异议"), _("由没有参与这次决定的人复核"))


def _appeal_decided(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    why = reason(words.get("reason", ""))
    if not payload["accepted"]:
        return Moment("setback", _("复核过了，仍不受理"), why)
    memory.begin_again()
    return Moment("key", _("异议成立，重新受理"), why)


def _withdrawn(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    return Moment("key", _("您撤回了"))


def _reopened(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment:
    memory.begin_again()
    if not memory.mine(payload):
        return Moment("other", _("重新办理"))
    return Moment("setback", _("您说没有解决"), _("重新办理"))


TOLD: dict[str, Teller] = {
    "cases.answered": _answered,
    "cases.transferred": _transferred,
    "cases.taken_back": _taken_back,
    "cases.merged": _merged,
    "cases.joined": _joined,
    "cases.unmerged": _unmerged,
    "cases.declined": _declined,
    "cases.appealed": _appealed,
    "cases.appeal_decided": _appeal_decided,
    "cases.withdrawn": _withdrawn,
    "cases.reopened": _reopened,
}
