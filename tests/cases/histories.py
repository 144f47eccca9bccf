"""Every verb of a case as one call that takes what it needs from a draw: for random histories and for tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from onedoor.cases.actions import closing, dispatching, replying, returning, reviewing, signing, triaging, visiting
from onedoor.cases.actions.registering import Incoming, register
from onedoor.cases.models import Case
from onedoor.organisation.actor import Actor
from tests.small_county import COUNTY, MONDAY, SmallCounty

LIFT = Incoming(
    channel="hotline",
    text="翠湖花园3幢电梯又停了，八楼老人下不来。",
    name="周女士",
    phone="10010012345",
    lon=123.005,
    lat=28.005,
)
REPLY = "已更换主板，电梯恢复运行，费用由维修资金支付。"
POSTS = (
    "guide",
    "dispatch",
    "review",
    "visit",
    "leader",
    "housing",
    "urban",
    "town-chengguan",
    "town-shiqiao",
    "admin",
)


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


Act = Callable[[str, Draw, Actor, datetime], Any]

ACTS: dict[str, Act] = {
    "triage": lambda ref, d, by, at: triaging.triage(ref, colour=d.colour, item="15-03", by=by, at=at),
    "dispatch": lambda ref, d, by, at: dispatching.dispatch(ref, to=d.to, assists=d.assists, by=by, at=at),
    "entrust": lambda ref, d, by, at: dispatching.entrust(
        ref, to=d.to, responsible=d.to, deadline=(at + timedelta(days=d.days)).date(), assists=d.assists, by=by, at=at
    ),
    "sign": lambda ref, d, by, at: signing.sign(ref, by=by, at=at),
    "send_back": lambda ref, d, by, at: returning.send_back(ref, reason=d.text, by=by, at=at),
    "rule": lambda ref, d, by, at: returning.rule(ref, upheld=d.upheld, reason=d.text, by=by, at=at),
    "reply": lambda ref, d, by, at: replying.reply(ref, text=d.text, by=by, at=at),
    "review": lambda ref, d, by, at: reviewing.review(ref, by=by, at=at),
    "rework": lambda ref, d, by, at: reviewing.rework(ref, reason=d.text, by=by, at=at),
    "visit": lambda ref, d, by, at: visiting.visit(
        ref, contacted=True, solved=d.solved, satisfied=d.solved, by=by, at=at
    ),
    "attempt": lambda ref, d, by, at: visiting.visit(ref, contacted=False, comment=d.text, by=by, at=at),
    "close": lambda ref, d, by, at: closing.close(ref, by=by, at=at),
    "confirm": lambda ref, d, by, at: closing.confirm(ref, by=by, at=at),
    "archive": lambda ref, d, by, at: closing.archive(ref, by=by, at=at),
}

WHO = {
    "triage": "dispatch", "dispatch": "dispatch", "entrust": "leader", "sign": "housing", "send_back": "housing",
    "rule": "dispatch", "reply": "housing", "review": "review", "rework": "review", "visit": "visit",
    "attempt": "visit", "close": "review", "confirm": "leader", "archive": "review",
}  # fmt: skip


def registered(county: SmallCounty, incoming: Incoming = LIFT) -> Case:
    return register(incoming, county=COUNTY, by=county["guide"], at=MONDAY)[0]


def go(case: Case, verbs: str, county: SmallCounty, *, at: datetime = MONDAY, **choices: Any) -> Case:
    """Take these steps, each by the post whose step it is; the handling unit is ``to``."""
    draw = Draw(**choices)
    for verb in verbs.split():
        who = draw.to if WHO[verb] == "housing" else WHO[verb]
        ACTS[verb](case.ref, draw, county[who], at)
    return Case.objects.get(pk=case.pk)
