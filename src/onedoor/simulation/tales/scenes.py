"""What a tale is made of: what residents say, and who does what at which moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from onedoor.cases.flow import Colour, State
from onedoor.core.clock import ZONE

ESTATE, VILLAGE = "990801001001", "990801100200"
TOWN_OF_ESTATE, TOWN_OF_VILLAGE = "town-chengguan", "town-qinglanya"

YES = {"contacted": True, "solved": True, "satisfied": True}

EXPECT, LOOK = "expect", "look"


@dataclass(frozen=True)
class Voice:
    """What one resident says, through which channel and about which place; ``given`` is what else is registered."""

    text: str
    caller: str
    phone: str
    village: str = ESTATE
    channel: str = "hotline"
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """One step: when (wall clock of 2026), what, by whom (sign-in, code of a unit, or the resident), and with what.

    ``of`` names another reporter's case of the same tale. ``refused``: nobody may let this happen. Two verbs only look:
    ``expect`` compares what is given with the case, ``look`` asks what somebody can see of it.
    """

    when: str
    verb: str
    who: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    of: str = ""
    refused: bool = False

    @property
    def at(self) -> datetime:
        """The moment at +08:00."""
        return datetime.strptime(f"2026-{self.when}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


@dataclass(frozen=True)
class Tale:
    """One matter: what the resident said, the scenes after registration, and what must come of it.

    ``solve_by`` is the last day of the whole limit, None where none is running at the end; ``ends`` the state after the
    last scene; ``chased`` the levels of supervision that must have been reached. ``others`` are further reporters, by
    the name scenes use for them.
    """

    name: str
    colour: Colour | None
    voice: Voice
    begins: Scene
    scenes: tuple[Scene, ...]
    solve_by: date | None = None
    ends: State = State.CLOSED
    chased: tuple[str, ...] = ()
    others: Mapping[str, Voice] = field(default_factory=dict)


def expect(when: str, *, of: str = "", **facts: Any) -> Scene:
    """What must be true of the case at this moment."""
    return Scene(when, EXPECT, given=facts, of=of)


def look(when: str, who: str, *, page: bool, words: bool, of: str = "") -> Scene:
    """Whether somebody may open the case, and whether they can find any of the resident's own words, name or number."""
    return Scene(when, LOOK, who, {"page": page, "words": words}, of=of)


def taken(
    day: str, unit: str, item: str, *, colour: Colour = Colour.GREEN, assists: tuple[str, ...] = (), of: str = ""
) -> tuple[Scene, ...]:
    """A morning on which a case is triaged, given to the unit the duty list names, and signed for."""
    given = {"to": unit, "assists": assists, "basis": "duty-list"}
    return (
        Scene(f"{day} 09:20", "triage", "dispatch-a", {"colour": colour, "item": item}, of=of),
        Scene(f"{day} 09:35", "dispatch", "dispatch-a", given, of=of),
        Scene(f"{day} 10:10", "sign", unit, of=of),
    )


def settled(day: str, unit: str, reply: str, *, comment: str, of: str = "") -> tuple[Scene, ...]:
    """A day on which the unit replies, and the centre reviews, calls back and closes."""
    return (
        Scene(f"{day} 10:00", "reply", unit, {"text": reply}, of=of),
        Scene(f"{day} 14:30", "review", "review", of=of),
        Scene(f"{day} 16:00", "visit", "visit", {**YES, "comment": comment}, of=of),
        Scene(f"{day} 17:00", "close", "review", of=of),
    )
