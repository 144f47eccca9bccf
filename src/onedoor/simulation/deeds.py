"""What people do in a simulated history, by verb: the actions that people use, with what only the store knows looked
up: which request is open, which order, whose report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from onedoor.cases.actions import (
    answering,
    assisting,
    closing,
    declining,
    describing,
    dispatching,
    erasing,
    extending,
    merging,
    raising,
    rating,
    replying,
    requesting,
    returning,
    reviewing,
    safeguarding,
    sealing,
    signing,
    suspending,
    transferring,
    triaging,
    unmasking,
    visiting,
    withdrawing,
)
from onedoor.cases.models import Contact, Report, Request
from onedoor.hall.actions import arranging, attending, calling, receiving
from onedoor.hall.models import Talk, Ticket
from onedoor.organisation.actor import Actor
from onedoor.work.actions import chasing, ordering
from onedoor.work.models import Order
from onedoor.work.queries import leading

Deed = Callable[..., object]


def _decide(ref: str, *, kind: str, by: Actor, at: datetime, **given: Any) -> object:
    """Decide the open request of this kind."""
    asked = Request.objects.get(county=by.county, case__ref=ref, kind=kind, state=Request.State.OPEN)
    return requesting.decide(ref, request=asked.id, by=by, at=at, **given)


def _ask_unmask(ref: str, *, by: Actor, at: datetime, **given: Any) -> object:
    return unmasking.ask_unmask(ref, report=_report(ref, by), by=by, at=at, **given)


def _unmask(ref: str, *, by: Actor, at: datetime, **given: Any) -> Contact:
    return unmasking.unmask(ref, report=_report(ref, by), by=by, at=at, **given)


def _erase(ref: str, *, by: Actor, at: datetime, **given: Any) -> object:
    return erasing.erase(ref, report=_report(ref, by), by=by, at=at, **given)


def _report(ref: str, by: Actor) -> int:
    return Report.objects.filter(county=by.county, case__ref=ref).earliest("received_at", "id").id


def _issue_order(ref: str, *, by: Actor, at: datetime, about_task: bool = False, **given: Any) -> object:
    """Issue an order about the case, or about what is owed first."""
    task = leading(by.county, f"case:{ref}") if about_task else None
    return ordering.issue_order(f"case:{ref}", task=task.id if task else None, by=by, at=at, **given)


def _of_the_order(act: Deed) -> Deed:
    """The action for the one order about the case that is not struck off."""

    def deed(ref: str, *, by: Actor, at: datetime, **given: Any) -> object:
        order = Order.objects.get(county=by.county, subject=f"case:{ref}", discharged_at=None)
        return act(order.number, by=by, at=at, **given)

    return deed


def _urge(ref: str, *, by: Actor, at: datetime) -> object:
    """Urge whoever owes the next step."""
    task = leading(by.county, f"case:{ref}")
    assert task is not None
    return chasing.urge(task.id, by=by, at=at)


def _of_the_talk(act: Deed) -> Deed:
    """The action for the one talk about the case that was arranged last."""

    def deed(ref: str, *, by: Actor, at: datetime, **given: Any) -> object:
        talk = Talk.objects.filter(county=by.county, case__ref=ref).latest("arranged_for", "id")
        return act(talk.id, by=by, at=at, **given)

    return deed


def _finish(ref: str, *, by: Actor, at: datetime, **given: Any) -> object:
    """End the number from which the case was registered."""
    return calling.finish(Ticket.objects.get(county=by.county, case__ref=ref).id, by=by, at=at, **given)


DEEDS: Mapping[str, Deed] = {
    "describe": describing.describe,
    "triage": triaging.triage,
    "answer": answering.answer,
    "dispatch": dispatching.dispatch,
    "entrust": dispatching.entrust,
    "sign": signing.sign,
    "send_back": returning.send_back,
    "rule": returning.rule,
    "raise": raising.raise_level,
    "lower": raising.lower,
    "inspect": assisting.inspect,
    "assist": assisting.assist,
    "ask_extension": extending.ask_extension,
    "ask_suspension": suspending.ask_suspension,
    "resume": suspending.resume,
    "ask_decline": declining.ask_decline,
    "decide": _decide,
    "appeal": declining.appeal,
    "decide_appeal": declining.decide_appeal,
    "reply": replying.reply,
    "review": reviewing.review,
    "rework": reviewing.rework,
    "visit": visiting.visit,
    "rate": rating.rate,
    "reopen": rating.reopen,
    "withdraw": withdrawing.withdraw,
    "merge": merging.merge,
    "unmerge": merging.unmerge,
    "transfer": transferring.transfer,
    "take_back": transferring.take_back,
    "seal": sealing.seal,
    "make_report": sealing.make_report,
    "summarise": sealing.summarise,
    "stop": safeguarding.stop,
    "decide_safety": safeguarding.decide_safety,
    "ask_unmask": _ask_unmask,
    "unmask": _unmask,
    "issue_order": _issue_order,
    "answer_order": _of_the_order(ordering.answer_order),
    "send_order_again": _of_the_order(ordering.send_order_again),
    "discharge_order": _of_the_order(ordering.discharge_order),
    "urge": _urge,
    "arrange": arranging.arrange,
    "arrive": _of_the_talk(attending.arrive),
    "speak": _of_the_talk(attending.speak),
    "conclude": _of_the_talk(receiving.conclude),
    "finish": _finish,
    "erase": _erase,
    "close": closing.close,
    "confirm": closing.confirm,
}
"""Each takes the reference of the case, ``by`` whom and ``at`` which moment, and what the verb needs."""
