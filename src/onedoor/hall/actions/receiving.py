"""Note what was said when somebody was received (接谈), on the spot or as arranged."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.cases.models import Case
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.hall import rights, talks
from onedoor.hall.actions import preparing
from onedoor.hall.events import TalkHeld
from onedoor.hall.flow import TalkState
from onedoor.hall.models import Talk
from onedoor.hall.models.talk import Mode, Next
from onedoor.organisation.actor import Actor

LONGEST_NOTE = 5000


@transaction.atomic
def receive(
    *,
    ref: str = "",
    mode: str,
    asked: str,
    told: str,
    next: str,
    checked: bool = False,
    leader: bool = False,
    window: str = "",
    room: str = "",
    ticket: int | None = None,
    by: Actor,
    at: datetime,
) -> Talk:
    """Note a talk that nobody had arranged. What was asked and told goes beside the record of the case ``ref``;
    without one it waits until something is registered.

    Raises Refused without words, and for a joint reception, which is arranged so that units can come.
    """
    case = cases.locked(by.county, ref) if ref else None
    rights.must_receive(by, case)
    if mode == Mode.JOINT:
        raise Refused(_("联合接待要先约：选请哪些单位，到齐了再写结果。"), field="mode")
    _check(asked, told, next)
    talk = preparing.made(by, case, mode=mode, window=window, room=room, leader=leader, ticket=ticket, now=at)
    talk.checked, talk.next, talk.ended_at = checked, next, at
    talk.move("conclude")
    if case is None:
        talk.asked, talk.told = asked, told
    talk.save(force_insert=True)
    if case is not None:
        _tell(talk, case, asked, told, (), (), by=by, at=at)
    return talk


@transaction.atomic
def conclude(
    talk: int, *, asked: str, told: str, next: str, checked: bool = False, leader: bool = False, by: Actor, at: datetime
) -> Talk:
    """The arranged talk took place: note what was asked and told. Which units were there is what they signed; who was
    invited and did not come is on the record. Raises Refused."""
    found, case = talks.locked(by.county, talk)
    rights.must_receive(by, case)
    _check(asked, told, next)
    found.move("conclude")
    found.checked, found.next, found.ended_at = checked, next, at
    found.leader = found.leader or leader
    found.save(update_fields=["state", "checked", "next", "ended_at", "leader"])
    missing = preparing.release(found, outcome="absent", now=at)
    there = [one.unit.code for one in talks.asked_to(found) if one.unit.code not in missing]
    _tell(found, case, asked, told, tuple(there), tuple(missing), by=by, at=at)
    return found


@transaction.atomic
def attach(talk: int, *, ref: str, by: Actor, at: datetime) -> Talk:
    """Put a talk that had no case yet on the record of the one that was registered. Raises Refused when it has one."""
    case = cases.locked(by.county, ref)
    rights.must_receive(by, None)
    rights.must_receive(by, case)
    found = Talk.objects.select_for_update(of=("self",)).filter(county=by.county, pk=talk, case=None).first()
    if found is None or found.state != TalkState.HELD:
        raise Refused(_("没有这次接谈，或者它已经归到事项里了。请刷新页面。"))
    asked, told = found.asked, found.told
    found.case, found.asked, found.told = case, "", ""
    found.save(update_fields=["case", "asked", "told"])
    _tell(found, case, asked, told, (), (), by=by, at=at)
    return found


def _check(asked: str, told: str, next: str) -> None:
    if not asked.strip():
        raise Refused(_("请写明来人问了什么、要求什么。"), field="asked")
    if not told.strip():
        raise Refused(_("请写明当面答复了什么、约定了什么。"), field="told")
    if max(len(asked), len(told)) > LONGEST_NOTE:
        field = "asked" if len(asked) > LONGEST_NOTE else "told"
        raise Refused(_("最多%(most)s字。请写要点，原件作为附件。") % {"most": LONGEST_NOTE}, field=field)
    if next not in Next.values:
        raise Refused(_("请选下一步怎么办。"), field="next")


def _tell(
    talk: Talk,
    case: Case,
    asked: str,
    told: str,
    present: tuple[str, ...],
    absent: tuple[str, ...],
    *,
    by: Actor,
    at: datetime,
) -> None:
    event = TalkHeld(
        talk=talk.id, mode=talk.mode, leader=talk.leader, checked=talk.checked, next=talk.next, present=present,
        absent=absent, held=talk.ended_at or at,
    )  # fmt: skip
    emit(event, on=case, by=by, at=at, words={"asked": asked, "told": told})
