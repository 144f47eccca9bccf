"""Who is who: actors, units, the centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.core.revisions import Shelf, bump
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Member, Seat, Unit


@dataclass(frozen=True)
class Directory:
    """Units of one county in memory."""

    by_code: dict[str, Unit]
    by_id: dict[int, Unit]

    @property
    def centre(self) -> Unit:
        """The county's centre, which registers, dispatches and reviews. Raises Refused when none is set up."""
        for unit in self.by_code.values():
            if unit.kind == Unit.Kind.CENTRE and unit.active:
                return unit
        raise Refused(_("还没有设立中心：请先建立类型为“中心”的单位。"))

    @property
    def centres(self) -> frozenset[int]:
        """Ids of the units that belong to the centre."""
        return frozenset(unit.id for unit in self.by_code.values() if unit.kind == Unit.Kind.CENTRE)


def _load_directory(county: str) -> Directory:
    units = list(Unit.objects.filter(county=county).order_by("code"))
    return Directory({unit.code: unit for unit in units}, {unit.id: unit for unit in units})


def _load_standings(day: str) -> dict[int, tuple[Standing, ...]]:
    today = date.fromisoformat(day)
    held: dict[int, list[Standing]] = {}
    seats = Seat.objects.filter(valid_from__lte=today, member__is_active=True).exclude(valid_to__lt=today)
    for seat in seats.select_related("post__unit").order_by("id"):
        post = seat.post
        standing = Standing(post.code, post.unit.code, post.unit_id, frozenset(post.duties), post.area, post.name)
        held.setdefault(seat.member_id, []).append(standing)
    return {member: tuple(standings) for member, standings in held.items()}


def _load_posts(county: str) -> dict[str, str]:
    held = Seat.objects.filter(county=county).order_by("valid_from").values_list("member__code", "post__name")
    return dict(held)


_posts: Shelf[dict[str, str]] = Shelf("organisation", _load_posts)
_directories: Shelf[Directory] = Shelf("organisation", _load_directory)
_standings: Shelf[dict[int, tuple[Standing, ...]]] = Shelf("organisation", _load_standings)


def directory(county: str) -> Directory:
    """The units of a county, kept in memory until they change."""
    return _directories.get(county)


def actor(member: Member, *, on: date) -> Actor:
    """The member with the posts held on this day."""
    standings = _standings.get(on.isoformat()).get(member.pk, ())
    return Actor(member.code, member.county, standings, member.name)


def post_names(county: str) -> dict[str, str]:
    """What to call whoever a record names: the post of each member's code, never the person."""
    return _posts.get(county)


def changed() -> None:
    """Say, in the transaction that changes units, posts, seats or members, that every process must read them again."""
    bump("organisation")


def home_county() -> str:
    """The county this installation serves: the setting, or the only county in the store.

    Raises Refused when there is none, or more than one and no setting.
    """
    if settings.ONEDOOR_COUNTY:
        return str(settings.ONEDOOR_COUNTY)
    counties = _counties.get("")
    if len(counties) == 1:
        return counties[0]
    if not counties:
        raise Refused(_("库里还没有县区：请先运行./onedoor demo，或导入本县的区划和单位。"))
    raise Refused(_("库里有多个县区：请用环境变量ONEDOOR_COUNTY指明是哪一个。"))


def _load_counties(key: str) -> list[str]:
    return list(Unit.objects.filter(~Q(county="")).values_list("county", flat=True).distinct().order_by("county"))


_counties: Shelf[list[str]] = Shelf("organisation", _load_counties)
