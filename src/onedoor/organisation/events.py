"""What happens to who may do what: units, people, lists, leave and rosters. Codes and days only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class UnitPlaced(Event):
    """A unit was put under another in the chain of command; ``parent`` empty: under none."""

    name: ClassVar[str] = "organisation.unit_placed"

    parent: str


@dataclass(frozen=True)
class UnitListed(Event):
    """A unit was put on the list of those that sit at the centre; ``weekdays`` (1 to 7) where it takes turns."""

    name: ClassVar[str] = "organisation.unit_listed"
    words: ClassVar[tuple[str, ...]] = ("window",)

    mode: str
    weekdays: tuple[int, ...]
    first: date
    last: date | None


@dataclass(frozen=True)
class UnitUnlisted(Event):
    """A unit sits at the centre until this day and is then off the list; a day before the first: it never did."""

    name: ClassVar[str] = "organisation.unit_unlisted"

    mode: str
    last: date


@dataclass(frozen=True)
class MemberSeconded(Event):
    """A member was sent by one unit to work at another: ``home`` guides the business, ``host`` the daily work."""

    name: ClassVar[str] = "organisation.member_seconded"

    home: str
    host: str
    first: date
    last: date | None


@dataclass(frozen=True)
class SecondmentEnded(Event):
    """A member works at the host unit until this day."""

    name: ClassVar[str] = "organisation.secondment_ended"

    host: str
    last: date


@dataclass(frozen=True)
class AttendanceRecorded(Event):
    """The host unit wrote down when a seconded member came and left that day. The hours stay off the record."""

    name: ClassVar[str] = "organisation.attendance_recorded"

    host: str
    day: date


@dataclass(frozen=True)
class LeaveTaken(Event):
    """A member is away from the first to the last day; ``delegate`` has the member's posts meanwhile, if named."""

    name: ClassVar[str] = "organisation.leave_taken"

    member: str
    first: date
    last: date
    delegate: str


@dataclass(frozen=True)
class DelegateNamed(Event):
    """Another delegate, or none, has the posts of a member on leave from now on."""

    name: ClassVar[str] = "organisation.delegate_named"

    member: str
    first: date
    delegate: str


@dataclass(frozen=True)
class LeaveEnded(Event):
    """A leave ended early: from that day the member has their posts again, and the delegate has not."""

    name: ClassVar[str] = "organisation.leave_ended"

    member: str
    first: date
    back: date
    delegate: str


@dataclass(frozen=True)
class RosterLaidOut(Event):
    """Shifts of a post were given to members: ``days`` names the member for each day on which a shift begins."""

    name: ClassVar[str] = "organisation.roster_laid_out"

    kind: str
    days: Mapping[date, str]


@dataclass(frozen=True)
class ShiftsWithdrawn(Event):
    """Shifts of a post that had not begun were taken back: ``days`` names who would have had each."""

    name: ClassVar[str] = "organisation.shifts_withdrawn"

    kind: str
    days: Mapping[date, str]


@dataclass(frozen=True)
class ShiftPassed(Event):
    """A shift passed from one member to another, given up or in exchange."""

    name: ClassVar[str] = "organisation.shift_passed"

    kind: str
    day: date
    before: str
    after: str
