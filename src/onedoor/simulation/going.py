"""One simulated case on its way: which it is, what time it is for it, and who takes it further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from onedoor.cases.actions import viewing
from onedoor.cases.flow import Colour
from onedoor.cases.models import Case
from onedoor.core.clock import Calendar
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.simulation.cast import Cast
from onedoor.simulation.course import Course
from onedoor.simulation.deeds import DEEDS
from onedoor.simulation.standings import Turn
from onedoor.simulation.texts.reasons import reason
from onedoor.simulation.timeline import after

_DISPATCHERS = ("dispatch-a", "dispatch-b")
_INFORM = {"review": "inform-b", "visit": "inform-b"}

_WORKDAY = 540
_DELAYS: Mapping[str, tuple[float, float]] = {
    "answer": (3, 20),
    "transfer": (1, 4),
    "assess_safety": (8, 70),
    "told_again": (10, 70),
    "ask_decline": (20, 150),
    "approve": (60, 480),
    "appeal": (300, 1200),
    "decide_appeal": (300, 1500),
    "triage": (6, 70),
    "summarise": (15, 90),
    "dispatch": (5, 60),
    "entrust": (15, 150),
    "sign": (6, 85),
    "merge": (10, 90),
    "send_back": (20, 300),
    "rule": (60, 480),
    "redispatch": (20, 150),
    "raise": (300, 900),
    "withdraw": (60, 600),
    "ask_extension": (300, 900),
    "ask_suspension": (200, 600),
    "inspect": (90, 420),
    "assist": (200, 800),
    "issue_order": (60, 400),
    "answer_order": (200, 800),
    "discharge_order": (100, 600),
    "review": (30, 500),
    "ask_unmask": (60, 500),
    "agree": (40, 300),
    "call": (5, 25),
    "visit": (120, 900),
    "rate": (90, 1500),
    "rework": (60, 480),
    "close": (30, 480),
    "confirm": (60, 500),
    "reopen": (900, 6000),
}
"""Minutes that usually pass before a step, from the one before it: working minutes, but for steps taken at any hour."""

_AT_ANY_HOUR = ("answer", "transfer", "assess_safety", "told_again", "call", "appeal", "withdraw", "rate", "reopen")
_DUTY_STEPS = ("triage", "dispatch", "entrust", "sign")
"""Steps that somebody on duty takes at any hour."""

_REPLY_DAYS = {Colour.GREEN: (0.4, 3.6), Colour.YELLOW: (1.5, 7.5), Colour.RED: (3, 10)}
"""Working days in which a unit usually solves the problem."""


class Over(Exception):
    """Nobody takes the next step any more: the case has ended, or it stands."""


class Going:
    """A case on its way. ``ref`` is its reference, ``joined`` that of a neighbour's, ``unit`` the one that has it,
    ``helpers`` those that help, ``signed`` when the unit took it on."""

    def __init__(self, course: Course, *, cast: Cast, calendar: Calendar, rng: Random) -> None:
        self.course, self.cast, self.rng = course, cast, rng
        self.at = self.signed = course.arrival
        self.ref = self.joined = self.unit = ""
        self.helpers: tuple[str, ...] = ()
        self._calendar = calendar
        self._dispatcher = rng.choice(_DISPATCHERS)

    def do(self, verb: str, who: str, *, ref: str = "", **given: Any) -> None:
        """Let somebody take this step now, about this case or the one named. They opened its page for it."""
        ref = ref or self.ref
        by, done = self._done(verb, self.cast.players(who, self.at, ref=ref), ref, given)
        if isinstance(done, Case):
            viewing.looked(done, by=by, at=self.at)

    def _done(self, verb: str, players: Sequence[Actor], ref: str, given: Mapping[str, Any]) -> tuple[Actor, object]:
        """The step, taken by the first who may; where nobody may, the case stands if the cast gives up."""
        refusal = None
        for by in players:
            try:
                return by, DEEDS[verb](ref, **given, by=by, at=self.at)
            except Refused as said:
                refusal = said
        if refusal is not None and not self.cast.gives_up():
            raise refusal
        raise Over

    def desk(self, post: str) -> str:
        """Who sits at this desk of the centre for this case; an informant's report keeps to those who handle them."""
        if self.course.turn == Turn.INFORMED:
            return _INFORM.get(post, "inform-a")
        return self._dispatcher if post == "dispatch" else post

    def reason(self, step: str) -> str:
        """Why somebody takes the step, in one sentence."""
        town, item = self.course.town.name, self.course.item.name_zh
        return reason(self.rng, step).format(town=town, item=item)

    def wait(self, moment: datetime) -> datetime:
        """Nothing happens before this moment."""
        self.at = max(self.at, moment).replace(microsecond=0)
        return self.at

    def later(self, moment: datetime, *, work: timedelta) -> datetime:
        """The moment when so much working time has passed."""
        return after(moment, work=work, calendar=self._calendar)

    def next(self, step: str) -> datetime:
        """The moment of the next step, which becomes the present of this case. Raises Over where it stands."""
        course = self.course
        if step == course.stands_at:
            raise Over
        if step == "reply" and course.replied:
            return self.wait(course.replied)
        if step == "reply":
            shortest, longest = (days * _WORKDAY for days in _REPLY_DAYS[Colour(course.colour)])
        else:
            shortest, longest = _DELAYS[step]
        minutes = timedelta(minutes=self.rng.uniform(shortest, longest) * course.pace)
        if step == "reply":
            return self.wait(self.later(self.signed, work=minutes))
        if step in _AT_ANY_HOUR or (course.on_duty and step in _DUTY_STEPS):
            return self.wait(self.at + minutes)
        return self.wait(self.later(self.at, work=minutes))
