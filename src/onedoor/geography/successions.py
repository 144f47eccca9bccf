"""Which area follows which: division codes change every year, and what was said under an old one must still be found.

A code that is in force on a day stands for itself. One that has ended leads on to what followed it, and so on; where it
was split, to the part that holds the point, else to the lowest area that holds all its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from onedoor.core.revisions import Shelf
from onedoor.geography.codes import ancestors, within
from onedoor.geography.models import Area


@dataclass(frozen=True)
class Spell:
    """One time in which a code was in force: from a day to a day (None: until further notice), and what followed."""

    code: str
    valid_from: date
    valid_to: date | None = None
    successors: tuple[str, ...] = ()

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass
class Successions:
    """The codes of a county that ended, with every spell of theirs. Any other code stands for itself, always."""

    spells: dict[str, list[Spell]] = field(default_factory=dict)

    @classmethod
    def of(cls, spells: Iterable[Spell]) -> Successions:
        """From spells in any order."""
        known: defaultdict[str, list[Spell]] = defaultdict(list)
        for spell in sorted(spells, key=lambda spell: spell.valid_from):
            known[spell.code].append(spell)
        return cls(dict(known))

    def current(self, code: str, on: date) -> str:
        """The one code that stands on a day for what this code meant; the code itself where nothing followed it."""
        return self._current(code, on, frozenset())

    def parts(self, code: str, on: date) -> tuple[str, ...]:
        """The codes that followed this one as of a day, itself where it is in force: several after a split."""
        reached, ends = [code], []
        for each in reached:
            following = self._following(each, on)
            reached += [other for other in following if other not in reached]
            if not following:
                ends.append(each)
        return tuple(ends) or (code,)

    def _current(self, code: str, on: date, seen: frozenset[str]) -> str:
        parts = self.parts(code, on)
        if len(parts) == 1:
            return parts[0]
        above = _common(parts)
        return self._current(above, on, seen | {code}) if above and above not in seen | {code} else code

    def reach(self, code: str) -> tuple[str, ...]:
        """Every code that a right over this one holds for: itself, all that followed it, and whatever went wholly into
        these. What was split is not held by one of its parts."""
        kept = self._reached.get(code)
        if kept is None:
            kept = self._reached[code] = self._reach(code)
        return kept

    def covers(self, code: str, place: str) -> bool:
        """Whether a place lies in the area of this code, whatever either was called before."""
        return any(within(each).covers(place) for each in self.reach(code))

    def _reach(self, code: str) -> tuple[str, ...]:
        reached = [code]
        for each in reached:
            reached += [other for spell in self._spells(each) for other in spell.successors if other not in reached]
        grown = True
        while grown:
            grown = False
            for old, following in self._all_of.items():
                if old not in reached and all(any(within(r).covers(new) for r in reached) for new in following):
                    reached.append(old)
                    grown = True
        # What lies inside another code of the list adds nothing.
        return (code, *(each for each in reached[1:] if not any(_inside(each, other) for other in reached)))

    def _following(self, code: str, on: date) -> tuple[str, ...]:
        """What this code was followed by, where it is not in force on that day."""
        spells = self._spells(code)
        if any(spell.holds(on) for spell in spells):
            return ()
        past = [spell for spell in spells if spell.valid_to is not None and spell.valid_to < on]
        return past[-1].successors if past else ()

    def _spells(self, code: str) -> Sequence[Spell]:
        return self.spells.get(code, ())

    @cached_property
    def _all_of(self) -> dict[str, set[str]]:
        """What each ended code was followed by, in all its spells."""
        followed = {
            code: {other for spell in spells for other in spell.successors} for code, spells in self.spells.items()
        }
        return {code: following for code, following in followed.items() if following}

    @cached_property
    def _reached(self) -> dict[str, tuple[str, ...]]:
        return {}


def _inside(code: str, other: str) -> bool:
    return code != other and within(other).covers(code)


def _common(codes: Sequence[str]) -> str:
    """The lowest area above all these; empty where they lie in different counties."""
    shared = [step for step in ancestors(codes[0])[:-1] if all(step in ancestors(code) for code in codes)]
    return shared[-1] if shared else ""


def _load(county: str) -> Successions:
    ended = Area.objects.filter(county=county, valid_to__isnull=False).values("code")
    rows = Area.objects.filter(county=county, code__in=ended)
    spells = rows.values_list("code", "valid_from", "valid_to", "successor")
    return Successions.of(Spell(c, begins, ends, tuple(n.split(",")) if n else ()) for c, begins, ends, n in spells)


_shelf: Shelf[Successions] = Shelf("atlas", _load)


def successions(county: str) -> Successions:
    """What followed what in a county, kept in memory until its areas change."""
    return _shelf.get(county)
