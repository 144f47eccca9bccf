"""Who acts in an invented history of a real centre: its own members, each for what their posts let them do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from onedoor.catalogue.models import Item
from onedoor.catalogue.queries import catalogue
from onedoor.organisation import queries as organisation
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Member, Post, Seat, Unit
from onedoor.simulation.cast import AUTHOR, RESIDENT, Cast
from onedoor.simulation.world.catalogue import ItemSeed

_DUTIES: Mapping[str, tuple[Duty, ...]] = {
    "guide": (Duty.REGISTER,), "window": (Duty.REGISTER,), "hotline": (Duty.REGISTER,),
    "dispatch-a": (Duty.DISPATCH, Duty.TRIAGE, Duty.SUPERVISE), "dispatch-b": (Duty.DISPATCH, Duty.TRIAGE),
    "review": (Duty.REVIEW, Duty.RULE, Duty.CLOSE), "visit": (Duty.VISIT,),
    "director": (Duty.APPROVE, Duty.SUPERVISE), "deputy": (Duty.APPROVE,), "appeal": (Duty.APPEAL, Duty.APPROVE),
    "leader": (Duty.LEAD,), "safety": (Duty.SAFETY,), "inform-a": (Duty.INFORM,), "inform-b": (Duty.INFORM,),
}  # fmt: skip
"""What whoever the history calls so has to be able to do. Each may be several people, or nobody."""

_FROM_BEHIND = ("dispatch-b", "inform-b", "deputy")
"""Those who should be somebody else than the one before them, where there are two."""

_MOST = 6
_WALK_IN = ("qr", "web", "wechat")


@dataclass(frozen=True)
class Troupe(Cast):
    """The cast of a centre whose posts nobody has foreseen: whoever has the duty takes the step, and a case for which
    nobody has it stands where it is."""

    by_duty: Mapping[str, Sequence[Member]] = field(default_factory=dict)
    posts: Mapping[str, str] = field(default_factory=dict)
    """By the code of each unit that handles cases, the code of its handling post."""
    staff: Mapping[str, Sequence[Member]] = field(default_factory=dict)
    """By the code of each unit, who handles its cases."""

    @classmethod
    def of(cls, county: str) -> Troupe:
        """Everybody who can sign in there."""
        by_duty: defaultdict[str, dict[int, Member]] = defaultdict(dict)
        staff: defaultdict[str, dict[int, Member]] = defaultdict(dict)
        posts: dict[str, str] = {}
        seats = Seat.objects.filter(county=county, member__is_active=True).order_by("post__area", "post__code", "role")
        for seat in seats.select_related("post__unit", "member"):
            post: Post = seat.post
            for duty in post.duties:
                by_duty[duty][seat.member.pk] = seat.member
            if Duty.HANDLE in post.duties and post.unit.active and post.unit.kind not in _NOT_HANDLING:
                posts.setdefault(post.unit.code, post.code)
                staff[post.unit.code][seat.member.pk] = seat.member
        members = {member.login: member for member in Member.objects.filter(county=county, is_active=True)}
        return cls(
            county, members, {}, {duty: list(who.values()) for duty, who in by_duty.items()}, posts,
            {unit: list(who.values()) for unit, who in staff.items()},
        )  # fmt: skip

    def players(self, who: str, at: datetime, *, ref: str = "") -> Sequence[Actor]:
        """The author, a resident, whoever handles for a unit, or whoever has the duties the name stands for."""
        if who == AUTHOR:
            return [self.author(ref)]
        if who == RESIDENT:
            return [self.resident()]
        found = list(self.staff.get(who, ())) or _distinct(self.by_duty.get(duty, ()) for duty in _DUTIES.get(who, ()))
        return self._acting(reversed(found) if who in _FROM_BEHIND else found, at)

    def receiver(self, channel: str, town: str, at: datetime) -> Actor:
        """A member who registers; a resident for what residents send themselves, and where nobody registers."""
        able = self._acting(self.by_duty.get(Duty.REGISTER, ()), at)
        return self.resident() if channel in _WALK_IN or not able else able[0]

    def item(self, told: ItemSeed, text: str) -> str:
        """The centre's item of this code or name; else the one whose words the text has most of; else its last."""
        leaves = _leaves(self.county)
        by_code = {item.code: item for item in leaves}
        if told.code in by_code:
            return told.code
        named = next((item.code for item in leaves if item.name == told.name_zh), "")
        return named or max(leaves, key=lambda item: (sum(word in text for word in item.words), item.code)).code

    def units_beside(self, town: str) -> list[str]:
        """The town, then units that handle cases."""
        return [*([town] if town in self.staff else []), *sorted(set(self.staff) - {town})[:3]]

    def responsible(self, unit: str) -> str:
        return self.posts.get(unit, "")

    def gives_up(self) -> bool:
        return True

    def _acting(self, members: Iterable[Member], at: datetime) -> list[Actor]:
        day = timezone.localdate(at)
        return [organisation.actor(member, on=day) for member in list(members)[:_MOST]]


_NOT_HANDLING = (Unit.Kind.CENTRE, Unit.Kind.UPPER)


def _distinct(groups: Iterable[Iterable[Member]]) -> list[Member]:
    return list({member.pk: member for group in groups for member in group}.values())


def _leaves(county: str) -> list[Item]:
    """The items of the list that are no headings, by code."""
    items = catalogue(county).items
    headings = {item.parent for item in items.values()}
    return [item for code, item in sorted(items.items()) if code not in headings]
