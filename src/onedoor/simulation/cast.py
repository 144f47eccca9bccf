"""Who acts in a simulated history: the members of the store, as actors on the posts they hold that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from onedoor.organisation import queries as organisation
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Member


@dataclass(frozen=True)
class Cast:
    """The members of one county by their sign-in."""

    county: str
    members: dict[str, Member]

    @classmethod
    def of(cls, county: str) -> Cast:
        """Everybody who can sign in there."""
        return cls(county, {member.login: member for member in Member.objects.filter(county=county)})

    def actor(self, login: str, at: datetime) -> Actor:
        """Who signs in so, on the posts held at that moment. Handlers sign in by the code of their unit.

        Raises KeyError when nobody signs in so.
        """
        return organisation.actor(self.members[login], on=timezone.localdate(at))

    def resident(self) -> Actor:
        """A resident of the county."""
        return Actor.resident(self.county)
