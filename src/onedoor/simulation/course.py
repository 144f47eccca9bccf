"""How one simulated case will go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shapely import Point

from onedoor.simulation.standings import SOLVED, Turn
from onedoor.simulation.texts.telling import Text
from onedoor.simulation.world.areas import AreaSeed
from onedoor.simulation.world.catalogue import ItemSeed


@dataclass(frozen=True)
class Course:
    """One simulated case: the report, and how everybody will behave.

    ``pace`` stretches every delay (1 is usual); ``on_duty`` means that nobody waits for office hours. ``stands_at`` is
    the step that is not taken any more, empty when the case runs to its end. ``replied`` is when the unit replies,
    where that is fixed. ``by_link``: its author answers by the code of the receipt before anybody calls. ``again`` is
    what a neighbour tells of the same thing, and ``service`` the number an emergency is handed to.
    """

    arrival: datetime
    item: ItemSeed
    village: AreaSeed
    town: AreaSeed
    point: Point | None
    text: Text
    nature: str
    kind: str
    people: str
    urgency: str
    colour: str
    turn: Turn = Turn.NONE
    again: Text | None = None
    service: str = ""
    by_link: bool = False
    answers: tuple[str, ...] = (SOLVED,)
    replied: datetime | None = None
    returned: bool = False
    upheld: bool = False
    pace: float = 1.0
    on_duty: bool = False
    stands_at: str = ""

    @property
    def reports(self) -> int:
        """How many reports it brings, each a case of its own."""
        return 2 if self.again else 1
