"""Talks at the centre, in sentences for the resident. Who was asked to come, and came, is told on the spot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from onedoor.citizen.telling.memory import Memory, Moment, Teller
from onedoor.core.wording import due_words, moment_words


def _arranged(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    moment = datetime.fromisoformat(payload["moment"])
    if memory.hosted or moment <= memory.now:
        return None
    return Moment("other", _("约您到中心当面谈"), due_words(moment, memory.now))


def _held(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    """Somebody else's talk about the same matter is not told."""
    if memory.hosted:
        return None
    when = moment_words(datetime.fromisoformat(payload["held"]), memory.now)
    text = _("几个单位一起接待") if len(payload["present"]) > 1 else ""
    return Moment("key", _("到中心当面谈过"), text, meta=when)


def _called_off(memory: Memory, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
    return None if memory.hosted else Moment("other", _("约好的当面谈取消了"))


TOLD: dict[str, Teller] = {
    "hall.talk_arranged": _arranged,
    "hall.talk_held": _held,
    "hall.talk_called_off": _called_off,
}
