"""A case in every state, and under every overlay, each built by the real actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from onedoor.cases.actions import (
    declining,
    dispatching,
    extending,
    merging,
    raising,
    registering,
    requesting,
    safeguarding,
    sealing,
    signing,
    suspending,
    transferring,
    triaging,
    unmasking,
    visiting,
)
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case, Request
from onedoor.organisation.actor import Actor
from tests.cases.histories import go, registered
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty


def on(road: str, **choices: object) -> Callable[[SmallCounty], Case]:
    return lambda county: go(registered(county), road, county, **choices)  # type: ignore[arg-type]


def declined(county: SmallCounty) -> Case:
    case = registered(county)
    declining.ask_decline(case.ref, clause="N1", reason="已经起诉。", by=county["dispatch"], at=MONDAY)
    return decide(case, county)


def decide(case: Case, county: SmallCounty) -> Case:
    request = Request.objects.get(case=case, state="open")
    requesting.decide(
        case.ref, request=request.id, granted=True, reason="属实。", by=county["approve"], at=MONDAY + MINUTE
    )
    return Case.objects.get(pk=case.pk)


def appealed(county: SmallCounty) -> Case:
    case = declined(county)
    return declining.appeal(case.ref, reason="没有起诉过。", by=Actor.author(COUNTY, case.ref), at=MONDAY + MINUTE * 2)


def asking(kind: str) -> Callable[[SmallCounty], Case]:
    def build(county: SmallCounty) -> Case:
        case = go(registered(county), "triage dispatch sign", county)
        if kind == "extend":
            return extending.ask_extension(case.ref, n=1, reason="等配件。", by=county["housing"], at=MONDAY)
        until = (MONDAY + timedelta(days=5)).date()
        return suspending.ask_suspension(
            case.ref, why="material", until=until, reason="等材料。", by=county["housing"], at=MONDAY
        )

    return build


def merged(county: SmallCounty) -> Case:
    main, case = registered(county), registered(county)
    return merging.merge(case.ref, into=main.ref, reason="同一部电梯。", by=county["dispatch"], at=MONDAY)


def host(county: SmallCounty) -> Case:
    into = merged(county).into
    assert into is not None
    return go(into, "triage dispatch sign reply review", county)


def secret(county: SmallCounty) -> Case:
    case = registering.register(
        Incoming(channel="hotline", text="老板欠薪三个月。", name="周晓云", phone="13900010417", confidential=True),
        county=COUNTY, by=county["guide"], at=MONDAY,
    )[0]  # fmt: skip
    return triaging.triage(case.ref, colour="green", item="15-03", by=county["dispatch"], at=MONDAY)


def summarised(county: SmallCounty) -> Case:
    case = secret(county)
    sealing.summarise(case.ref, summary="反映某公司工资拖延，请查考勤。", by=county["dispatch"], at=MONDAY)
    unmasking.ask_unmask(case.ref, report=case.reports.get().id, reason="约时间", by=county["dispatch"], at=MONDAY)
    return dispatching.dispatch(case.ref, to="housing", by=county["dispatch"], at=MONDAY)


def informed(county: SmallCounty) -> Case:
    return sealing.make_report(registered(county).ref, accused="urban", by=county["dispatch"], at=MONDAY)


def raised(county: SmallCounty) -> Case:
    case = go(registered(county), "triage dispatch sign", county, to="town-chengguan")
    return raising.raise_level(case.ref, why="beyond", reason="没有执法权。", by=county["town-chengguan"], at=MONDAY)


def stopped(county: SmallCounty) -> Case:
    return safeguarding.stop(registered(county).ref, signs=["violence"], by=county["guide"], at=MONDAY)


def handed_over(county: SmallCounty) -> Case:
    return transferring.transfer(registered(county).ref, service="110", note="已接。", by=county["guide"], at=MONDAY)


def unsolved(county: SmallCounty) -> Case:
    case = go(registered(county), "triage dispatch sign reply review", county)
    return visiting.visit(case.ref, contacted=True, solved=False, satisfied=False, by=county["visit"], at=MONDAY)


def with_a_village(county: SmallCounty) -> Case:
    case = go(registered(county), "triage", county)
    dispatching.dispatch(case.ref, to="village-shangbu", by=county["dispatch"], at=MONDAY)
    return signing.sign(case.ref, by=county["village"], at=MONDAY)


CASES: dict[str, Callable[[SmallCounty], Case]] = {
    "registered": registered,
    "triaged": on("triage"),
    "red": on("triage", colour="red"),
    "dispatched": on("triage dispatch", assists=["town-chengguan"]),
    "entrusted": on("triage entrust sign", colour="red"),
    "handling": on("triage dispatch sign", assists=["town-chengguan"]),
    "with a village": with_a_village,
    "returned": on("triage dispatch send_back"),
    "ruled": on("triage dispatch send_back rule"),
    "replied": on("triage dispatch sign reply"),
    "reviewed": on("triage dispatch sign reply review"),
    "confirmed by nobody yet": on("triage entrust sign reply review visit", colour="red"),
    "visited": on("triage dispatch sign reply review visit"),
    "unsolved": unsolved,
    "closed": on("triage dispatch sign reply review visit close"),
    "archived": on("triage dispatch sign reply review visit close archive"),
    "declined": declined,
    "appealed": appealed,
    "extension asked": asking("extend"),
    "halt asked": asking("suspend"),
    "extended": lambda county: decide(asking("extend")(county), county),
    "halted": lambda county: decide(asking("suspend")(county), county),
    "merged": merged,
    "main of a merge": host,
    "secret": secret,
    "secret with a unit": summarised,
    "an informant's report": informed,
    "raised": raised,
    "stopped for safety": stopped,
    "handed over": handed_over,
}
"""A case in every state, and under every overlay."""
