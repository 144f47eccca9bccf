"""Every button that is shown can be taken: states × posts, and the bar holds no more than four."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.db import transaction

from onedoor.cases import queries
from onedoor.cases.actions.attaching import new_key, upload
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.core.refusal import Refused
from onedoor.desk.dossier import Dossier
from onedoor.desk.verbs import VERBS, Button, bar
from onedoor.desk.views.acting import ACTIONS
from onedoor.organisation.actor import Actor
from tests.cases.histories import registered
from tests.core.files import PDF
from tests.desk.situations import CASES
from tests.desk.steps import filled
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

NOW = MONDAY + MINUTE * 30


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def opened(case: Case, actor: Actor) -> Dossier | None:
    try:
        found, sight = queries.opened_by(actor, case.ref)
    except Refused:
        return None
    return Dossier(found, sight=sight, actor=actor, now=NOW)


def take(button: Button, case: Case, actor: Actor, other: Case) -> None:
    """Take the step that a button offers, as the page does. Raises Refused as the action does."""
    dossier = opened(case, actor)
    assert dossier is not None
    made = VERBS[button.verb].form
    told = {"ref": other.ref} if button.verb == "merge" else {}
    if button.verb == "dispatch" and case.secret:
        told = {"to": "town-shiqiao"}
    if button.verb == "ask_suspension":
        told = {"until": NOW.date().isoformat()}
    if button.verb == "ask_unmask":
        told = {"report": str(case.reports.get().id)}
    form = made(filled(button, dossier, **told), dossier=dossier, about=button.about) if made else None
    assert form is None or form.is_valid(), (button.verb, form.errors)
    values = form.values if form else {}
    if button.verb == "attach":
        key = new_key()
        upload(PDF, name="报告.pdf", key=key, county=COUNTY, by=actor, at=NOW)
        values |= {"uploads": key}
    ACTIONS[button.verb](case.ref, **values, by=actor, at=NOW)


@pytest.mark.parametrize("name", CASES)
def test_every_button_that_is_shown_can_be_taken(county: SmallCounty, name: str) -> None:
    case, other = CASES[name](county), registered(county)
    with time_machine.travel(NOW, tick=False):
        for actor in county.actors.values():
            dossier = opened(case, actor)
            if dossier is None:
                continue
            drawn = bar(dossier)
            for button in [*drawn.buttons, *drawn.elsewhere]:
                if not button.blocked:
                    with undone():
                        take(button, case, actor, other)


@pytest.mark.parametrize("name", CASES)
def test_the_bar_holds_four_buttons_and_one_of_them_leads_at_most(county: SmallCounty, name: str) -> None:
    case = CASES[name](county)
    for actor in county.actors.values():
        if dossier := opened(case, actor):
            drawn = bar(dossier)
            assert len(drawn.shown) + bool(drawn.more) <= 4
            assert sum(button.primary for button in drawn.buttons) <= 1
            keys = [button.key for button in drawn.buttons if button.key]
            assert len(keys) == len(set(keys))
            for button in drawn.more:
                led = drawn.led_by(button)
                assert led.shown[0] is button and len(led.shown) + bool(led.more) <= 4
                assert set(led.buttons) == set(drawn.buttons)


def test_together_these_cases_show_every_state_and_every_verb_of_the_staff(county: SmallCounty) -> None:
    seen, states = set(), set()
    for build in CASES.values():
        with undone():
            case = build(county)
            states.add(case.state)
            for actor in county.actors.values():
                if dossier := opened(case, actor):
                    drawn = bar(dossier)
                    seen |= {button.verb for button in [*drawn.buttons, *drawn.elsewhere] if not button.blocked}
    assert seen == VERBS.keys()
    assert states == set(State) - {State.ANSWERED, State.WITHDRAWN}


@pytest.mark.parametrize(
    ("name", "post", "verb", "why"),
    [
        ("secret", "dispatch", "dispatch", "保密件先写摘要"),
        ("extended", "housing", "ask_extension", "已经延期过"),
        ("extension asked", "housing", "ask_extension", "已申请，等审批"),
        ("entrusted", "housing", "ask_suspension", "日期由领导或上级定"),
        ("unsolved", "review", "close", "群众说没有解决"),
        ("visited", "review", "rework", "群众认可，不必重办"),
    ],
)
def test_what_is_blocked_says_why(county: SmallCounty, name: str, post: str, verb: str, why: str) -> None:
    case = CASES[name](county)
    dossier = opened(case, county[post])
    assert dossier is not None
    assert {button.verb: button.blocked for button in bar(dossier).buttons}[verb] == why


@pytest.mark.parametrize(
    ("name", "post", "verb"),
    [
        ("registered", "dispatch", "triage"), ("secret", "dispatch", "summarise"), ("unsolved", "review", "rework"),
        ("extension asked", "approve", "decide"), ("stopped for safety", "safety", "decide_safety"),
        ("dispatched", "town-chengguan", "assist"), ("appealed", "appeal", "decide_appeal"),
        ("an informant's report", "inform", "triage"), ("registered", "guide", None), ("closed", "guide", None),
    ],
)  # fmt: skip
def test_what_is_owed_leads(county: SmallCounty, name: str, post: str, verb: str | None) -> None:
    case = CASES[name](county)
    dossier = opened(case, county[post])
    assert dossier is not None
    primary = bar(dossier).primary
    assert (primary.verb if primary else None) == verb


@pytest.mark.parametrize("name", ["registered", "triaged", "dispatched", "handling", "returned", "ruled"])
def test_what_is_the_same_is_merged_wherever_it_lies(county: SmallCounty, name: str) -> None:
    dossier = opened(CASES[name](county), county["dispatch"])
    assert dossier is not None
    assert "merge" in {button.verb for button in bar(dossier).more if not button.blocked}
