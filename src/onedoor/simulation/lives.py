"""One simulated case from the door to the archive, through the same actions that people use."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from onedoor.cases.actions import registering
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.flow import Colour
from onedoor.cases.models import Case
from onedoor.catalogue.queries import proposals, town_unit
from onedoor.core.clock import ZONE, Calendar
from onedoor.core.refusal import Refused
from onedoor.simulation.cast import Cast
from onedoor.simulation.course import Course
from onedoor.simulation.going import Going, Over
from onedoor.simulation.standings import SOLVED, UNREACHED, UNSOLVED, Turn
from onedoor.simulation.texts import answers
from onedoor.simulation.texts.telling import Text
from onedoor.simulation.timeline import Life
from onedoor.simulation.turns import AT_THE_DOOR, SIGNED

_RED_DAYS = 20
_UPSTREAM_DAYS = 7
_SECRET = (Turn.CONFIDENTIAL, Turn.INFORMED)


class CaseLife:
    """Drives one case along its course. Iterating gives the moment of each step and then takes it."""

    def __init__(self, course: Course, *, cast: Cast, calendar: Calendar, rng: Random) -> None:
        self._course, self._cast, self._rng = course, cast, rng
        self._going = Going(course, cast=cast, calendar=calendar, rng=rng)

    def steps(self) -> Life:
        """The life, until it ends or stands where the course says."""
        going, turn = self._going, self._course.turn
        try:
            yield from self._begun()
            if turn in AT_THE_DOOR:
                yield from AT_THE_DOOR[turn](going)
            yield from self._road(self._course.answers)
            if turn == Turn.REOPENED:
                yield going.next("reopen")
                going.do("reopen", "author", reason=going.reason("reopen"))
                yield from self._road((SOLVED,))
        except Over:
            return

    def _begun(self) -> Life:
        going, course = self._going, self._course
        yield going.wait(course.arrival)
        going.ref = yield from self._registered(course.text)
        if course.again:
            yield going.next("told_again")
            going.joined = yield from self._registered(course.again)

    def _registered(self, text: Text) -> Generator[datetime, None, str]:
        """Register what was told; where its words are signs of danger, a trained person looks at once."""
        going = self._going
        case = self._register(self._incoming(text))
        if case.safety:
            risk = self._course.turn == Turn.SAFETY
            yield going.next("assess_safety")
            measures = going.reason("risk" if risk else "no-risk")
            going.do("decide_safety", "safety", ref=case.ref, risk=risk, measures=measures)
        return case.ref

    def _register(self, incoming: Incoming) -> Case:
        """Whoever receives it registers it; where nobody may, the life is over if the cast gives up."""
        by = self._cast.receiver(incoming.channel, self._town(), self._going.at)
        try:
            return registering.register(incoming, county=self._cast.county, by=by, at=self._going.at)[0]
        except Refused:
            if self._cast.gives_up():
                raise Over from None
            raise

    def _incoming(self, text: Text) -> Incoming:
        course = self._course
        told = Incoming(
            channel=text.channel,
            title=text.title,
            text=text.body,
            place=f"{course.town.name}{course.village.name}",
            area=course.village.code,
            lon=course.point.x if course.point else None,
            lat=course.point.y if course.point else None,
            nature=course.nature,
            kind=course.kind,
            people=course.people,
            urgency=course.urgency,
            name=text.caller_name,
            phone=text.phone,
        )
        return replace(told, **self._particulars())

    def _particulars(self) -> Mapping[str, Any]:
        """What is registered about a case of this turn."""
        course = self._course
        match course.turn:
            case Turn.CONFIDENTIAL:
                return {"confidential": True}
            case Turn.INFORMED:
                return {"accused": self._town()}
            case Turn.FROM_ABOVE:
                number = f"SJ-{course.arrival:%Y%m%d}-{self._rng.randrange(1000, 9999)}"
                by = (course.arrival.astimezone(ZONE) + timedelta(days=_UPSTREAM_DAYS)).date()
                return {"channel": "upper", "upstream_no": number, "upstream_by": by}
        return {}

    def _item(self) -> str:
        """The item on the county's own list."""
        return self._cast.item(self._course.item, self._course.text.body)

    def _town(self) -> str:
        unit = town_unit(self._cast.county, self._course.village.code)
        return unit.code if unit else ""

    def _road(self, replies: tuple[str, ...]) -> Life:
        """From triage to the close."""
        going, course = self._going, self._course
        yield going.next("triage")
        going.do("triage", going.desk("dispatch"), colour=course.colour, item=self._item())
        if course.turn in _SECRET:
            yield going.next("summarise")
            step = "inform" if course.turn == Turn.INFORMED else "summarise"
            going.do("summarise", going.desk("dispatch"), summary=going.reason(step))
        yield from self._given("entrust" if course.colour == Colour.RED else "dispatch")
        if course.returned:
            yield from self._returned()
        yield from self._signed()
        if course.turn in SIGNED:
            yield from SIGNED[course.turn](going)
        yield from self._helped()
        yield from self._answered(replies)
        step, who = ("confirm", "leader") if course.colour == Colour.RED else ("close", going.desk("review"))
        yield going.next(step)
        going.do(step, who)

    def _given(self, verb: str) -> Life:
        yield self._going.next(verb)
        lead, *others = self._units()
        first, basis = lead, "duty-list"
        if self._course.turn == Turn.RAISED:
            first, others, basis = self._course.village.code, [lead, *others], "manual"
        elif self._course.returned and self._course.upheld and others:
            # What comes back rightly was sent to the wrong unit: past the duty list, to one that only helps.
            first, others, basis = others[0], [lead], "manual"
        alone = self._course.colour == Colour.GREEN
        self._give(first, () if alone else tuple(others), basis)
        if self._course.turn == Turn.RAISED:
            self._going.helpers = tuple(others)

    def _give(self, unit: str, assists: tuple[str, ...], basis: str) -> None:
        going = self._going
        going.unit, going.helpers = unit, assists
        if self._course.colour != Colour.RED:
            going.do("dispatch", going.desk("dispatch"), to=unit, assists=assists, basis=basis)
            return
        deadline = (going.at.astimezone(ZONE) + timedelta(days=_RED_DAYS)).date()
        going.do("entrust", "leader", to=unit, assists=assists, responsible=self._cast.responsible(unit),
                 deadline=deadline)  # fmt: skip

    def _units(self) -> list[str]:
        """The unit of the duty list, those that help it, and the town."""
        course, county = self._course, self._cast.county
        found = proposals(county, self._item(), course.village.code, on=self._going.at.date())
        named = [unit.code for proposal in found[:1] for unit in (proposal.unit, *proposal.assists)]
        named += self._cast.units_beside(self._town())
        return list(dict.fromkeys(named))

    def _returned(self) -> Life:
        going, course = self._going, self._course
        yield going.next("send_back")
        going.do("send_back", going.unit, reason=answers.return_reason(self._rng, item=course.item))
        yield going.next("rule")
        going.do("rule", "review", upheld=course.upheld, reason=answers.ruling_reason(self._rng, item=course.item))
        yield going.next("redispatch")
        self._give(self._units()[0] if course.upheld else going.unit, (), "duty-list")

    def _signed(self) -> Life:
        going = self._going
        yield going.next("sign")
        going.do("sign", going.unit)
        going.signed = going.at

    def _helped(self) -> Life:
        """The helping units do their part; what is yellow is looked at together first."""
        going, course = self._going, self._course
        if going.helpers and course.colour == Colour.YELLOW:
            yield going.next("inspect")
            going.do("inspect", going.unit, units=going.helpers, text=going.reason("inspect"))
        for helper in going.helpers:
            yield going.next("assist")
            going.do("assist", helper, text=going.reason("assist"))

    def _answered(self, replies: tuple[str, ...]) -> Life:
        """Reply, review and call-back, again after each "not solved"."""
        going, course = self._going, self._course
        left = list(replies)
        while True:
            yield going.next("reply")
            going.do("reply", going.unit, text=answers.reply(self._rng, item=course.item))
            yield going.next("review")
            going.do("review", going.desk("review"))
            answer = UNREACHED
            while answer == UNREACHED and left:
                answer = left.pop(0)
                yield from self._asked(answer)
            if answer != UNSOLVED:
                break
            yield going.next("rework")
            going.do("rework", going.desk("review"), reason=answers.visit_comment(self._rng, solved=False))
            going.signed = going.at
        if going.joined:
            yield going.next("visit")
            self._heard("visit", "visit", SOLVED)

    def _asked(self, answer: str) -> Life:
        """Ask the author whether it is solved; some say it by the code of their receipt before anybody calls."""
        going, course = self._going, self._course
        if course.by_link and answer != UNREACHED:
            yield going.next("rate")
            self._heard("rate", "author", answer)
            return
        if course.turn == Turn.CONFIDENTIAL:
            yield going.next("ask_unmask")
            going.do("ask_unmask", "visit", reason=going.reason("ask_unmask"))
            yield going.next("agree")
            going.do("decide", "deputy", kind="unmask", granted=True, reason=going.reason("agree"))
            yield going.next("call")
            going.do("unmask", "visit", reason=going.reason("ask_unmask"))
        else:
            yield going.next("visit")
        if answer == UNREACHED:
            going.do("visit", going.desk("visit"), contacted=False)
        else:
            self._heard("visit", going.desk("visit"), answer)

    def _heard(self, verb: str, who: str, answer: str) -> None:
        solved = answer == SOLVED
        told: dict[str, Any] = {
            "solved": solved,
            "satisfied": solved and self._rng.random() < 0.9,
            "responded": self._rng.random() < 0.94,
            "comment": answers.visit_comment(self._rng, solved=solved),
        }
        if verb == "visit":
            told["contacted"] = True
        self._going.do(verb, who, **told)
