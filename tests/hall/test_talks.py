"""Talks: what was said stands beside the record, units that were asked owe to come, and secrets stay secrets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from onedoor.cases.actions import safeguarding, sealing
from onedoor.cases.models import Case
from onedoor.cases.queries import record_of
from onedoor.core.models import Remark
from onedoor.core.refusal import Refused
from onedoor.hall import talks
from onedoor.hall.actions import arranging, attending, calling, forgetting, receiving, ticketing
from onedoor.hall.models import Talk
from onedoor.simulation import invariants
from onedoor.work.models import Task
from onedoor.work.queries import beside
from tests.cases.histories import LIFT, go, registered
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

ASKED, TOLD = "问电梯什么时候能修好，老人怎么下楼。", "当面约定：住建局三天内更换主板，街道派人背老人下楼。"
NOTE = {"asked": ASKED, "told": TOLD, "next": "dispatch"}
SOON = MONDAY + timedelta(minutes=30)


def joint(hall: SmallCounty, case: Case, *units: str) -> Talk:
    chosen = units or ("housing", "urban")
    return arranging.arrange(case.ref, mode="joint", units=chosen, room="2号调解室", by=hall["guide"], at=MONDAY)


def told(case: Case) -> list[str]:
    return [line.happening.name for line in record_of(case)]


def sound(case: Case) -> list[str]:
    return invariants.check([case.ref]).problems


def test_a_talk_is_on_the_record_of_its_case_with_its_words_beside(hall: SmallCounty) -> None:
    case = registered(hall)
    receiving.receive(ref=case.ref, mode="sort", checked=True, window="w1", by=hall["guide"], at=MONDAY, **NOTE)
    line = record_of(case)[-1]
    assert line.happening.name == "hall.talk_held"
    assert line.words == {"asked": ASKED, "told": TOLD}
    assert ASKED not in str(line.happening.payload)
    assert sound(case) == []


def test_every_invited_unit_owes_to_be_there_within_half_an_hour(hall: SmallCounty) -> None:
    case = registered(hall)
    talk = joint(hall, case)
    owed = beside(COUNTY, case.subject)
    assert {(task.verb, task.unit.code, task.due_at, task.about) for task in owed} == {
        ("attend", "housing", SOON, str(talk.id)), ("attend", "urban", SOON, str(talk.id)),
    }  # fmt: skip
    assert sound(case) == []


def test_an_appointment_moves_the_moment_at_which_they_must_be_there(hall: SmallCounty) -> None:
    case, moment = registered(hall), MONDAY + timedelta(days=2)
    arranging.arrange(case.ref, mode="joint", units=["housing"], moment=moment, by=hall["guide"], at=MONDAY)
    assert [task.due_at for task in beside(COUNTY, case.subject)] == [moment]


def test_who_came_and_who_did_not_is_on_the_record(hall: SmallCounty) -> None:
    case = registered(hall)
    talk = joint(hall, case)
    attending.arrive(talk.id, by=hall["housing"], at=MONDAY + MINUTE * 9)
    attending.speak(talk.id, text="主板已订货，周四到。", by=hall["housing"], at=MONDAY + MINUTE * 10)
    receiving.conclude(talk.id, by=hall["guide"], at=MONDAY + MINUTE * 40, **NOTE)
    held = record_of(case)[-1].happening.payload
    assert (held["present"], held["absent"]) == (["housing"], ["urban"])
    assert not beside(COUNTY, case.subject)
    assert set(Task.objects.filter(verb="attend").values_list("unit__code", "outcome")) == {
        ("housing", "attend"), ("urban", "absent"),
    }  # fmt: skip
    with pytest.raises(Refused, match="不能再补"):
        attending.arrive(talk.id, by=hall["urban"], at=MONDAY + MINUTE * 41)
    assert sound(case) == []


def test_nobody_signs_for_another_unit_or_speaks_before_signing(hall: SmallCounty) -> None:
    talk = joint(hall, registered(hall), "housing")
    for stranger in ("urban", "guide"):
        with pytest.raises(Refused, match="没有请您的单位"):
            attending.arrive(talk.id, by=hall[stranger], at=MONDAY)
    with pytest.raises(Refused, match="先签到"):
        attending.speak(talk.id, text="到了再说。", by=hall["housing"], at=MONDAY)


def test_what_units_owe_ends_with_the_case_and_when_the_talk_is_called_off(hall: SmallCounty) -> None:
    case = registered(hall)
    talk = joint(hall, case)
    arranging.call_off(talk.id, reason="来人有事改天再来。", by=hall["guide"], at=MONDAY)
    assert not beside(COUNTY, case.subject)
    joint(hall, case)
    case = go(case, "withdraw", hall)
    assert not Task.objects.filter(county=COUNTY, subject=case.subject, closed_at=None)
    assert sound(case) == []


@pytest.mark.parametrize(
    "secret", [replace(LIFT, confidential=True), replace(LIFT, nature="inform", accused="housing")]
)
def test_no_unit_is_asked_to_meet_who_must_not_be_known(hall: SmallCounty, secret: object) -> None:
    case = registered(hall, secret)  # type: ignore[arg-type]
    by = hall["inform"] if case.restricted else hall["guide"]
    with pytest.raises(Refused, match="保密件不安排单位当面接待"):
        arranging.arrange(case.ref, mode="joint", units=["urban"], by=by, at=MONDAY)
    assert not beside(COUNTY, case.subject)


def test_a_case_that_units_sat_over_cannot_be_made_secret_any_more(hall: SmallCounty) -> None:
    case = registered(hall)
    joint(hall, case)
    with pytest.raises(Refused, match="收不回来"):
        sealing.make_report(case.ref, accused="housing", by=hall["guide"], at=MONDAY)


def test_the_handlers_of_a_secret_case_see_that_a_talk_took_place_and_not_a_word(hall: SmallCounty) -> None:
    case = registered(hall, replace(LIFT, confidential=True))
    talk = receiving.receive(ref=case.ref, mode="sort", by=hall["guide"], at=MONDAY, **NOTE)
    case = go(case, "triage summarise dispatch", hall)
    seen = talks.seen_by(hall["housing"], talk.id)
    note = talks.said(seen).note
    assert note is not None and note.words == {}
    assert talks.said(talks.seen_by(hall["guide"], talk.id)).note.words["asked"] == ASKED  # type: ignore[union-attr]
    with pytest.raises(Refused, match="不是您的职责"):
        receiving.receive(ref=case.ref, mode="sort", by=hall["housing"], at=MONDAY, **NOTE)
    with pytest.raises(Refused, match="没有查看它的权限"):
        talks.seen_by(hall["urban"], talk.id)


def test_an_invited_unit_sees_the_talk_and_what_is_said_in_it_but_not_the_case(hall: SmallCounty) -> None:
    case = registered(hall)
    talk = joint(hall, case, "urban")
    attending.arrive(talk.id, by=hall["urban"], at=MONDAY)
    receiving.conclude(talk.id, by=hall["guide"], at=MONDAY, **NOTE)
    seen = talks.seen_by(hall["urban"], talk.id)
    assert (seen.words, seen.page) == (True, False)
    assert talks.said(seen).note.words["told"] == TOLD  # type: ignore[union-attr]


def test_danger_stops_mediation_and_no_other_talk(hall: SmallCounty) -> None:
    case = registered(hall)
    safeguarding.stop(case.ref, signs=["violence"], by=hall["guide"], at=MONDAY)
    with pytest.raises(Refused, match="不安排调解"):
        receiving.receive(ref=case.ref, mode="mediate", by=hall["guide"], at=MONDAY, **NOTE)
    receiving.receive(ref=case.ref, mode="aid", by=hall["guide"], at=MONDAY, **NOTE)


def test_words_without_a_case_wait_for_one_and_go_with_it(hall: SmallCounty) -> None:
    ticket = ticketing.issue("A", by=hall["guide"], at=MONDAY)
    calling.call_next("w1", by=hall["guide"], at=MONDAY)
    talk = receiving.receive(mode="sort", ticket=ticket.id, by=hall["guide"], at=MONDAY, **NOTE)
    assert (talk.asked, Remark.objects.count()) == (ASKED, 0)
    case = registered(hall)
    ticketing.link(ticket.id, ref=case.ref, by=hall["guide"], at=MONDAY)
    talk.refresh_from_db()
    assert (talk.case, talk.asked, talk.told) == (case, "", "")
    assert record_of(case)[-1].words == {"asked": ASKED, "told": TOLD}


def test_words_that_led_to_no_case_go_after_thirty_days(hall: SmallCounty) -> None:
    talk = receiving.receive(mode="sort", by=hall["guide"], at=MONDAY, **NOTE)
    assert forgetting.forget(at=MONDAY + timedelta(days=29)) == 0
    assert forgetting.forget(at=MONDAY + timedelta(days=30)) == 1
    assert forgetting.forget(at=MONDAY + timedelta(days=31)) == 0
    talk.refresh_from_db()
    assert (talk.asked, talk.told) == ("", "")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"asked": " "}, "asked"), ({"told": ""}, "told"), ({"next": ""}, "next"), ({"mode": "joint"}, "mode")],
)
def test_a_note_says_what_is_missing_and_changes_nothing(hall: SmallCounty, change: dict[str, str], field: str) -> None:
    case = registered(hall)
    before = told(case)
    with pytest.raises(Refused) as refused:
        receiving.receive(**{"ref": case.ref, "mode": "sort", **NOTE, **change}, by=hall["guide"], at=MONDAY)  # type: ignore[arg-type]
    assert (refused.value.field, told(case)) == (field, before)
