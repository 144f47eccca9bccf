"""A process for the erasure test: ``live`` lets somebody unmistakable go through everything the house does, ``look``
asks whether record and rows still agree.

``python tests/faults/erased_life.py live|look`` on the store DATABASE_URL names. ``live`` prints the refs.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import replace
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from onedoor.cases.actions import holding, rating, replying, visiting, withdrawing  # noqa: E402
from onedoor.cases.actions.attaching import upload  # noqa: E402
from onedoor.cases.actions.registering import Incoming, register  # noqa: E402
from onedoor.cases.actions.viewing import looked  # noqa: E402
from onedoor.cases.models import Case, Report  # noqa: E402
from onedoor.core import audit, outbox  # noqa: E402
from onedoor.core.models import Delivery  # noqa: E402
from onedoor.core.sentence import Sentence  # noqa: E402
from onedoor.exchange.rejects import RejectFile  # noqa: E402
from onedoor.exchange.rows import Reject  # noqa: E402
from onedoor.notices.providers.file import File  # noqa: E402
from onedoor.notices.providers.letter import Letter  # noqa: E402
from onedoor.organisation.actor import Actor  # noqa: E402
from onedoor.simulation import invariants  # noqa: E402
from onedoor.work.actions import ordering  # noqa: E402
from tests import small_county  # noqa: E402
from tests.cases.histories import ACTS, BESIDE, WHO, Draw, author, now  # noqa: E402
from tests.core.files import PDF  # noqa: E402
from tests.faults.erased_words import ADDRESS, LAT, LON, NAME, PHONE, RARE, SOURCE  # noqa: E402
from tests.small_county import COUNTY  # noqa: E402

TOLD = f"{RARE}电梯又停了，{NAME}的母亲下不来，电话{PHONE}。"
REPLY = f"{NAME}（{PHONE}，{ADDRESS}）：已更换主板，{RARE}电梯恢复运行。"
WHO_TELLS = Incoming(
    channel="hotline", text=TOLD, title=f"{RARE}电梯", place=f"{ADDRESS}门口", name=NAME, phone=PHONE, address=ADDRESS,
    lon=LON, lat=LAT,
)  # fmt: skip
START = timezone.now() - timedelta(days=3)
MINUTE = timedelta(minutes=1)


class Life:
    """The steps of a case, a minute apart, every word of them about the same person."""

    def __init__(self) -> None:
        self.county = small_county.actors()
        self.at = START

    def goes(self, case: Case, verbs: str, **choices: object) -> Case:
        draw = Draw(text=REPLY, **choices)  # type: ignore[arg-type]
        for verb in verbs.split():
            self.at += MINUTE
            by = author(case) if WHO[verb] == "author" else self.county[WHO[verb]]
            (ACTS | BESIDE)[verb](case.ref, draw, by, self.at)
        return now(case)

    def visited(self, case: Case, *, solved: bool) -> None:
        self.at += MINUTE
        visiting.visit(
            case.ref,
            contacted=True,
            solved=solved,
            satisfied=solved,
            comment=REPLY,
            by=self.county["visit"],
            at=self.at,
        )


def live() -> None:
    small_county.build()
    life = Life()
    own = _own_case(life)
    neighbour = _handled_together(life, own)
    by_feed = _by_feed(life)
    by_web = _by_web()
    for case in (own, neighbour, by_feed, by_web):
        looked(case, by=life.county["dispatch"], at=life.at)
        assert case.ended or now(case).ended, case.state
    outbox.drain(timezone.now())
    Delivery.objects.filter(subject=own.subject).update(error=f"IntegrityError: {NAME} {PHONE}")
    _files()
    logging.getLogger("onedoor").warning("lived through %s", own.ref)
    print(json.dumps([own.ref, by_feed.ref, by_web.ref, neighbour.ref]))


def _file(key: str, name: str) -> str:
    """A paper about them, waiting under a key."""
    content = PDF + f"{NAME} {PHONE} {ADDRESS} {RARE}".encode()
    upload(content, name=f"{NAME}{name}.pdf", key=key, county=COUNTY, by=Actor.resident(COUNTY), at=START)
    return key


def _own_case(life: Life) -> Case:
    told = replace(WHO_TELLS, uploads=_file("draft-of-somebody", "的材料"))
    case = register(told, county=COUNTY, by=life.county["guide"], at=START)[0]
    life.goes(case, "triage dispatch sign ask_extension grant unmask")
    ordering.issue_order(
        case.subject, unit="housing", reason="overdue", level="listed", requirement=REPLY, days=3,
        by=life.county["approve"], at=life.at,
    )  # fmt: skip
    life.goes(case, "reply rework")
    key = _file("pictures-of-the-work", "家门口")
    replying.reply(case.ref, text=REPLY, after=key, by=life.county["housing"], at=life.at)
    life.goes(case, "review attempt")
    life.visited(case, solved=False)
    life.goes(case, "rework reply review")
    life.visited(case, solved=True)
    life.goes(case, "close reopen")
    for act in (holding.hold, holding.unhold):
        act(case.ref, reason=REPLY, by=life.county["privacy"], at=life.at)
    return now(case)


def _handled_together(life: Life, own: Case) -> Case:
    """The reopened case is merged into a neighbour's, whose reply names both, and both are called back."""
    told = replace(
        WHO_TELLS,
        name="吴先生",
        phone="10010054321",
        text="单元门坏了。",
        title="门",
        address="",
        place="",
        lon=123.005,
        lat=28.005,
    )
    main = register(told, county=COUNTY, by=life.county["guide"], at=life.at)[0]
    life.goes(own, "triage")
    life.goes(main, "triage")
    life.goes(own, "merge", into=main.ref)
    life.goes(main, "dispatch sign reply review attempt")
    for _ in range(2):
        life.visited(main, solved=True)
    life.goes(main, "close")
    rating.rate(own.ref, solved=True, satisfied=True, comment=REPLY, by=author(own), at=life.at + MINUTE)
    return now(main)


def _by_feed(life: Life) -> Case:
    told = replace(WHO_TELLS, feed="board", source_id=SOURCE, channel="board")
    case = register(told, county=COUNTY, by=Actor.feed(COUNTY, "board"), at=life.at)[0]
    withdrawing.withdraw(case.ref, reason=REPLY, by=author(case), at=life.at)
    return now(case)


def _by_web() -> Case:
    """Through the resident's own pages, with a draft that was never sent beside it."""
    answers = {
        "where": {"area": "990801001001", "place": f"{ADDRESS}门口"},
        "what": {"text": TOLD, "nature": "demand"},
        "who": {"naming": "open", "name": NAME, "phone": PHONE, "reply_by": "letter", "address": ADDRESS},
    }
    for sends in (False, True):
        client = Client(headers={"host": "localhost"})
        for step, answer in answers.items():
            assert client.post(f"/report/{step}", answer).status_code == 302, step
        assert client.get("/report/check").status_code == 200
        if sends:
            assert client.post("/report/check").status_code == 302
    case = Case.objects.get(channel="web")
    withdrawing.withdraw(case.ref, reason=REPLY, by=author(case), at=timezone.now())
    return now(case)


def _files() -> None:
    """What the house writes beside the store: letters for a gateway, and the list of rows that were not taken."""
    for phone in (PHONE, "10010054321"):
        File().send(Letter("sms", phone, "已登记", "请凭编号查询。"), f"key-{phone}")
    with RejectFile(settings.HOME / "rejects" / "board-monday.csv") as rejects:
        rejects.add(Reject(7, SOURCE, Sentence("第%(line)s行变了。", {"line": 7})))
        rejects.add(Reject(8, "other", Sentence("“%(phone)s”不是日期。", {"phone": PHONE})))
        rejects.add(Reject(9, "kept", Sentence("第%(line)s行没有内容。", {"line": 9})))


def look() -> None:
    problems = [*audit.verify().problems, *invariants.check().problems]
    erased = Report.objects.exclude(erased_at=None).count()
    print(json.dumps({"problems": problems, "erased": erased, "reports": Report.objects.count()}))


if __name__ == "__main__":
    {"live": live, "look": look}[sys.argv[1]]()
