"""Who is told what: codes only, nothing to whom it could endanger, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from onedoor.cases.actions import extending, merging, requesting, safeguarding, sealing
from onedoor.cases.models import Case
from onedoor.cases.telling import reporter, tell_reporters
from onedoor.core import outbox
from onedoor.core.events import Notice
from onedoor.core.models import Happening
from onedoor.notices.models import Message
from tests.cases.histories import LIFT, go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

WHY = "现场需要更换部件，厂家发货要五天。"


def told(to: str = "") -> list[tuple[str, str]]:
    outbox.drain(MONDAY + timedelta(minutes=1))
    messages = Message.objects.filter(to__startswith=to).order_by("made_at", "id")
    return [(message.kind, message.to) for message in messages]


def report_of(case: Case) -> int:
    return case.reports.get().id


def test_whoever_rings_the_hotline_is_told_the_number_and_whoever_writes_sees_it(county: SmallCounty) -> None:
    called, wrote = registered(county), registered(county, replace(LIFT, channel="web"))
    assert told("report:") == [("registered", f"report:{report_of(called)}")]
    assert not Message.objects.filter(subject=wrote.subject).exists()


def test_a_dispatch_tells_the_lead_and_each_helper(county: SmallCounty) -> None:
    go(registered(county), "triage dispatch", county, assists=["town-chengguan"])
    assert told("duty:housing") == [("case_given", "duty:housing:handle:990801001001001")]
    assert told("duty:town") == [("assist_asked", "duty:town-chengguan:handle:990801001001001")]


def test_an_extension_goes_to_the_approver_and_then_to_unit_and_reporter(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign", county)
    extending.ask_extension(case.ref, n=2, reason=WHY, by=county["housing"], at=MONDAY)
    assert ("request_asked", "duty:centre:approve:990801001001001") in told()
    requesting.decide(
        case.ref, request=case.requests.get().id, granted=True, reason=WHY, by=county["deputy"], at=MONDAY
    )
    assert ("request_decided", "member:m-housing") in told()
    assert ("extended", f"report:{report_of(case)}") in told()


def test_telling_twice_is_telling_once(county: SmallCounty) -> None:
    registered(county)
    before = told()
    line = Happening.objects.get(name="cases.registered")
    again = Notice(line.county, line.subject, line.name, line.payload, line.at, line.seq, attempt=2, key="again")
    tell_reporters(again, MONDAY)
    assert told() == before


@pytest.mark.parametrize(
    ("change", "silent", "neutral"),
    [
        ({}, False, False),
        ({"confidential": True}, False, True),
        ({"reply_by": "none"}, True, False),
        ({"reply_by": "letter"}, True, False),
        ({"phone": ""}, True, False),
        ({"anonymous": True}, True, False),
        ({"text": "他又动手打人了，孩子也在。"}, True, False),
    ],
)
def test_a_reporter_is_reached_only_as_is_safe_and_wished(
    county: SmallCounty, change: dict[str, object], silent: bool, neutral: bool
) -> None:
    case = registered(county, replace(LIFT, **change))
    found = reporter(COUNTY, str(report_of(case)))
    assert found is not None
    assert (found.silent, found.neutral) == (silent, neutral)


def test_when_the_danger_is_ruled_out_the_reporter_may_be_written_to_again(county: SmallCounty) -> None:
    case = registered(county, replace(LIFT, text="邻居家暴，孩子在哭。"))
    safeguarding.decide_safety(case.ref, risk=False, measures="已上门核实，是误会。", by=county["safety"], at=MONDAY)
    found = reporter(COUNTY, str(report_of(case)))
    assert found and not found.silent


def test_of_an_informant_s_report_only_those_who_handle_such_are_told(county: SmallCounty) -> None:
    case = registered(county, replace(LIFT, nature="inform"))
    sealing.summarise(case.ref, summary="请核查特种设备的维护保养是否到位。", by=county["inform"], at=MONDAY)
    outbox.drain(MONDAY + timedelta(days=9))
    duties = {to.split(":")[2] for kind, to in told("duty:centre")}
    assert duties == {"inform"}


def test_that_reports_were_joined_is_said_from_three_reporters_on(county: SmallCounty) -> None:
    main, second, third = (registered(county) for _ in range(3))
    merging.merge(second.ref, into=main.ref, reason=WHY, by=county["dispatch"], at=MONDAY)
    assert not [kind for kind, _to in told() if kind == "merged"]
    merging.merge(third.ref, into=main.ref, reason=WHY, by=county["dispatch"], at=MONDAY)
    assert [to for kind, to in told() if kind == "merged"] == [f"report:{report_of(third)}"]


def test_a_chase_tells_the_holder_and_whom_the_rule_names(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch", county)
    outbox.drain(MONDAY + timedelta(days=3))
    kinds = [(kind, to) for kind, to in told() if kind in ("task_due", "task_overdue")]
    assert ("task_overdue", "duty:housing:handle:990801001001001") in kinds
    assert all(message.facts["unit"] == "housing" for message in Message.objects.filter(kind="task_overdue"))
    assert case.ref in Message.objects.filter(kind="task_overdue")[0].subject
