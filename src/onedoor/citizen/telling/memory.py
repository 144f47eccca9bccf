"""One line for the resident, and what has to be remembered to word the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from onedoor.cases.models import Report
from onedoor.core.wording import due_day
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


class Memory:
    """What a later line needs to be understood: which unit has the case, which day was promised, the reply that nobody
    has found fit to be read yet, and what was answered about it. ``hosted``: the line is of the case this one is
    handled with, so that what somebody else said there is not told."""

    def __init__(self, report: Report, now: datetime) -> None:
        self.report = report
        self.county = report.county
        self.now = now
        self.hosted = False
        self.unit = ""
        self.day = ""
        self.reply = ""
        self.attempts = 0
        self.unsolved = False
        self.others_unsolved = False
        self.asked: dict[str, str] = {}

    def mine(self, payload: dict[str, Any]) -> bool:
        """Whether a line is about this reporter, not about another one of the same case."""
        whose = payload.get("report")
        return not self.hosted if whose is None else bool(whose == self.report.id)

    @property
    def by_text(self) -> bool:
        """Whether the reporter is written to and never rung up."""
        return self.report.contact.text_only

    def begin_again(self) -> None:
        """Back at the door: no unit has it, no day is promised."""
        self.unit = self.day = ""

    def given_to(self, code: str) -> str:
        """The unit has the case from now on; which had it before."""
        before, self.unit = self.unit, unit_name(self.county, code)
        return before

    def promise(self, payload: dict[str, Any]) -> bool:
        """Take the day of the answer from an event; whether it is another one than before."""
        solve_by = parse_datetime(payload["flow"].get("solve_by") or "")
        day = due_day(solve_by, self.now) if solve_by else ""
        moved, self.day = day != self.day, day
        return moved

    @property
    def by_day(self) -> str:
        return _("最晚%(day)s给您答复") % {"day": self.day} if self.day else ""


Teller = Callable[[Memory, dict[str, Any], dict[str, str]], Moment | None]
"""Words for one kind of event: what was remembered, the payload, the words that belong to the line."""


def unit_name(county: str, code: str) -> str:
    """The name of a unit; empty when there is none with this code."""
    unit = directory(county).by_code.get(code)
    return unit.name if unit else ""


def sentences(*told: str) -> str:
    """What there is to say, one after the other."""
    return _("，").join(filter(None, told))


def reason(words: str) -> str:
    """A reason that somebody wrote for the resident; empty once it was erased."""
    return _("原因：%(reason)s") % {"reason": words} if words.strip() else ""


def told_answers(solved: bool, satisfied: bool) -> dict[str, str]:
    """What was answered, in words."""
    return {
        "solved": _("解决了") if solved else _("没有解决"),
        "satisfied": _("满意") if satisfied else _("不满意"),
    }
