"""What arranging a talk and noting one have in common. The caller holds the lock of the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from onedoor.cases.models import Case
from onedoor.cases.models.choices import Safety
from onedoor.core.refusal import Refused
from onedoor.hall import queries
from onedoor.hall.models import Talk, Ticket
from onedoor.hall.models.talk import Mode
from onedoor.organisation.actor import Actor
from onedoor.work.actions import tasks

_LONGEST_ROOM = 40


def made(
    by: Actor, case: Case | None, *, mode: str, window: str, room: str, leader: bool, ticket: int | None, now: datetime
) -> Talk:
    """A talk that begins now, not yet written. Raises Refused for a window or number nobody knows, or for a mode that
    does not fit."""
    _check_mode(mode, case)
    if len(room.strip()) > _LONGEST_ROOM:
        raise Refused(_("房间名最多%(most)s字。") % {"most": _LONGEST_ROOM}, field="room")
    return Talk(
        county=by.county, case=case, mode=mode, room=room.strip(), leader=leader, by=by.code,
        window=queries.window_called(by.county, window, at=now) if window else None,
        ticket=_ticket(by.county, ticket, case), arranged_for=now, arranged_at=now,
    )  # fmt: skip


def _ticket(county: str, ticket: int | None, case: Case | None) -> Ticket | None:
    if ticket is None:
        return None
    found = queries.locked(county, ticket)
    if found.case_id is not None and found.case_id != (case.id if case else None):
        raise Refused(_("%(number)s登记的是另一件事。请核对编号。") % {"number": found.label}, field="ref")
    return found


def _check_mode(mode: str, case: Case | None) -> None:
    """Units round a table give a secret reporter away; signs of danger stop every mediation (DESIGN §9)."""
    if mode not in Mode.values:
        raise Refused(_("请选怎样接待。"), field="mode")
    if mode == Mode.JOINT and case is None:
        raise Refused(_("联合接待要请单位到场，先要有事项。请先登记来件。"), field="mode")
    if mode == Mode.JOINT and case is not None and case.secret:
        raise Refused(_("保密件不安排单位当面接待：一见面就知道是谁。请由中心接谈，把结果写进摘要。"), field="mode")
    if mode == Mode.MEDIATE and case is not None and case.safety in (Safety.STOPPED, Safety.HELD):
        raise Refused(_("本件有安全风险，不安排调解。请先由安全研判岗下结论。"), field="mode")


def release(talk: Talk, *, outcome: str, now: datetime) -> Sequence[str]:
    """Close what invited units still owe; gives the codes of those that had not come."""
    missing = []
    for invitation in talk.invitations.select_related("unit", "task").order_by("id"):
        if invitation.arrived_at is None:
            missing.append(invitation.unit.code)
        if invitation.task.closed_at is None:
            tasks.close(invitation.task, outcome=outcome, at=now)
    return missing
