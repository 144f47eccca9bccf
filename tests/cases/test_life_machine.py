"""Thousands of random lives, several cases at once, keep every law (DESIGN §4) and reach every state and every verb."""

from __future__ import annotations

import pytest
from django.db import connection

from onedoor.cases.flow import CASE
from tests.cases.casts import groups
from tests.cases.histories import BESIDE
from tests.cases.life_machine import live
from tests.small_county import SmallCounty

CHUNK = {"sqlite": 250, "postgresql": 25}
"""So many lives on SQLite reach every state and every verb: the first of them are asked whether they did."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize("number", range(max(1, metafunc.config.getoption("lives") // CHUNK["sqlite"])))


def test_no_life_breaks_a_law(county: SmallCounty, number: int) -> None:
    lives = CHUNK[connection.vendor]
    reached = live(county, groups(county), number=number, lives=lives)
    assert reached.lives >= lives
    if connection.vendor == "sqlite" and number == 0:
        assert set(CASE.states) - reached.states == set()
        assert {step.verb for step in CASE} - reached.verbs == set()
        assert BESIDE.keys() - reached.done.keys() == set()
