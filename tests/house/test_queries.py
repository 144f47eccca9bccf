"""What things cost in queries, against queries.json. A number there may fall; let it rise only knowingly.

To measure something new: add a function under its name to ``MEASURED`` and its numbers to queries.json.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onedoor.cases.actions import dispatching, replying, signing, triaging
from onedoor.cases.actions.registering import register
from onedoor.cases.models import Case
from onedoor.core import outbox
from onedoor.organisation.models import Member
from onedoor.work.queries import owed_by_duty
from tests.cases.histories import LIFT, REPLY, go, registered
from tests.house.counting import own
from tests.small_county import COUNTY, MONDAY, SmallCounty

BASELINE: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("queries.json").read_text())
Prepared = Callable[[], object]


def registering(county: SmallCounty) -> Prepared:
    return lambda: register(LIFT, county=COUNTY, by=county["guide"], at=MONDAY)


def registering_again(county: SmallCounty) -> Prepared:
    told = type(LIFT)(channel="web", text="路灯坏了。", token="t-1")
    register(told, county=COUNTY, by=county["guide"], at=MONDAY)
    return lambda: register(told, county=COUNTY, by=county["guide"], at=MONDAY)


def triage(county: SmallCounty) -> Prepared:
    ref = registered(county).ref
    return lambda: triaging.triage(ref, colour="yellow", item="15-03", by=county["dispatch"], at=MONDAY)


def dispatch(county: SmallCounty) -> Prepared:
    ref = go(registered(county), "triage", county).ref
    return lambda: dispatching.dispatch(ref, to="housing", assists=["urban"], by=county["dispatch"], at=MONDAY)


def sign(county: SmallCounty) -> Prepared:
    ref = go(registered(county), "triage dispatch", county).ref
    return lambda: signing.sign(ref, by=county["housing"], at=MONDAY)


def reply(county: SmallCounty) -> Prepared:
    ref = go(registered(county), "triage dispatch sign", county).ref
    return lambda: replying.reply(ref, text=REPLY, by=county["housing"], at=MONDAY)


def duties(county: SmallCounty) -> Prepared:
    registered(county)
    return lambda: owed_by_duty(county["dispatch"], now=MONDAY)


def idle_batch(county: SmallCounty) -> Prepared:
    outbox.drain(MONDAY)
    return lambda: outbox.run_batch(MONDAY)


def page(county: SmallCounty, post: str, address: str) -> Prepared:
    """A list of the desk with fifty rows, for somebody who is signed in."""
    for case in [registered(county) for _ in range(51)][::3]:
        go(case, "triage dispatch", county)
    client = Client()
    client.force_login(Member.objects.get(login=post), backend="django.contrib.auth.backends.ModelBackend")
    client.get(address)
    return lambda: client.get(address)


def hearing(county: SmallCounty) -> Prepared:
    """What stands beside a registration while it is written, for somebody who is signed in."""
    registered(county)
    client = Client()
    client.force_login(Member.objects.get(login="guide"), backend="django.contrib.auth.backends.ModelBackend")
    told = {"text": "翠湖社区翠湖花园3幢电梯故障，电话139 0001 0417", "seq": "1"}
    client.post("/desk/register/heard", told)
    return lambda: client.post("/desk/register/heard", told)


MEASURED: dict[str, Callable[[SmallCounty], Prepared]] = {
    "register": registering,
    "register the same form again": registering_again,
    "triage": triage,
    "dispatch": dispatch,
    "sign": sign,
    "reply": reply,
    "duties of a post": duties,
    "idle batch of the outbox": idle_batch,
    "what the words so far lead to": hearing,
    "inbox": lambda county: page(county, "dispatch", "/desk/"),
    "list of all cases": lambda county: page(county, "supervise", "/desk/cases"),
}


@pytest.mark.parametrize("name", MEASURED)
def test_it_costs_no_more_than_the_baseline(county: SmallCounty, name: str) -> None:
    registered(county)  # what is kept in memory is there
    act = MEASURED[name](county)
    with CaptureQueriesContext(connection) as queries:
        act()
    asked = own(queries.captured_queries)
    assert len(asked) <= BASELINE[connection.vendor][name], "\n".join(asked)
    assert Case.objects.exists()


def test_the_baseline_measures_what_is_measured() -> None:
    assert all(numbers.keys() == MEASURED.keys() for numbers in BASELINE.values())


@pytest.mark.parametrize(("vendor", "most"), [("postgresql", 1), ("sqlite", 6)])
def test_registering_stays_cheap(vendor: str, most: int) -> None:
    """One statement on PostgreSQL, one per table on SQLite (DESIGN §11); this number is no baseline to be moved."""
    assert BASELINE[vendor]["register"] <= most
