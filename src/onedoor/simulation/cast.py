"""Who acts in a simulated history: the members of the store on the posts they hold that day, and the residents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from onedoor.cases import queries as cases
from onedoor.cases.models import Report
from onedoor.organisation import queries as organisation
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Member, Post
from onedoor.simulation.world.catalogue import ItemSeed

AUTHOR, RESIDENT = "author", "resident"

_DESKS = {"hotline": "hotline", "police": "hotline", "window": "window", "letter": "window", "petition": "guide"}

_HANDLING = "-handle"


@dataclass(frozen=True)
class Cast:
    """The members of one county by their sign-in, and the sign-in of who handles the cases of a unit."""

    county: str
    members: dict[str, Member]
    handlers: dict[str, str]

    @classmethod
    def of(cls, county: str) -> Cast:
        """Everybody who can sign in there."""
        posts = Post.objects.filter(county=county, code__endswith=_HANDLING).values_list("unit__code", "code")
        return cls(
            county,
            {member.login: member for member in Member.objects.filter(county=county)},
            {unit: code.removesuffix(_HANDLING) for unit, code in posts},
        )

    def actor(self, who: str, at: datetime) -> Actor:
        """Whoever signs in so, or handles for the unit of this code, on the posts held at that moment.

        Raises KeyError when nobody does.
        """
        return organisation.actor(self.members[self.handlers.get(who, who)], on=timezone.localdate(at))

    def player(self, who: str, at: datetime, *, ref: str = "") -> Actor:
        """A resident, the author of the case, or a member as ``actor``."""
        if who == AUTHOR:
            return self.author(ref)
        return self.resident() if who == RESIDENT else self.actor(who, at)

    def players(self, who: str, at: datetime, *, ref: str = "") -> Sequence[Actor]:
        """Everybody who may be meant by that, who is asked first first."""
        return [self.player(who, at, ref=ref)]

    def receiver(self, channel: str, town: str, at: datetime) -> Actor:
        """Who takes down what comes in through a channel, in the town of this unit (empty: none)."""
        if channel == "grid":
            return self.actor(town or "guide", at)
        if channel == "upper":
            return self.actor("guide", at)
        return self.actor(_DESKS[channel], at) if channel in _DESKS else self.resident()

    def item(self, told: ItemSeed, text: str) -> str:
        """The code of the item this is, on the county's own list."""
        return told.code

    def units_beside(self, town: str) -> list[str]:
        """Who could help, or be asked where the duty list names nobody."""
        return [town or "urban", "urban"]

    def responsible(self, unit: str) -> str:
        """The post of a unit that answers for a red case."""
        return f"{unit}{_HANDLING}"

    def gives_up(self) -> bool:
        """Whether a case simply stands where nobody may take its next step; in the invented county it never does."""
        return False

    def resident(self) -> Actor:
        """A resident of the county."""
        return Actor.resident(self.county)

    def author(self, ref: str) -> Actor:
        """Whoever brought the case, by the code on their receipt."""
        report = Report.objects.filter(county=self.county, case__ref=ref).earliest("received_at", "id")
        return cases.author(self.county, ref, cases.query_code(ref, report.id))[0]
