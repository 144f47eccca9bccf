"""Take a step of a case with proposals before one's eyes: the person decides, the record keeps what was proposed and
what was chosen (DESIGN §6, DOMAIN F.6-7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from onedoor.cases.actions import dispatching, reassigning, triaging
from onedoor.cases.models import Case
from onedoor.core.events import emit
from onedoor.dispatch.events import AdviceAnswered
from onedoor.dispatch.models import Advice
from onedoor.dispatch.models.advice import Step
from onedoor.dispatch.offering import Offered
from onedoor.organisation.actor import Actor


@transaction.atomic
def triage(
    ref: str, *, colour: str, item: str, area: str = "", offered: Offered | None = None, by: Actor, at: datetime
) -> Case:
    """Triage a case as ``cases.actions.triaging`` does, and keep what had been proposed. Raises Refused."""
    case = triaging.triage(ref, colour=colour, item=item, area=area, by=by, at=at)
    _answered(case, Step.TRIAGE, offered, unit="", by=by, at=at)
    return case


@transaction.atomic
def dispatch(
    ref: str, *, to: str, assists: Sequence[str] = (), basis: str = "manual", item: str = "",
    offered: Offered | None = None, by: Actor, at: datetime,
) -> Case:  # fmt: skip
    """Dispatch a case as ``cases.actions.dispatching`` does, and keep what had been proposed. Raises Refused."""
    case = dispatching.dispatch(ref, to=to, assists=assists, basis=basis, item=item, by=by, at=at)
    _answered(case, Step.DISPATCH, offered, unit=to, by=by, at=at)
    return case


@transaction.atomic
def reassign(
    ref: str, *, to: str, reason: str, assists: Sequence[str] | None = None, offered: Offered | None = None, by: Actor,
    at: datetime,
) -> Case:  # fmt: skip
    """Reassign a case as ``cases.actions.reassigning`` does, and keep what had been proposed. Raises Refused."""
    case = reassigning.reassign(ref, to=to, reason=reason, assists=assists, by=by, at=at)
    _answered(case, Step.REASSIGN, offered, unit=to, by=by, at=at)
    return case


@transaction.atomic
def place(
    ref: str, *, colour: str, item: str, to: str, area: str = "", assists: Sequence[str] = (),
    offered: Offered | None = None, by: Actor, at: datetime,
) -> Case:  # fmt: skip
    """Triage and dispatch in one go, where somebody with both duties takes a proposal whole. Raises Refused; then
    neither was done."""
    triage(ref, colour=colour, item=item, area=area, offered=offered, by=by, at=at)
    return dispatch(ref, to=to, assists=assists, basis="proposal", offered=offered, by=by, at=at)


def _answered(case: Case, step: Step, offered: Offered | None, *, unit: str, by: Actor, at: datetime) -> None:
    """Keep the choice beside what was proposed. What is secret is kept on the record like anything else, and teaches
    nothing (``subscribers``)."""
    item = case.item.code if case.item else ""
    known = offered or Offered(case.ref)
    taken = [offer.item == item and (not unit or offer.unit == unit) for offer in known.offers]
    rank = taken.index(True) + 1 if any(taken) else 0
    Advice(
        county=case.county, case=case, step=step, model=known.model, confident=known.confident, rank=rank,
        offered=[
            {"item": one.item, "unit": one.unit, "colour": one.colour, "probability": one.probability}
            for one in known.offers
        ],
        item=item, unit=unit, colour=case.colour, by=by.code, at=at,
    ).save(force_insert=True)  # fmt: skip
    if known.offers:
        emit(
            AdviceAnswered(
                step=step, offered=tuple((one.item, one.unit, _permille(one.probability)) for one in known.offers),
                item=item, unit=unit, rank=rank, model=known.model,
            ),
            on=case, by=by, at=at,
        )  # fmt: skip


def _permille(probability: float | None) -> int:
    return -1 if probability is None else round(probability * 1000)
