"""Every action about a case, ready to be tried: the history before it, and the call with all it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from onedoor.cases import queries
from onedoor.cases.actions import (
    adding,
    answering,
    assisting,
    attaching,
    closing,
    copying,
    declining,
    describing,
    dispatching,
    erasing,
    extending,
    holding,
    merging,
    raising,
    rating,
    reassigning,
    recomputing,
    registering,
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
from onedoor.cases.models import Case
from onedoor.organisation.actor import Actor
from tests.cases.histories import LIFT, REPLY, go, registered
from tests.core.files import PDF
from tests.small_county import COUNTY, MONDAY, SmallCounty

SECRET = replace(LIFT, confidential=True)
INFORM = replace(LIFT, nature="inform")
WHY = "情况已经核实，理由充分。"
SUMMARY = "请核查该小区特种设备的维护保养是否到位。"
LATER = MONDAY + timedelta(minutes=5)


@dataclass(frozen=True)
class Act:
    """One action: what happened ``before`` (verbs of the road) to what was told, and the ``call``. ``turn`` is whose
    turn it is: the centre's, the lead unit's, a helper's."""

    call: Callable[[Case, Actor], Any]
    before: str = ""
    turn: str = "centre"
    told: registering.Incoming = LIFT
    colour: str = "yellow"
    then: Callable[[Case, SmallCounty], Any] = lambda case, county: None


def request_of(case: Case) -> int:
    return int(case.requests.get().id)


def _declined(case: Case, county: SmallCounty) -> None:
    declining.ask_decline(case.ref, clause="N1", reason=WHY, by=county["dispatch"], at=MONDAY)
    requesting.decide(case.ref, request=request_of(case), granted=True, reason=WHY, by=county["deputy"], at=MONDAY)


def _appealed(case: Case, county: SmallCounty) -> None:
    _declined(case, county)
    declining.appeal(case.ref, reason=WHY, by=Actor.author(COUNTY, case.ref), at=MONDAY)


def _merged(case: Case, county: SmallCounty) -> None:
    main = registered(county)
    merging.merge(case.ref, into=main.ref, reason=WHY, by=county["dispatch"], at=MONDAY)


def _transferred(case: Case, county: SmallCounty) -> None:
    transferring.transfer(case.ref, service="119", note=WHY, by=county["guide"], at=MONDAY)


def _extension(case: Case, county: SmallCounty) -> None:
    extending.ask_extension(case.ref, n=2, reason=WHY, by=county["housing"], at=MONDAY)


def _halted(case: Case, county: SmallCounty) -> None:
    until = (MONDAY + timedelta(days=9)).date()
    suspending.ask_suspension(case.ref, why="appraisal", until=until, reason=WHY, by=county["housing"], at=MONDAY)
    requesting.decide(case.ref, request=request_of(case), granted=True, reason=WHY, by=county["deputy"], at=MONDAY)


def _stopped(case: Case, county: SmallCounty) -> None:
    safeguarding.stop(case.ref, signs=["violence"], by=county["guide"], at=MONDAY)


def _adding(case: Case, by: Actor) -> Case:
    key = attaching.new_key()
    attaching.upload(PDF, name="报告.pdf", key=key, county=COUNTY, by=by, at=MONDAY)
    return attaching.add_files(case.ref, uploads=key, by=by, at=LATER)


def first_report(case: Case) -> int:
    return queries.reports_of(case)[0].id


def _other(case: Case) -> str:
    return Case.objects.exclude(pk=case.pk).filter(into=None).latest("registered_at").ref


SIGNED = "triage dispatch sign"
REVIEWED = f"{SIGNED} reply review"
CLOSED = f"{REVIEWED} visit close"

ACTS: dict[str, Act] = {
    "register": Act(lambda c, by: registering.register(LIFT, county=COUNTY, by=by, at=LATER)),
    "triage": Act(lambda c, by: triaging.triage(c.ref, colour="green", item="15-03", by=by, at=LATER)),
    "triage (informant's report)": Act(
        lambda c, by: triaging.triage(c.ref, colour="green", item="15-03", by=by, at=LATER), told=INFORM
    ),
    "answer": Act(lambda c, by: answering.answer(c.ref, text="维修电话在单元门口。", by=by, at=LATER)),
    "describe": Act(
        lambda c, by: describing.describe(c.ref, kind="help", urgency="urgent", nature="demand", by=by, at=LATER)
    ),
    "dispatch": Act(lambda c, by: dispatching.dispatch(c.ref, to="housing", by=by, at=LATER), "triage"),
    "reassign": Act(
        lambda c, by: reassigning.reassign(c.ref, to="urban", reason=WHY, by=by, at=LATER), "triage dispatch"
    ),
    "entrust": Act(
        lambda c, by: dispatching.entrust(
            c.ref, to="housing", responsible="housing", deadline=(MONDAY + timedelta(9)).date(), by=by, at=LATER
        ),
        "triage", colour="red",
    ),
    "sign": Act(lambda c, by: signing.sign(c.ref, by=by, at=LATER), "triage dispatch", "lead"),
    "send_back": Act(lambda c, by: returning.send_back(c.ref, reason=WHY, by=by, at=LATER), SIGNED, "lead"),
    "rule": Act(
        lambda c, by: returning.rule(c.ref, upheld=True, reason=WHY, by=by, at=LATER), "triage dispatch send_back"
    ),
    "raise_level": Act(
        lambda c, by: raising.raise_level(c.ref, why="beyond", reason=WHY, by=by, at=LATER), SIGNED, "town"
    ),
    "lower": Act(lambda c, by: raising.lower(c.ref, level="town", reason=WHY, by=by, at=LATER), "triage"),
    "assist": Act(lambda c, by: assisting.assist(c.ref, text=WHY, by=by, at=LATER), "triage dispatch", "helper"),
    "inspect": Act(
        lambda c, by: assisting.inspect(c.ref, units=["town-chengguan"], text=WHY, by=by, at=LATER), SIGNED, "lead"
    ),
    "ask_extension": Act(
        lambda c, by: extending.ask_extension(c.ref, n=2, reason=WHY, by=by, at=LATER), SIGNED, "lead"
    ),
    "ask_suspension": Act(
        lambda c, by: suspending.ask_suspension(
            c.ref, why="appraisal", until=(MONDAY + timedelta(5)).date(), reason=WHY, by=by, at=LATER
        ),
        SIGNED, "lead",
    ),
    "resume": Act(lambda c, by: suspending.resume(c.ref, by=by, at=LATER), SIGNED, "lead", then=_halted),
    "ask_decline": Act(lambda c, by: declining.ask_decline(c.ref, clause="N1", reason=WHY, by=by, at=LATER)),
    "decide": Act(
        lambda c, by: requesting.decide(c.ref, request=request_of(c), granted=True, reason=WHY, by=by, at=LATER),
        SIGNED, then=_extension,
    ),
    "appeal": Act(lambda c, by: declining.appeal(c.ref, reason=WHY, by=by, at=LATER), turn="author", then=_declined),
    "decide_appeal": Act(
        lambda c, by: declining.decide_appeal(c.ref, accepted=True, reason=WHY, by=by, at=LATER), then=_appealed
    ),
    "reply": Act(lambda c, by: replying.reply(c.ref, text=REPLY, by=by, at=LATER), SIGNED, "lead"),
    "review": Act(lambda c, by: reviewing.review(c.ref, by=by, at=LATER), f"{SIGNED} reply"),
    "rework": Act(lambda c, by: reviewing.rework(c.ref, reason=WHY, by=by, at=LATER), f"{SIGNED} reply"),
    "visit": Act(
        lambda c, by: visiting.visit(c.ref, contacted=True, solved=True, satisfied=True, by=by, at=LATER), REVIEWED
    ),
    "rate": Act(lambda c, by: rating.rate(c.ref, solved=True, satisfied=True, by=by, at=LATER), REVIEWED, "author"),
    "reopen": Act(lambda c, by: rating.reopen(c.ref, reason=WHY, by=by, at=LATER), CLOSED, "author"),
    "add": Act(lambda c, by: adding.add(c.ref, text=WHY, by=by, at=LATER), SIGNED, "author"),
    "withdraw": Act(lambda c, by: withdrawing.withdraw(c.ref, by=by, at=LATER), SIGNED, "author"),
    "close": Act(lambda c, by: closing.close(c.ref, by=by, at=LATER), f"{REVIEWED} visit"),
    "confirm": Act(
        lambda c, by: closing.confirm(c.ref, by=by, at=LATER), "triage entrust sign reply review visit", colour="red"
    ),
    "archive": Act(lambda c, by: closing.archive(c.ref, by=by, at=LATER), CLOSED),
    "merge": Act(
        lambda c, by: merging.merge(c.ref, into=_other(c), reason=WHY, by=by, at=LATER),
        then=lambda case, county: registered(county),
    ),
    "unmerge": Act(lambda c, by: merging.unmerge(c.ref, reason=WHY, by=by, at=LATER), then=_merged),
    "transfer": Act(lambda c, by: transferring.transfer(c.ref, service="110", note=WHY, by=by, at=LATER)),
    "transfer (with a unit)": Act(
        lambda c, by: transferring.transfer(c.ref, service="110", note=WHY, by=by, at=LATER), SIGNED, "lead"
    ),
    "take_back": Act(lambda c, by: transferring.take_back(c.ref, reason=WHY, by=by, at=LATER), then=_transferred),
    "seal": Act(lambda c, by: sealing.seal(c.ref, by=by, at=LATER)),
    "make_report": Act(lambda c, by: sealing.make_report(c.ref, accused="urban", by=by, at=LATER)),
    "summarise": Act(lambda c, by: sealing.summarise(c.ref, summary=SUMMARY, by=by, at=LATER), told=SECRET),
    "summarise (informant's report)": Act(
        lambda c, by: sealing.summarise(c.ref, summary=SUMMARY, by=by, at=LATER), told=INFORM
    ),
    "stop": Act(lambda c, by: safeguarding.stop(c.ref, signs=["child"], by=by, at=LATER), SIGNED, "lead"),
    "decide_safety": Act(
        lambda c, by: safeguarding.decide_safety(c.ref, risk=True, measures=WHY, by=by, at=LATER), then=_stopped
    ),
    "ask_unmask": Act(
        lambda c, by: unmasking.ask_unmask(c.ref, report=first_report(c), reason=WHY, by=by, at=LATER), told=SECRET
    ),
    "unmask": Act(lambda c, by: unmasking.unmask(c.ref, report=first_report(c), reason=WHY, by=by, at=LATER)),
    "copy_out": Act(
        lambda c, by: copying.copy_out(c.ref, sheet="hotline", clear=False, reason="", by=by, at=LATER), SIGNED, "lead"
    ),
    "unmask (with a unit)": Act(
        lambda c, by: unmasking.unmask(c.ref, report=first_report(c), reason=WHY, by=by, at=LATER), SIGNED, "lead"
    ),
    "erase": Act(
        lambda c, by: erasing.erase(c.ref, report=first_report(c), ground="request", by=by, at=LATER), CLOSED
    ),
    "hold": Act(lambda c, by: holding.hold(c.ref, reason=WHY, by=by, at=LATER)),
    "unhold": Act(
        lambda c, by: holding.unhold(c.ref, reason=WHY, by=by, at=LATER),
        then=lambda case, county: holding.hold(case.ref, reason=WHY, by=county["privacy"], at=MONDAY),
    ),
    "unmask (endangered)": Act(
        lambda c, by: unmasking.unmask(c.ref, report=first_report(c), reason=WHY, by=by, at=LATER), then=_stopped
    ),
    "add_files": Act(_adding, SIGNED, "lead"),
    "recompute_limits": Act(lambda c, by: recomputing.recompute_limits(c.ref, by=by, at=LATER)),
}  # fmt: skip


def prepared(act: Act, county: SmallCounty) -> Case:
    """A case with everything before the action done."""
    case = registered(county, act.told)
    to = "town-chengguan" if act.turn == "town" else "housing"
    helpers = [] if act.turn == "town" else ["town-chengguan"]
    case = go(case, act.before, county, colour=act.colour, to=to, assists=helpers)
    act.then(case, county)
    return Case.objects.select_related("lead").get(pk=case.pk)
