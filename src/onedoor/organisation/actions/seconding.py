"""Dual management (双重管理, A-035): who works where, and when they came and left."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.clock import ZONE
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation import queries, rules
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.events import AttendanceRecorded, MemberSeconded, SecondmentEnded
from onedoor.organisation.models import Attendance, Member, Secondment, Unit


@transaction.atomic
def second(
    member: str, *, home: str, host: str, first: date, last: date | None = None, by: Actor, at: datetime
) -> Secondment:
    """Send a member of one unit to work at another: ``home`` guides the business, ``host`` the daily work.

    Raises Refused when both are one unit, and while the member is sent elsewhere.
    """
    (person,) = rules.members_called(by, [member])
    sender, receiver = rules.unit_called(by, home, field="home"), rules.unit_called(by, host, field="host")
    rules.must_administer(by, receiver.area)
    if sender == receiver:
        raise Refused(_("派驻单位和接收单位不能是同一个。请改选其中一个。"), field="host")
    rules.in_order(first, last)
    others = _of(person).filter(Q(valid_to=None) | Q(valid_to__gte=first))
    if last is not None:
        others = others.filter(valid_from__lte=last)
    if others.exists():
        raise Refused(_("%(member)s这段时间已经派驻在别处。请先结束那一段派驻。") % {"member": person}, field="first")
    row = Secondment.objects.create(
        county=by.county, member=person, home=sender, host=receiver, valid_from=first, valid_to=last
    )
    person.home_unit = sender
    person.save(update_fields=["home_unit"])
    told = MemberSeconded(home=sender.code, host=receiver.code, first=first, last=last)
    emit(told, on=chain.locked(by.county, f"member:{person.code}"), by=by, at=at)
    queries.changed()
    return row


@transaction.atomic
def end_secondment(member: str, *, last: date, by: Actor, at: datetime) -> Secondment:
    """Let a member go back after a day, the last one at the host. Raises Refused when they are not sent anywhere."""
    (person,) = rules.members_called(by, [member])
    after = last + timedelta(days=1)
    rows = _of(person).filter(Q(valid_to=None) | Q(valid_to__gt=last), valid_from__lte=after)
    row = rows.order_by("valid_from").first()
    if row is None:
        raise Refused(_("%(member)s那天之后没有派驻在外。请核对日期。") % {"member": person}, field="last")
    rules.must_administer(by, row.host.area)
    if row.valid_from == after:
        row.delete()
    else:
        row.valid_to = last
        row.save(update_fields=["valid_to"])
    told = SecondmentEnded(host=row.host.code, last=last)
    emit(told, on=chain.locked(by.county, f"member:{person.code}"), by=by, at=at)
    queries.changed()
    return row


@transaction.atomic
def record_attendance(
    member: str, *, day: date, came_at: datetime, left_at: datetime | None = None, by: Actor, at: datetime
) -> Attendance:
    """Write down when a seconded member came and left on a day; said again, the later word holds.

    Only an administrator of the host unit, or of a unit over it, may: daily attendance is the host's, not the home
    unit's. Raises Refused for a day on which the member is sent nowhere, or that has not come.
    """
    (person,) = rules.members_called(by, [member])
    row = _on(person, day)
    if row is None:
        raise Refused(_("%(member)s那天没有派驻，不由这里考勤。请核对日期。") % {"member": person}, field="day")
    if not _manages(by, row.host):
        raise Refused(_("考勤由接收单位的系统管理岗记。请联系%(unit)s。") % {"unit": row.host})
    if came_at.astimezone(ZONE).date() != day or came_at > at:
        raise Refused(_("到岗时间应在当天，而且不能晚于现在。请改正。"), field="came_at")
    if left_at is not None and not came_at <= left_at <= at:
        raise Refused(_("离岗时间不能早于到岗，也不能晚于现在。请改正。"), field="left_at")
    told = {"host": row.host, "came_at": came_at, "left_at": left_at, "by": by.code}
    kept, _new = Attendance.objects.update_or_create(county=by.county, member=person, day=day, defaults=told)
    head = chain.locked(by.county, f"member:{person.code}")
    emit(AttendanceRecorded(host=row.host.code, day=day), on=head, by=by, at=at)
    return kept


def _of(person: Member) -> QuerySet[Secondment]:
    return Secondment.objects.filter(county=person.county, member=person).select_related("home", "host")


def _on(person: Member, day: date) -> Secondment | None:
    return _of(person).filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day).first()


def _manages(by: Actor, host: Unit) -> bool:
    return any(by.may(Duty.ADMINISTER, area=host.area, unit=unit.pk) for unit in (host, *queries.above(host)))
