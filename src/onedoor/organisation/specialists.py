"""The seats that answer a field themselves (专席: 司法、税务、公积金、人社…, A-022), and who sits there now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onedoor.core.clock import ZONE
from onedoor.core.revisions import Shelf
from onedoor.organisation.models import Member, Post
from onedoor.organisation.standings import held_on


@dataclass(frozen=True)
class Specialist:
    """A post with the fields and languages it speaks for; ``present`` says whether somebody sits there now."""

    post: str
    name: str
    unit: str
    specialities: tuple[str, ...]
    present: bool


def _load(county: str) -> tuple[Post, ...]:
    posts = Post.objects.filter(county=county).select_related("unit").order_by("code")
    return tuple(post for post in posts if post.specialities)


_posts: Shelf[tuple[Post, ...]] = Shelf("organisation", _load)


def posts_with_specialities(county: str) -> tuple[Post, ...]:
    """The posts of a county that speak for a field, kept in memory until the organisation changes."""
    return _posts.get(county)


def specialists(county: str, *, duty: str, at: datetime) -> list[Specialist]:
    """The seats with this duty that speak for a field, those where somebody sits now first."""
    found = [
        Specialist(post.code, post.name, post.unit.name, tuple(post.specialities), bool(sitting(post.code, at=at)))
        for post in posts_with_specialities(county)
        if duty in post.duties
    ]
    return sorted(found, key=lambda seat: (not seat.present, seat.post))


def sitting(post: str, *, at: datetime) -> list[int]:
    """The ids of the members who hold a post at a moment, by seat, as a delegate or on a shift."""
    held = held_on(at.astimezone(ZONE).date())
    return [
        member
        for member in sorted({*held.all_day, *held.for_hours})
        if any(standing.post == post for standing in held.by(member, at))
    ]


def codes_sitting(county: str, post: str, *, at: datetime) -> list[str]:
    """The codes of the members who hold a post at a moment."""
    found = Member.objects.filter(county=county, pk__in=sitting(post, at=at)).order_by("code")
    return list(found.values_list("code", flat=True))
