"""What an invited unit does at a joint reception: it signs that it is there, and says its part."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.hall import talks
from onedoor.hall.events import UnitArrived, UnitSpoke
from onedoor.hall.models import Invitation, Talk
from onedoor.organisation.actor import Actor
from onedoor.work.actions import tasks

LONGEST_PART = 2000


@transaction.atomic
def arrive(talk: int, *, by: Actor, at: datetime) -> Invitation:
    """Sign that the unit is there. Nobody signs for another unit. Raises Refused, also once the talk is over."""
    found, case = talks.locked(by.county, talk)
    invitation = _own(found, by)
    _goes_on(found)
    if invitation.arrived_at is not None:
        raise Refused(_("%(unit)s已经签到过了。") % {"unit": invitation.unit})
    invitation.arrived_at = at
    invitation.save(update_fields=["arrived_at"])
    if invitation.task.closed_at is None:
        tasks.close(invitation.task, outcome="attend", at=at)
    emit(UnitArrived(talk=found.id, unit=invitation.unit.code), on=case, by=by, at=at)
    return invitation


@transaction.atomic
def speak(talk: int, *, text: str, by: Actor, at: datetime) -> Invitation:
    """Put on the record what the unit says: what it will do, or why it cannot. Raises Refused before it has signed,
    and once the talk is over."""
    found, case = talks.locked(by.county, talk)
    invitation = _own(found, by)
    _goes_on(found)
    if invitation.arrived_at is None:
        raise Refused(_("请先签到，再写本单位的意见。"))
    if not text.strip():
        raise Refused(_("请写明本单位能办什么、什么时候办，或者为什么办不了。"), field="text")
    if len(text) > LONGEST_PART:
        raise Refused(_("最多%(most)s字。请写要点。") % {"most": LONGEST_PART}, field="text")
    emit(UnitSpoke(talk=found.id, unit=invitation.unit.code), on=case, by=by, at=at, words={"text": text})
    return invitation


def _own(talk: Talk, by: Actor) -> Invitation:
    invitation = talks.invited(by, talk)
    if invitation is None:
        raise Refused(_("没有请您的单位参加这次接待。请由被邀单位自己来办。"))
    return invitation


def _goes_on(talk: Talk) -> None:
    if talk.ended_at is not None:
        raise Refused(_("这次接谈%(state)s，不能再补。") % {"state": talk.get_state_display()})
