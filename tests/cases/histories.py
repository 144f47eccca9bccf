"""Every verb of a case as one call that takes what it needs from a draw: for random histories and for tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from onedoor.cases import queries
from onedoor.cases.actions import (
    answering,
    assisting,
    closing,
    declining,
    dispatching,
    extending,
    merging,
    raising,
    rating,
    reassigning,
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
from onedoor.cases.actions.registering import Incoming, register
from onedoor.cases.models import Case, Request
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from tests.small_county import COUNTY, MONDAY, SmallCounty
from tests.small_county import POSTS as COUNTY_POSTS

LIFT = Incoming(
    channel="hotline",
    text="翠湖花园3幢电梯又停了，八楼老人下不来。",
    name="周女士",
    phone="10010012345",
    lon=123.005,
    lat=28.005,
)
REPLY = "已更换主板，电梯恢复运行，费用由维修资金支付。"
POSTS = tuple(code for code, *_ in COUNTY_POSTS)
AUTHOR = "author"


@dataclass(frozen=True)
class Draw:
    """What somebody may choose when taking a step; every step uses what it needs."""

    colour: str = "yellow"
    to: str = "housing"
    assists: Sequence[str] = ()
    upheld: bool = True
    solved: bool = True
    text: str = REPLY
    days: int = 10
    into: str = ""
    level: str = "town"
    accused: str = "housing"


Act = Callable[[str, Draw, Actor, datetime], Any]

ACTS: dict[str, Act] = {
    "triage": lambda ref, d, by, at: triaging.triage(ref, colour=d.colour, item="15-03", by=by, at=at),
    "answer": lambda ref, d, by, at: answering.answer(ref, text=d.text, by=by, at=at),
    "dispatch": lambda ref, d, by, at: dispatching.dispatch(ref, to=d.to, assists=d.assists, by=by, at=at),
    "entrust": lambda ref, d, by, at: dispatching.entrust(
        ref, to=d.to, responsible=d.to, deadline=(at + timedelta(days=d.days)).date(), assists=d.assists, by=by, at=at
    ),
    "reassign": lambda ref, d, by, at: reassigning.reassign(ref, to=d.to, reason=d.text, by=by, at=at),
    "sign": lambda ref, d, by, at: signing.sign(ref, by=by, at=at),
    "send_back": lambda ref, d, by, at: returning.send_back(ref, reason=d.text, by=by, at=at),
    "rule": lambda ref, d, by, at: returning.rule(ref, upheld=d.upheld, reason=d.text, by=by, at=at),
    "raise": lambda ref, d, by, at: raising.raise_level(ref, why="repeated", reason=d.text, by=by, at=at),
    "lower": lambda ref, d, by, at: raising.lower(ref, level=d.level, reason=d.text, by=by, at=at),
    "reply": lambda ref, d, by, at: replying.reply(ref, text=d.text, by=by, at=at),
    "review": lambda ref, d, by, at: reviewing.review(ref, by=by, at=at),
    "rework": lambda ref, d, by, at: reviewing.rework(ref, reason=d.text, by=by, at=at),
    "visit": lambda ref, d, by, at: visiting.visit(
        ref, contacted=True, solved=d.solved, satisfied=d.solved, by=by, at=at
    ),
    "attempt": lambda ref, d, by, at: visiting.visit(ref, contacted=False, comment=d.text, by=by, at=at),
    "rate": lambda ref, d, by, at: rating.rate(ref, solved=d.solved, satisfied=d.solved, by=by, at=at),
    "close": lambda ref, d, by, at: closing.close(ref, by=by, at=at),
    "confirm": lambda ref, d, by, at: closing.confirm(ref, by=by, at=at),
    "archive": lambda ref, d, by, at: closing.archive(ref, by=by, at=at),
    "reopen": lambda ref, d, by, at: rating.reopen(ref, reason=d.text, by=by, at=at),
    "withdraw": lambda ref, d, by, at: withdrawing.withdraw(ref, reason=d.text, by=by, at=at),
    "transfer": lambda ref, d, by, at: transferring.transfer(ref, service="119", note=d.text, by=by, at=at),
    "take_back": lambda ref, d, by, at: transferring.take_back(ref, reason=d.text, by=by, at=at),
    "merge": lambda ref, d, by, at: merging.merge(ref, into=d.into, reason=d.text, by=by, at=at),
    "unmerge": lambda ref, d, by, at: merging.unmerge(ref, reason=d.text, by=by, at=at),
    "decline": lambda ref, d, by, at: decided(ref, "decline", d, by, at),
    "appeal": lambda ref, d, by, at: declining.appeal(ref, reason=d.text, by=by, at=at),
    "uphold": lambda ref, d, by, at: declining.decide_appeal(ref, accepted=False, reason=d.text, by=by, at=at),
    "overturn": lambda ref, d, by, at: declining.decide_appeal(ref, accepted=True, reason=d.text, by=by, at=at),
}
"""The verbs of the flow that somebody calls."""

TAKEN_INSTEAD = {"ask_next": "visit", "rate_next": "rate"}
"""Rows of the flow that a call takes while other reporters are still to be asked."""

BESIDE: dict[str, Act] = {
    "ask_decline": lambda ref, d, by, at: declining.ask_decline(ref, clause="N5", reason=d.text, by=by, at=at),
    "ask_extension": lambda ref, d, by, at: extending.ask_extension(
        ref, n=max(1, d.days // 2), reason=d.text, by=by, at=at
    ),
    "ask_suspension": lambda ref, d, by, at: suspending.ask_suspension(
        ref, why="appraisal", until=(at + timedelta(days=d.days)).date(), reason=d.text, by=by, at=at
    ),
    "grant": lambda ref, d, by, at: decided(ref, "", d, by, at),
    "refuse": lambda ref, d, by, at: decided(ref, "", d, by, at, granted=False),
    "resume": lambda ref, d, by, at: suspending.resume(ref, by=by, at=at),
    "assist": lambda ref, d, by, at: assisting.assist(ref, text=d.text, by=by, at=at),
    "inspect": lambda ref, d, by, at: assisting.inspect(ref, units=[*d.assists, "urban"], text=d.text, by=by, at=at),
    "seal": lambda ref, d, by, at: sealing.seal(ref, by=by, at=at),
    "make_report": lambda ref, d, by, at: sealing.make_report(ref, accused=d.accused, by=by, at=at),
    "summarise": lambda ref, d, by, at: sealing.summarise(
        ref, summary="请核查一处小区的设备维护情况，并查阅台账。", by=by, at=at
    ),
    "stop": lambda ref, d, by, at: safeguarding.stop(ref, signs=["violence"], by=by, at=at),
    "decide_safety": lambda ref, d, by, at: safeguarding.decide_safety(
        ref, risk=not d.solved, measures=d.text, by=by, at=at
    ),
    "ask_unmask": lambda ref, d, by, at: unmasking.ask_unmask(
        ref, report=first_report(ref), reason=d.text, by=by, at=at
    ),
    "unmask": lambda ref, d, by, at: unmasking.unmask(ref, report=first_report(ref), reason=d.text, by=by, at=at),
}  # fmt: skip
"""What is done beside the road."""

WHO = {
    "triage": "dispatch", "answer": "guide", "dispatch": "dispatch", "entrust": "leader", "sign": "housing",
    "reassign": "dispatch",
    "send_back": "housing", "rule": "dispatch", "raise": "housing", "lower": "dispatch", "reply": "housing",
    "review": "review", "rework": "review", "visit": "visit", "attempt": "visit", "rate": AUTHOR, "close": "review",
    "confirm": "leader", "archive": "review", "reopen": AUTHOR, "withdraw": AUTHOR, "transfer": "guide",
    "take_back": "dispatch", "merge": "dispatch", "unmerge": "dispatch", "decline": "approve", "appeal": AUTHOR,
    "uphold": "appeal", "overturn": "appeal",
    "ask_decline": "dispatch", "ask_extension": "housing", "ask_suspension": "housing", "grant": "approve",
    "refuse": "deputy", "resume": "housing", "assist": "urban", "inspect": "housing", "seal": "guide",
    "make_report": "guide", "summarise": "dispatch", "stop": "guide", "decide_safety": "safety",
    "ask_unmask": "visit", "unmask": "visit",
}  # fmt: skip
"""Whose step each is while housing leads; what is housing's belongs to the unit that has the case."""


def decided(ref: str, kind: str, draw: Draw, by: Actor, at: datetime, *, granted: bool = True) -> Case:
    """Decide the oldest open request of this kind, or of any."""
    waiting = Request.objects.filter(county=by.county, case__ref=ref, state="open").order_by("asked_at", "id")
    request = (waiting.filter(kind=kind) if kind else waiting).first()
    if request is None:
        raise Refused("没有等着审批的申请。")
    return requesting.decide(ref, request=request.id, granted=granted, reason=draw.text, by=by, at=at)


def first_report(ref: str) -> int:
    return queries.reports_of(Case.objects.get(county=COUNTY, ref=ref))[0].id


def author(case: Case) -> Actor:
    """Whoever brought the case, by the code of their receipt."""
    report = queries.reports_of(case)[0]
    return queries.author(COUNTY, case.ref, queries.query_code(case.ref, report.id))[0]


def registered(county: SmallCounty, incoming: Incoming = LIFT) -> Case:
    return register(incoming, county=COUNTY, by=county["guide"], at=MONDAY)[0]


def now(case: Case) -> Case:
    """The case as the store has it."""
    return Case.objects.select_related("holder", "lead", "into", "accused").get(pk=case.pk)


def go(case: Case, verbs: str, county: SmallCounty, *, at: datetime = MONDAY, **choices: Any) -> Case:
    """Take these steps, each by the post whose step it is; the handling unit is ``to``."""
    draw = Draw(**choices)
    for verb in verbs.split():
        who = draw.to if WHO[verb] == "housing" else WHO[verb]
        by = author(case) if who == AUTHOR else county[who]
        (ACTS | BESIDE)[verb](case.ref, draw, by, at)
    return now(case)
