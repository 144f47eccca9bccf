"""Keep the list of units that sit at the centre (入驻名单, A-033)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation import queries, rules
from onedoor.organisation.actor import Actor
from onedoor.organisation.events import UnitListed, UnitUnlisted
from onedoor.organisation.models import Presence, Unit

_WEEK = range(1, 8)


@transaction.atomic
def list_unit(
    unit: str,
    *,
    mode: str,
    window: str = "",
    weekdays: Sequence[int] = (),
    first: date,
    last: date | None = None,
    by: Actor,
    at: datetime,
) -> Presence:
    """Put a unit on the list from a day on, until a day or until further notice.

    ``weekdays`` (1 Monday … 7 Sunday) belong to a rotating unit and to no other. Raises Refused, also while the unit
    stands on the list already.
    """
    rules.must_administer(by, rules.centre_area(by))
    found = rules.unit_called(by, unit)
    if found.kind in (Unit.Kind.CENTRE, Unit.Kind.UPPER):
        raise Refused(_("中心和上级不用入驻。请选择部门、镇街、村社区或公用企业。"), field="unit")
    if mode not in Presence.Mode.values:
        raise Refused(_("入驻方式应为常驻、轮驻或随驻。请选一种。"), field="mode")
    _check(mode, weekdays)
    rules.in_order(first, last)
    head = chain.locked(by.county, f"unit:{found.code}")
    others = Presence.objects.filter(Q(valid_to=None) | Q(valid_to__gte=first), county=by.county, unit=found)
    if last is not None:
        others = others.filter(valid_from__lte=last)
    if others.exists():
        raise Refused(
            _("%(unit)s这段时间已在入驻名单里。请先把它移出名单，再重新加入。") % {"unit": found}, field="unit"
        )
    row = Presence.objects.create(
        county=by.county, unit=found, mode=mode, window=window, weekdays=sorted(set(weekdays)), valid_from=first,
        valid_to=last,
    )  # fmt: skip
    told = UnitListed(mode=mode, weekdays=tuple(row.weekdays), first=first, last=last)
    emit(told, on=head, by=by, at=at, words={"window": window})
    queries.changed()
    return row


@transaction.atomic
def unlist_unit(unit: str, *, last: date, by: Actor, at: datetime) -> Presence:
    """Take a unit off the list after a day, on which it still sits here. Raises Refused when it is not on it."""
    rules.must_administer(by, rules.centre_area(by))
    found = rules.unit_called(by, unit)
    head = chain.locked(by.county, f"unit:{found.code}")
    after = last + timedelta(days=1)
    rows = Presence.objects.filter(Q(valid_to=None) | Q(valid_to__gt=last), county=by.county, unit=found)
    row = rows.filter(valid_from__lte=after).order_by("valid_from").first()
    if row is None:
        raise Refused(_("%(unit)s那天之后不在入驻名单里，不用移出。请核对日期。") % {"unit": found}, field="unit")
    if row.valid_from == after:
        row.delete()
    else:
        row.valid_to = last
        row.save(update_fields=["valid_to"])
    emit(UnitUnlisted(mode=row.mode, last=last), on=head, by=by, at=at)
    queries.changed()
    return row


def _check(mode: str, weekdays: Sequence[int]) -> None:
    if mode != Presence.Mode.ROTATING and weekdays:
        raise Refused(_("只有轮驻单位要写星期几。请去掉星期，或改为轮驻。"), field="weekdays")
    if mode == Presence.Mode.ROTATING and not weekdays:
        raise Refused(_("轮驻单位要写明星期几来。请至少选一天。"), field="weekdays")
    if not set(weekdays) <= set(_WEEK):
        raise Refused(_("星期应为1（周一）至7（周日）的数字。请改正。"), field="weekdays")
