"""Who acts: a member on their posts, the system, or a resident with the code of their own case."""

from __future__ import annotations

from dataclasses import dataclass

from onedoor.geography.codes import within


@dataclass(frozen=True)
class Standing:
    """One post as a right: duties of a unit in an area."""

    post: str
    unit: str
    unit_id: int
    duties: frozenset[str]
    area: str
    name: str = ""


@dataclass(frozen=True)
class Actor:
    """``code`` is what the record keeps. ``standings`` are the posts held today. The system may do what no person is
    asked to do, and nothing else asks it for a duty."""

    code: str
    county: str
    standings: tuple[Standing, ...] = ()
    name: str = ""
    trusted: bool = False

    @classmethod
    def system(cls, county: str) -> Actor:
        return cls("system", county, trusted=True)

    @classmethod
    def resident(cls, county: str) -> Actor:
        """A resident: the record keeps that it was the resident, not who."""
        return cls("resident", county)

    @classmethod
    def feed(cls, county: str, feed: str) -> Actor:
        """An inbound feed of another system."""
        return cls(f"feed:{feed}", county, trusted=True)

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
