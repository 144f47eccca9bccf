"""One simulated case from the door to the archive, through the same actions that people use."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from onedoor.cases.actions import (
    closing,
    dispatching,
    registering,
    replying,
    returning,
    reviewing,
    signing,
    triaging,
    visiting,
)
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.flow import Colour
from onedoor.catalogue.queries import proposals, town_unit
from onedoor.core.clock import ZONE, Calendar
from onedoor.organisation.actor import Actor
from onedoor.simulation.cast import Cast
from onedoor.simulation.courses import SOLVED, UNREACHED, UNSOLVED, Course
from onedoor.simulation.texts import answers
from onedoor.simulation.timeline import Life, after

_DESKS = {"hotline": "hotline", "police": "hotline", "window": "window", "letter": "window", "petition": "guide"}
_DISPATCHERS = ("dispatch-a", "dispatch-b")
_RED_DAYS = 20

_WORKDAY = 540
_DELAYS = {
    "triage": (6, 70),
    "dispatch": (5, 60),
    "entrust": (15, 150),
    "sign": (6, 85),
    "send_back": (20, 300),
    "rule": (60, 480),
    "redispatch": (20, 150),
    "review": (30, 500),
    "visit": (120, 900),
    "rework": (60, 480),
    "close": (30, 480),
    "confirm": (60, 500),
}
"""Working minutes that usually pass before a step, from the one before it."""
_DUTY_STEPS = ("triage", "dispatch", "entrust", "sign")
"""Steps that somebody on duty takes at any hour."""
_REPLY_DAYS = {Colour.GREEN: (0.4, 3.6), Colour.YELLOW: (1.5, 7.5), Colour.RED: (3, 10)}
"""Working days in which a unit usually solves the problem."""


class _Stands(Exception):
    """Nobody takes the next step any more."""


class CaseLife:
    """Drives one case along its course. Iterating gives the moment of each step and then takes it."""

    def __init__(self, course: Course, *, cast: Cast, calendar: Calendar, rng: Random) -> None:
        self._course, self._cast, self._calendar, self._rng = course, cast, calendar, rng
        self._at = course.arrival
        self._ref = ""
        self._unit = ""
        self._dispatcher = rng.choice(_DISPATCHERS)

    def steps(self) -> Life:
        """The life, until it ends or stands where the course says."""
        try:
            yield from self._begun()
            yield from self._given("entrust" if self._course.colour == Colour.RED else "dispatch")
            if self._course.returned:
                yield from self._returned()
            yield from self._signed()
            yield from self._answered()
            yield from self._ended()
        except _Stands:
            return

    def _begun(self) -> Life:
        course = self._course
        yield self._at
        case, _report = registering.register(
            self._incoming(), county=self._cast.county, by=self._receiver(), at=self._at
        )
        self._ref = case.ref
        yield self._next("triage")
        triaging.triage(
            self._ref, colour=course.colour, item=course.item.code, by=self._actor(self._dispatcher), at=self._at
        )

    def _incoming(self) -> Incoming:
        course, text = self._course, self._course.text
        return Incoming(
            channel=text.channel,
            title=text.title,
            text=text.body,
            place=f"{course.town.name}{course.village.name}",
            area=course.village.code,
            lon=course.point.x,
            lat=course.point.y,
            nature=course.nature,
            urgency=course.urgency,
            name=text.caller_name,
            phone=text.phone,
        )

    def _receiver(self) -> Actor:
        channel = self._course.text.channel
        if channel == "grid":
            unit = town_unit(self._cast.county, self._course.village.code)
            return self._actor(unit.code if unit else "guide")
        return self._actor(_DESKS[channel]) if channel in _DESKS else self._cast.resident()

    def _given(self, verb: str) -> Life:
        yield self._next(verb)
        lead, *others = self._units()
        first, basis = (lead, "duty-list")
        if self._course.returned and self._course.upheld:
            # What comes back rightly was sent to the wrong unit: past the duty list, to one that only helps.
            first, others, basis = others[0], [lead], "manual"
        self._give(first, () if self._course.colour == Colour.GREEN else tuple(others), basis)

    def _give(self, unit: str, assists: tuple[str, ...], basis: str) -> None:
        self._unit = unit
        if self._course.colour != Colour.RED:
            dispatching.dispatch(
                self._ref, to=unit, assists=assists, basis=basis, by=self._actor(self._dispatcher), at=self._at
            )
            return
        dispatching.entrust(
            self._ref,
            to=unit,
            assists=assists,
            responsible=f"{unit}-handle",
            deadline=(self._at.astimezone(ZONE) + timedelta(days=_RED_DAYS)).date(),
            by=self._actor("leader"),
            at=self._at,
        )

    def _units(self) -> list[str]:
        """The unit of the duty list, those that help it, and the town."""
        found = proposals(self._cast.county, self._course.item.code, self._course.village.code, on=self._at.date())
        town = town_unit(self._cast.county, self._course.village.code)
        named = [unit.code for proposal in found[:1] for unit in (proposal.unit, *proposal.assists)]
        named += [town.code if town else "urban", "urban"]
        return list(dict.fromkeys(named))

    def _returned(self) -> Life:
        course = self._course
        yield self._next("send_back")
        reason = answers.return_reason(self._rng, item=course.item)
        returning.send_back(self._ref, reason=reason, by=self._actor(self._unit), at=self._at)
        yield self._next("rule")
        reason = answers.ruling_reason(self._rng, item=course.item)
        returning.rule(self._ref, upheld=course.upheld, reason=reason, by=self._actor("review"), at=self._at)
        yield self._next("redispatch")
        unit = self._units()[0] if course.upheld else self._unit
        self._give(unit, (), "duty-list")

    def _signed(self) -> Life:
        yield self._next("sign")
        signing.sign(self._ref, by=self._actor(self._unit), at=self._at)

    def _answered(self) -> Life:
        """Reply, review and call-back, again after each "not solved"."""
        course = self._course
        left = list(course.answers)
        while True:
            yield self._next("reply")
            text = answers.reply(self._rng, item=course.item)
            replying.reply(self._ref, text=text, by=self._actor(self._unit), at=self._at)
            yield self._next("review")
            reviewing.review(self._ref, by=self._actor("review"), at=self._at)
            answer = UNREACHED
            while answer == UNREACHED and left:
                yield self._next("visit")
                answer = left.pop(0)
                self._visit(answer)
            if answer != UNSOLVED:
                return
            yield self._next("rework")
            reason = answers.visit_comment(self._rng, solved=False)
            reviewing.rework(self._ref, reason=reason, by=self._actor("review"), at=self._at)

    def _visit(self, answer: str) -> None:
        by = self._actor("visit")
        if answer == UNREACHED:
            visiting.visit(self._ref, contacted=False, by=by, at=self._at)
            return
        solved = answer == SOLVED
        visiting.visit(
            self._ref,
            contacted=True,
            solved=solved,
            satisfied=solved and self._rng.random() < 0.9,
            comment=answers.visit_comment(self._rng, solved=solved),
            by=by,
            at=self._at,
        )

    def _ended(self) -> Life:
        if self._course.colour == Colour.RED:
            yield self._next("confirm")
            closing.confirm(self._ref, by=self._actor("leader"), at=self._at)
        else:
            yield self._next("close")
            closing.close(self._ref, by=self._actor("review"), at=self._at)

    def _actor(self, login: str) -> Actor:
        return self._cast.actor(login, self._at)

    def _next(self, step: str) -> datetime:
        """The moment of the next step, which becomes the present of this life. Raises _Stands where it ends."""
        course = self._course
        if step == course.stands_at:
            raise _Stands
        if step == "reply":
            shortest, longest = (days * _WORKDAY for days in _REPLY_DAYS[Colour(course.colour)])
        else:
            shortest, longest = _DELAYS[step]
        minutes = timedelta(minutes=self._rng.uniform(shortest, longest) * course.pace)
        if step == "reply" and course.replied:
            moment = max(course.replied, self._at)
        elif course.on_duty and step in _DUTY_STEPS:
            moment = self._at + minutes
        else:
            moment = after(self._at, work=minutes, calendar=self._calendar)
        self._at = moment.replace(microsecond=0)
        return self._at
