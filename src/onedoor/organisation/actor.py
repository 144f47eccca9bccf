"""Who acts: a member on their posts, the system, or a resident with the code of their own case."""

from __future__ import annotations

from dataclasses import dataclass

from onedoor.geography.codes import within

RESIDENT = "resident"
"""What the record says of whoever brought a case."""


@dataclass(frozen=True)
class Standing:
    """One post as a right: duties of a unit in an area. ``acting_for`` is the code of the post where its holder is on
    leave and the right is used for them; empty for a post of one's own."""

    post: str
    unit: str
    unit_id: int
    duties: frozenset[str]
    area: str
    name: str = ""
    acting_for: str = ""


@dataclass(frozen=True)
class Actor:
    """``code`` is what the record keeps. ``standings`` are the posts held today. The system may do what no person is
    asked to do, and nothing else asks it for a duty. ``outside``: another system with a key of the API, for which
    nothing secret exists."""

    code: str
    county: str
    standings: tuple[Standing, ...] = ()
    name: str = ""
    trusted: bool = False
    wrote: str = ""
    outside: bool = False

    @classmethod
    def system(cls, county: str) -> Actor:
        return cls("system", county, trusted=True)

    @classmethod
    def resident(cls, county: str) -> Actor:
        """A resident: the record keeps that it was the resident, not who."""
        return cls(RESIDENT, county)

    @classmethod
    def author(cls, county: str, ref: str) -> Actor:
        """The resident who brought this case, known by the code of their receipt: ``cases.queries.author`` alone makes
        one, and only for the right code."""
        return cls(RESIDENT, county, wrote=ref)

    @classmethod
    def feed(cls, county: str, feed: str) -> Actor:
        """An inbound feed of another system."""
        return cls(f"feed:{feed}", county, trusted=True)

    @property
    def is_resident(self) -> bool:
        """Whether it is somebody who brings something, not somebody who works here."""
        return self.code == RESIDENT

    def may(self, duty: str, *, area: str, unit: int | None = None) -> bool:
        """Whether a post held today has the duty for this area (and belongs to this unit, where one is named)."""
        if self.trusted:
            return True
        return any(
            duty in standing.duties
            and within(standing.area).covers(area)
            and (unit is None or standing.unit_id == unit)
            for standing in self.standings
        )

    def has(self, duty: str) -> bool:
        """Whether any post held today has the duty, anywhere."""
        return any(duty in standing.duties for standing in self.standings)

    @property
    def duties(self) -> frozenset[str]:
        return frozenset().union(*(standing.duties for standing in self.standings))
