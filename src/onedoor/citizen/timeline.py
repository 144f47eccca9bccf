"""What happened to a case, line by line, in sentences for the resident. What is not named here is not told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onedoor.cases.queries import Line
from onedoor.core.wording import due_day, moment_words
from onedoor.organisation.queries import directory


@dataclass(frozen=True)
class Moment:
    """One line: ``title`` is what happened, ``text`` goes on after it, ``quote`` is a reply in full, ``source`` the
    unit that gave it."""

    kind: str
    title: str
    text: str = ""
    quote: str = ""
    source: str = ""
    meta: str = ""

    def without_quote(self) -> Moment:
        """The same line, its reply shown elsewhere."""
        return replace(self, quote="")

    def repeats(self, other: Moment) -> bool:
        """Whether it says nothing the other has not said."""
        return (self.title, self.text, self.quote) == (other.title, other.text, other.quote)


def moments(county: str, lines: Iterable[Line], *, now: datetime) -> list[Moment]:
    """The record as the resident may read it, oldest first."""
    telling = _Telling(county, now)
    told: list[Moment] = []
    for line in lines:
        moment = telling.moment(line)
        if moment and not (told and moment.repeats(told[-1])):
            told.append(moment)
    return told


def unit_name(county: str, code: str) -> str:
    """The name of a unit; empty when there is none with this code."""
    unit = directory(county).by_code.get(code)
    return unit.name if unit else ""


class _Telling:
    """Goes through a record once and keeps what a later line needs to be understood: which unit has the case, which
    day was promised, the reply that nobody has found fit to be read yet, and what the call-back said."""

    def __init__(self, county: str, now: datetime) -> None:
        self._county = county
        self._now = now
        self._unit = ""
        self._day = ""
        self._reply = ""
        self._unsolved = False

    def moment(self, line: Line) -> Moment | None:
        """The line in words, or None when it stays inside."""
        moment = self._told(line.happening.name, line.happening.payload, line.words)
        if moment is None or moment.meta:
            return moment
        return replace(moment, meta=moment_words(line.happening.at, self._now))

    def _told(self, name: str, payload: dict[str, Any], words: dict[str, str]) -> Moment | None:
        match name:
            case "cases.report_received":
                return Moment("key", _("收到您的反映"))
            case "cases.triaged":
                self._promise(payload)
                return Moment("key", _("看过您的反映"), self._by_day())
            case "cases.dispatched" | "cases.entrusted":
                return self._given(payload)
            case "cases.signed":
                return Moment("other", _("%(unit)s开始办理") % {"unit": self._unit})
            case "cases.replied":
                self._reply = words.get("reply", "")
                return Moment("other", _("%(unit)s写好了答复") % {"unit": self._unit}, _("由中心核对"))
            case "cases.reviewed":
                return Moment("key", _("给您答复了"), quote=self._reply, source=self._unit)
            case "cases.reworked":
                why = _("您说没有解决") if self._unsolved else _("中心核对后认为还没办好")
                self._unsolved = False
                return Moment("setback", pgettext("progress", "退回重办"), why)
            case "cases.visit_attempted":
                return Moment("other", _("打电话给您，没有打通"), _("第%(n)s次") % {"n": payload["attempt"]})
            case "cases.visited":
                return self._visited(payload)
            case "cases.closed":
                return Moment("key", _("办结了"))
            case "cases.archived":
                return Moment("other", _("存档了"))
            case "cases.imported":
                return self._past(payload, words)
            case "cases.limit_recomputed":
                return self._moved(payload)
        return None

    def _given(self, payload: dict[str, Any]) -> Moment:
        before, self._unit = self._unit, unit_name(self._county, payload["unit"])
        moved = self._promise(payload)
        unit = {"unit": self._unit}
        if not before:
            return Moment("key", _("交给%(unit)s办理") % unit, self._by_day() if moved else "")
        if before == self._unit:
            return Moment("key", _("确定还由%(unit)s办理") % unit, self._by_day() if moved else "")
        date = self._by_day() if moved else _("答复的日子不变")
        return Moment("key", _("换了办理单位"), _("由%(unit)s来办，%(date)s") % (unit | {"date": date}))

    def _visited(self, payload: dict[str, Any]) -> Moment:
        if not payload["contacted"]:
            return Moment("other", _("打电话给您，三次都没有打通"))
        self._unsolved = payload["solved"] is False
        solved = _("没有解决") if self._unsolved else _("解决了")
        satisfied = _("满意") if payload["satisfied"] else _("不满意")
        text = _("您说%(solved)s，%(satisfied)s") % {"solved": solved, "satisfied": satisfied}
        return Moment("setback" if self._unsolved else "key", _("打电话问过您"), text)

    def _past(self, payload: dict[str, Any], words: dict[str, str]) -> Moment:
        reply = words.get("reply", "")
        if not reply:
            return Moment("other", _("记录里没有当时的答复"), meta=_("从以前的系统转来"))
        replied_at = payload.get("replied_at")
        at = parse_datetime(replied_at) if replied_at else None
        return Moment(
            "key", _("给您答复了"), quote=reply, meta=moment_words(at, self._now) if at else _("答复时间没有记录")
        )

    def _moved(self, payload: dict[str, Any]) -> Moment | None:
        """A limit of a step inside moves nothing for the resident."""
        after = parse_datetime(payload["after"])
        if payload["which"] not in ("solve", "reply") or after is None:
            return None
        self._day = due_day(after, self._now)
        return Moment("other", _("放假安排有变，日子跟着变"), self._by_day())

    def _promise(self, payload: dict[str, Any]) -> bool:
        """Take the day of the answer from an event; whether it is another one than before."""
        solve_by = parse_datetime(payload["flow"].get("solve_by") or "")
        day = due_day(solve_by, self._now) if solve_by else ""
        moved, self._day = day != self._day, day
        return moved

    def _by_day(self) -> str:
        return _("最晚%(day)s给您答复") % {"day": self._day}
