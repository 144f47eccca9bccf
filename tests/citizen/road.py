"""The road of a case that a resident reported, walked step by step, an hour each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import time_machine

from onedoor.cases.actions import (
    answering,
    assisting,
    closing,
    declining,
    dispatching,
    extending,
    merging,
    raising,
    replying,
    requesting,
    returning,
    reviewing,
    safeguarding,
    signing,
    suspending,
    transferring,
    triaging,
    visiting,
)
from onedoor.cases.models import Case, Report, Request
from onedoor.organisation.actor import Actor
from tests.citizen.conftest import Resident
from tests.citizen.test_reporting import said
from tests.small_county import COUNTY, MONDAY, SmallCounty

REPLY = "已更换主板，电梯恢复运行。\n费用由维修资金支付。"


class Road:
    """Walks the case a resident reported, an hour per step."""

    def __init__(self, resident: Resident, county: SmallCounty, **changed: dict[str, Any]) -> None:
        self.resident = resident
        self.county = county
        self.at = MONDAY
        with time_machine.travel(self.at, tick=False):
            receipt = resident.reports(**changed)
        self.ref: str = receipt.context["ref"]
        self.code: str = receipt.context["code"]

    def goes(self, *steps: str) -> str:
        """Take the steps, then read the progress page."""
        for step in steps:
            self.at += timedelta(hours=1)
            with time_machine.travel(self.at, tick=False):
                self._steps[step](self.at)
        return self.page()

    def page(self) -> str:
        with time_machine.travel(self.at + timedelta(minutes=1), tick=False):
            assert self.resident.asks(self.ref, self.code).status_code == 302
            return said(self.resident.get("/progress"))

    @property
    def _steps(self) -> dict[str, Callable[[datetime], object]]:
        ref, posts = self.ref, self.county
        housing, dispatch = posts["housing"], posts["dispatch"]
        return {
            "triage": lambda at: triaging.triage(ref, colour="yellow", item="15-03", by=dispatch, at=at),
            "find hard": lambda at: triaging.triage(ref, colour="red", item="15-03", by=dispatch, at=at),
            "give": lambda at: dispatching.dispatch(ref, to="housing", assists=["town-chengguan"], by=dispatch, at=at),
            "entrust": lambda at: dispatching.entrust(
                ref, to="housing", responsible="housing", deadline=date(2026, 9, 30), by=posts["leader"], at=at
            ),
            "sign": lambda at: signing.sign(ref, by=housing, at=at),
            "send back": lambda at: returning.send_back(ref, reason="内部理由", by=housing, at=at),
            "uphold": lambda at: returning.rule(ref, upheld=True, reason="内部裁定", by=dispatch, at=at),
            "refuse": lambda at: returning.rule(ref, upheld=False, reason="内部裁定", by=dispatch, at=at),
            "give to town": lambda at: dispatching.dispatch(ref, to="town-chengguan", by=dispatch, at=at),
            "town signs": lambda at: signing.sign(ref, by=posts["town-chengguan"], at=at),
            "reply": lambda at: replying.reply(ref, text=REPLY, by=housing, at=at),
            "review": lambda at: reviewing.review(ref, by=posts["review"], at=at),
            "rework": lambda at: reviewing.rework(ref, reason="内部理由", by=posts["review"], at=at),
            "ring": lambda at: visiting.visit(ref, contacted=False, by=posts["visit"], at=at),
            "solved": lambda at: visiting.visit(
                ref, contacted=True, solved=True, satisfied=True, comment="内部理由", by=posts["visit"], at=at
            ),
            "unsolved": lambda at: visiting.visit(
                ref, contacted=True, solved=False, satisfied=False, comment="内部理由", by=posts["visit"], at=at
            ),
            "close": lambda at: closing.close(ref, by=posts["review"], at=at),
            "archive": lambda at: closing.archive(ref, by=Actor.system(COUNTY), at=at),
            "confirm": lambda at: closing.confirm(ref, by=posts["leader"], at=at),
            **self._beside,
        }

    @property
    def _beside(self) -> dict[str, Callable[[datetime], object]]:
        ref, posts = self.ref, self.county
        housing, dispatch = posts["housing"], posts["dispatch"]
        return {
            "answer": lambda at: answering.answer(ref, text="窗口周一至周五办理，带身份证。", by=posts["guide"], at=at),
            "transfer": lambda at: transferring.transfer(ref, service="119", note="内部理由", by=dispatch, at=at),
            "take back": lambda at: transferring.take_back(ref, reason="内部理由", by=dispatch, at=at),
            "ask to decline": lambda at: declining.ask_decline(ref, clause="N1", reason="内部理由", by=dispatch, at=at),
            "decline": lambda at: self._grants("法院正在审理这件事。", at),
            "uphold refusal": lambda at: declining.decide_appeal(
                ref, accepted=False, reason="复核属实。", by=posts["appeal"], at=at
            ),
            "accept": lambda at: declining.decide_appeal(
                ref, accepted=True, reason="合同不在诉讼里。", by=posts["appeal"], at=at
            ),
            "ask for time": lambda at: extending.ask_extension(ref, n=5, reason="等厂家发主板", by=housing, at=at),
            "ask for a halt": lambda at: suspending.ask_suspension(
                ref, why="appraisal", until=at.date() + timedelta(days=9), reason="送市里检测", by=housing, at=at
            ),
            "grant": lambda at: self._grants("内部裁定", at),
            "resume": lambda at: suspending.resume(ref, by=housing, at=at),
            "raise": lambda at: raising.raise_level(
                ref, why="beyond", reason="内部理由", by=posts["town-chengguan"], at=at
            ),
            "inspect": lambda at: assisting.inspect(
                ref, units=["housing", "town-chengguan"], text="内部理由", by=housing, at=at
            ),
            "part": lambda at: merging.unmerge(ref, reason="内部理由", by=dispatch, at=at),
            "stop": lambda at: safeguarding.stop(ref, signs=["violence"], by=dispatch, at=at),
            "hold": lambda at: safeguarding.decide_safety(ref, risk=True, measures="内部", by=posts["safety"], at=at),
            "clear": lambda at: safeguarding.decide_safety(ref, risk=False, measures="内部", by=posts["safety"], at=at),
        }

    def _grants(self, reason: str, at: datetime) -> None:
        asked = Request.objects.get(case__ref=self.ref, state="open")
        requesting.decide(self.ref, request=asked.id, granted=True, reason=reason, by=self.county["approve"], at=at)

    def joins(self, other: Road) -> None:
        """The centre merges this case into the other."""
        self.at = other.at = max(self.at, other.at) + timedelta(hours=1)
        merging.merge(self.ref, into=other.ref, reason="内部理由", by=self.county["dispatch"], at=self.at)

    def says(self, what: str, **told: str) -> Any:
        """Fill in one of the resident's own pages, an hour later."""
        self.at += timedelta(hours=1)
        with time_machine.travel(self.at, tick=False):
            self.resident.asks(self.ref, self.code)
            return self.resident.client.post(f"/progress/{what}", told)

    def opens(self, what: str) -> Any:
        """Look at one of the resident's own pages."""
        with time_machine.travel(self.at + timedelta(minutes=1), tick=False):
            self.resident.asks(self.ref, self.code)
            return self.resident.get(f"/progress/{what}")

    @property
    def case(self) -> Case:
        return Case.objects.get(ref=self.ref)

    @property
    def report(self) -> Report:
        return Report.objects.select_related("case", "contact").get(case__ref=self.ref)


TO_UNIT = ("triage", "give", "sign")
TO_REVIEW = (*TO_UNIT, "reply", "review")
