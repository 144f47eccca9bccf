"""The straight road of a case, from the door to the archive."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import (
    closing,
    dispatching,
    registering,
    replying,
    returning,
    reviewing,
    signing,
    triaging,
    visiting,
)
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case
from onedoor.cases.replaying import replayed
from onedoor.core import audit, outbox
from onedoor.core.models import Delivery
from onedoor.core.refusal import Refused
from onedoor.work.models import Task
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

LIFT = Incoming(
    channel="hotline",
    text="翠湖花园3幢电梯又停了，八楼老人下不来。",
    name="周女士",
    phone="10010012345",
    lon=123.005,
    lat=28.005,
)


def names(case: Case) -> list[str]:
    return [line.happening.name for line in queries.record_of(case)]


@pytest.fixture
def registered(county: SmallCounty) -> Case:
    return registering.register(LIFT, county=COUNTY, by=county["guide"], at=MONDAY)[0]


def test_a_report_is_registered_once_located_and_somebody_owes_its_triage(
    county: SmallCounty, registered: Case
) -> None:
    case = Case.objects.get(ref=registered.ref)
    task = Task.objects.get(subject=case.subject)
    assert (case.state, case.area, case.holder.code) == ("registered", "990801001001001", "centre")
    assert (task.verb, task.duty, task.due_at) == ("triage", "triage", MONDAY + timedelta(hours=4))
    assert names(case) == ["cases.report_received", "cases.registered"]
    assert Delivery.objects.filter(subject=case.subject, subscriber="work.watch").count() == 1


def road(ref: str, county: SmallCounty, colour: str) -> Case:
    at = MONDAY
    triaging.triage(ref, colour=colour, item="15-03", by=county["dispatch"], at=(at := at + MINUTE))
    if colour == "red":
        dispatching.entrust(
            ref,
            to="housing",
            responsible="housing",
            deadline=date(2026, 9, 30),
            by=county["leader"],
            at=(at := at + MINUTE),
        )
    else:
        dispatching.dispatch(
            ref, to="housing", assists=["town-chengguan"], by=county["dispatch"], at=(at := at + MINUTE)
        )
    signing.sign(ref, by=county["housing"], at=(at := at + MINUTE))
    replying.reply(
        ref, text="已更换主板，电梯恢复运行，费用由维修资金支付。", by=county["housing"], at=(at := at + MINUTE)
    )
    reviewing.review(ref, by=county["review"], at=(at := at + MINUTE))
    visiting.visit(ref, contacted=True, solved=True, satisfied=True, by=county["visit"], at=(at := at + MINUTE))
    if colour == "red":
        return closing.confirm(ref, by=county["leader"], at=at + MINUTE)
    return closing.close(ref, by=county["review"], at=at + MINUTE)


@pytest.mark.parametrize("colour", ["green", "yellow", "red"])
def test_a_case_goes_all_the_way_and_its_record_replays_to_its_row(
    county: SmallCounty, registered: Case, colour: str
) -> None:
    road(registered.ref, county, colour)
    case = Case.objects.get(ref=registered.ref)
    assert case.state == "closed"
    assert not Task.objects.filter(subject=case.subject, closed_at=None).exists()
    assert replayed(line.happening for line in queries.record_of(case)) == flow_of(case)
    outbox.drain(MONDAY + timedelta(days=40))
    assert Case.objects.get(ref=case.ref).state == "archived"
    assert audit.verify().sound


def test_a_red_case_is_entrusted_and_confirmed_by_a_leader_only(county: SmallCounty, registered: Case) -> None:
    triaging.triage(registered.ref, colour="red", item="15-03", by=county["dispatch"], at=MONDAY)
    with pytest.raises(Refused):
        dispatching.dispatch(registered.ref, to="housing", by=county["dispatch"], at=MONDAY)
    with pytest.raises(Refused):
        dispatching.entrust(
            registered.ref,
            to="housing",
            responsible="housing",
            deadline=date(2026, 9, 30),
            by=county["dispatch"],
            at=MONDAY,
        )


def test_a_returned_case_is_ruled_on_redispatched_and_cannot_be_returned_again(
    county: SmallCounty, registered: Case
) -> None:
    ref = registered.ref
    triaging.triage(ref, colour="yellow", item="15-03", by=county["dispatch"], at=MONDAY)
    solve_by = Case.objects.get(ref=ref).solve_by
    dispatching.dispatch(ref, to="housing", by=county["dispatch"], at=MONDAY)
    returning.send_back(ref, reason="维修资金由属地组织。", by=county["housing"], at=MONDAY)
    returning.rule(ref, upheld=True, reason="应急使用由属地牵头。", by=county["dispatch"], at=MONDAY)
    with pytest.raises(Refused, match="已经成立"):
        dispatching.dispatch(ref, to="housing", by=county["dispatch"], at=MONDAY)
    case = dispatching.dispatch(ref, to="town-chengguan", by=county["dispatch"], at=MONDAY)
    assert (case.state, case.lead.code, case.solve_by) == ("dispatched", "town-chengguan", solve_by)
    signing.sign(ref, by=county["town-chengguan"], at=MONDAY)
    with pytest.raises(Refused, match="只能有一次"):
        returning.send_back(ref, reason="也不归我们。", by=county["town-chengguan"], at=MONDAY)
