"""Who acts in a simulated history: the members of the store on the posts they hold that day, and the residents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from onedoor.cases import queries as cases
from onedoor.cases.models import Report
from onedoor.organisation import queries as organisation
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Member, Post

AUTHOR, RESIDENT = "author", "resident"

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

    def resident(self) -> Actor:
        """A resident of the county."""
        return Actor.resident(self.county)

    def author(self, ref: str) -> Actor:
        """Whoever brought the case, by the code on their receipt."""
        report = Report.objects.filter(county=self.county, case__ref=ref).earliest("received_at", "id")
        return cases.author(self.county, ref, cases.query_code(ref, report.id))[0]
