"""What people did in one history, noted while it is lived, so that the same can be done again: with other words, in
another place, a little later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from onedoor.cases.actions import registering, viewing
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case
from onedoor.catalogue.queries import town_unit
from onedoor.core.clock import Calendar
from onedoor.simulation.cast import Cast
from onedoor.simulation.course import Course
from onedoor.simulation.deeds import DEEDS
from onedoor.simulation.going import Going
from onedoor.simulation.lives import CaseLife
from onedoor.simulation.timeline import Life


@dataclass(frozen=True)
class Told:
    """The words and the place of one report."""

    title: str
    text: str
    place: str
    area: str
    lon: float | None
    lat: float | None
    name: str
    phone: str

    @classmethod
    def of(cls, incoming: Incoming) -> Told:
        return cls(**{name: getattr(incoming, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Arrival:
    """A report comes in."""

    at: datetime
    incoming: Incoming


@dataclass(frozen=True)
class Deed:
    """Somebody takes a step about the case of this number within the history."""

    at: datetime
    verb: str
    who: str
    case: int
    given: Mapping[str, Any]


@dataclass
class Script:
    """What was done in one history, in order; ``refs`` are its cases in the order they came in."""

    course: Course
    steps: list[Arrival | Deed] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[Told]:
        """What its reports told, in the order they came in."""
        return [Told.of(step.incoming) for step in self.steps if isinstance(step, Arrival)]

    def again(self, told: Sequence[Told], *, cast: Cast, until: datetime, late: timedelta, refs: list[str]) -> Life:
        """The same history with these words, each step so much later, as far as it got by ``until``; ``refs`` is
        filled with the references of its cases."""
        words = iter(told)
        for step in self.steps:
            at = step.at + late
            if at > until:
                return
            yield at
            if isinstance(step, Arrival):
                refs.append(_arrive(replace(step.incoming, **vars(next(words))), cast=cast, at=at))
            else:
                known = dict(zip(self.refs, refs, strict=False))
                given = {name: _renamed(value, known) for name, value in step.given.items()}
                _do(step, refs[step.case], given, cast=cast, at=at)


def _arrive(incoming: Incoming, *, cast: Cast, at: datetime) -> str:
    town = town_unit(cast.county, incoming.area)
    by = cast.receiver(incoming.channel, town.code if town else "", at)
    return registering.register(incoming, county=cast.county, by=by, at=at)[0].ref


def _do(step: Deed, ref: str, given: Mapping[str, Any], *, cast: Cast, at: datetime) -> None:
    by = cast.player(step.who, at, ref=ref)
    done = DEEDS[step.verb](ref, **given, by=by, at=at)
    if isinstance(done, Case):
        viewing.looked(done, by=by, at=at)


def _renamed(value: Any, refs: Mapping[str, str]) -> Any:
    return refs.get(value, value) if isinstance(value, str) else value


class NotedLife(CaseLife):
    """A life of which everything done is noted in its script."""

    def __init__(self, course: Course, *, cast: Cast, calendar: Calendar, rng: Random) -> None:
        super().__init__(course, cast=cast, calendar=calendar, rng=rng)
        self.script = Script(course)
        self._going = _Noted(self.script, cast=cast, calendar=calendar, rng=rng)

    def _register(self, incoming: Incoming) -> Case:
        self.script.steps.append(Arrival(self._going.at, incoming))
        case = super()._register(incoming)
        self.script.refs.append(case.ref)
        return case


class _Noted(Going):
    def __init__(self, script: Script, *, cast: Cast, calendar: Calendar, rng: Random) -> None:
        super().__init__(script.course, cast=cast, calendar=calendar, rng=rng)
        self._script = script

    def do(self, verb: str, who: str, *, ref: str = "", **given: Any) -> None:
        about = ref or self.ref
        self._script.steps.append(Deed(self.at, verb, who, self._script.refs.index(about), given))
        super().do(verb, who, ref=ref, **given)
