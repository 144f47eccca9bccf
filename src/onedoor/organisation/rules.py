"""What every change to the organisation asks first: who it is about, and whether whoever asks may."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Member, Post, Seat, Unit
from onedoor.organisation.queries import directory


def unit_called(by: Actor, code: str, *, field: str = "unit") -> Unit:
    """The active unit with this code, as a row of its own. Raises Refused when the county has none."""
    unit = Unit.objects.filter(county=by.county, code=code, active=True).first()
    if unit is None:
        raise Refused(_("没有这个单位。请从本县的单位名单里选择。"), field=field)
    return unit


def post_called(by: Actor, code: str) -> Post:
    """The post with this code. Raises Refused when the county has none."""
    post = Post.objects.select_related("unit").filter(county=by.county, code=code).first()
    if post is None:
        raise Refused(_("没有这个岗位。请从本县的岗位里选择。"), field="post")
    return post


def members_called(by: Actor, codes: Iterable[str], *, field: str = "member") -> list[Member]:
    """The members with these codes, in this order, locked in one order, so that two changes about the same people
    wait for each other. Raises Refused when one does not work in the county."""
    wanted = list(dict.fromkeys(codes))
    rows = Member.objects.select_for_update(no_key=True).filter(county=by.county, code__in=wanted, is_active=True)
    found = {member.code: member for member in rows.order_by("id")}
    if missing := [code for code in wanted if code not in found]:
        raise Refused(
            _("本县没有这些人员：%(codes)s。请从本县在岗人员里选择。") % {"codes": "、".join(missing)}, field=field
        )
    return [found[code] for code in wanted]


def may_administer(by: Actor, *areas: str) -> bool:
    """Whether somebody administers all these areas."""
    return all(by.may(Duty.ADMINISTER, area=area) for area in areas)


def must_administer(by: Actor, *areas: str) -> None:
    """Raises Refused unless somebody administers all these areas."""
    if not may_administer(by, *areas):
        raise Refused(_("只有管这个区域的系统管理岗可以改。请联系系统管理员。"))


def centre_area(by: Actor) -> str:
    """The area of the county's centre, which keeps the lists of the whole county."""
    return directory(by.county).centre.area


def areas_of(member: Member, *, on: date) -> Sequence[str]:
    """Where a member has posts from a day on; the whole county for somebody without a post."""
    seats = Seat.objects.filter(county=member.county, member=member).exclude(valid_to__lt=on)
    return list(seats.values_list("post__area", flat=True).distinct()) or [f"{member.county}000000"]


def holds(member: Member, duties: Collection[str], *, on: date) -> bool:
    """Whether a post the member has from a day on has one of these duties."""
    seats = Seat.objects.filter(county=member.county, member=member).exclude(valid_to__lt=on)
    return any(set(held) & set(duties) for held in seats.values_list("post__duties", flat=True))


def in_order(first: date, last: date | None) -> None:
    """Raises Refused when the last day lies before the first."""
    if last is not None and last < first:
        raise Refused(_("最后一天不能早于第一天。请改正日期。"), field="last")
