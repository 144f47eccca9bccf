"""Settle a consultation on the spot (即时答复)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of
from onedoor.cases.actions.merging import release
from onedoor.cases.events import CaseAnswered
from onedoor.cases.models import Case
from onedoor.cases.models.choices import Kind, Nature
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor

_SHORTEST = 4


@transaction.atomic
def answer(ref: str, *, text: str, by: Actor, at: datetime) -> Case:
    """Answer a question whoever asks it needs nothing else done about; nothing more is owed.

    Raises Refused for anything but a consultation, for an empty answer, and once its author said it is not solved.
    """
    case = queries.locked(by.county, ref)
    case.permitted("answer", by=by)
    if case.nature != Nature.DEMAND or case.kind not in ("", Kind.CONSULT):
        raise Refused(_("只有咨询可以当场答复结束。其他来件请分流办理。"))
    if len(text.strip()) < _SHORTEST:
        raise Refused(_("请写下怎么答复的。"), field="text")
    refuse_unsolved(case)
    release(case, why="answered", at=at)
    case.kind = Kind.CONSULT
    case.save(update_fields=["kind"])
    advance(case, "answer", by=by, at=at, then=None)
    emit(CaseAnswered(flow=flow_of(case)), on=case, by=by, at=at, words={"reply": text})
    return case


def refuse_unsolved(case: Case) -> None:
    """A "not solved" is never ended by anything but an answer its author accepts. Raises Refused."""
    if case.unsolved:
        raise Refused(_("当事人说过没有解决，不能这样结束。请办理、答复、再回访。"))
