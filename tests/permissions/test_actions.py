"""Who may do what: every action × duty × own or other area × related or not, compared with the table."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache

import pytest
from django.db import transaction

from onedoor.cases.models import Case
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.duties import AUTHOR, Duty
from onedoor.organisation.models import Unit
from tests.cases.histories import registered
from tests.permissions.acts import ACTS as ABOUT_CASES
from tests.permissions.acts import Act, prepared
from tests.permissions.acts_beside import ACTS_BESIDE
from tests.permissions.acts_dispatch import ACTS_DISPATCH
from tests.permissions.acts_hall import ACTS_HALL
from tests.permissions.table import Line, lines
from tests.small_county import COUNTY, SmallCounty

ELSEWHERE = "990801100202"
BESIDE = ACTS_BESIDE | ACTS_HALL | ACTS_DISPATCH
ACTS = ABOUT_CASES | BESIDE
FOR_ONESELF = {"notices read", "notices read_all", "work keep", "work follow"}
BY_ITSELF = {"work chase", "dispatch tonight"}
"""What the system does when it is due, and nobody asks for."""
FOR_ONESELF |= {f"work {act}" for act in ("prepare", "begin", "go_on", "stop", "resume", "again")}
COMBINATIONS = [(area, relation) for area in ("own", "other") for relation in ("related", "unrelated")]


def test_every_action_has_its_four_lines_and_no_line_is_left_over() -> None:
    told = [(line.what, line.area, line.relation) for line in lines("action")]
    assert sorted(told) == sorted((what, *pair) for what in ACTS for pair in COMBINATIONS)


def test_every_function_that_takes_an_actor_is_in_the_table() -> None:
    named = {what.partition(" (")[0] for what in ABOUT_CASES}
    assert {"register", *actions_of("cases", {"by", "ref"})} == named


@pytest.mark.parametrize("room", ["work", "organisation", "notices", "setup", "hall", "exchange", "dispatch"])
def test_every_action_of_the_other_rooms_is_in_the_table(room: str) -> None:
    named = {what.partition(" (")[0] for what in BESIDE if what.startswith(room)}
    found = {f"{room} {name}" for name in actions_of(room, {"by", "at"})}
    assert found - FOR_ONESELF - BY_ITSELF == named


def actions_of(room: str, given: set[str]) -> Iterator[str]:
    """The functions of ``actions/`` that do something for somebody. What a feed, the operator or the clock does to
    many cases is tested where it is built."""
    actions = importlib.import_module(f"onedoor.{room}.actions")
    for module in pkgutil.iter_modules(actions.__path__):
        loaded = importlib.import_module(f"onedoor.{room}.actions.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and given <= inspect.signature(function).parameters.keys():
                yield name


@pytest.mark.parametrize("what", ACTS)
def test_an_action_is_open_to_whom_the_table_says(county: SmallCounty, what: str) -> None:
    act = ACTS[what]
    case, other = prepared(act, county), registered(county)
    for line in [line for line in lines("action") if line.what == what]:
        found = {duty for duty in (*Duty.values, AUTHOR) if allowed(act, case, somebody(act, case, other, duty, line))}
        assert found == line.duties, (what, line.area, line.relation)


def somebody(act: Act, case: Case, other: Case, duty: str, line: Line) -> Actor:
    """A member with one post of one duty, as the line says; or the author of this case, or of another."""
    if duty == AUTHOR:
        return Actor.author(COUNTY, case.ref if line.relation == "related" else other.ref)
    related = {"lead": case.lead_id, "town": case.lead_id, "helper": _unit("town-chengguan"), "author": None}
    of = related.get(act.turn, _unit("centre")) if line.relation == "related" else _unit("town-shiqiao")
    area = case.area[:6] + "000000" if line.area == "own" else ELSEWHERE
    standing = Standing("p", "u", of or _unit("centre"), frozenset({duty}), area)
    return Actor("m-somebody", COUNTY, (standing,))


@cache
def _unit(code: str) -> int:
    return Unit.objects.get(county=COUNTY, code=code).id


class _Undone(Exception):
    """It was allowed; take it back."""


def allowed(act: Act, case: Case, by: Actor) -> bool:
    try:
        with transaction.atomic():
            act.call(Case.objects.get(pk=case.pk), by)
            raise _Undone
    except _Undone:
        return True
    except Refused:
        return False
