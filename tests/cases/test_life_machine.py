"""Thousands of random lives, several cases at once, keep every law (DESIGN §4) and reach every state and every verb."""

from __future__ import annotations

import pytest
from django.db import connection

from onedoor.cases.flow import CASE
from tests.cases.casts import groups
from tests.cases.histories import BESIDE
from tests.cases.life_machine import live
from tests.small_county import SmallCounty

CHUNK = 250
"""So many lives reach every state and every verb."""

FEWER = 10
"""On PostgreSQL one in so many is lived."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize("number", range(max(1, metafunc.config.getoption("lives") // CHUNK)))


def test_no_life_breaks_a_law(county: SmallCounty, number: int, pytestconfig: pytest.Config) -> None:
    lives = min(CHUNK, pytestconfig.getoption("lives"))
    if connection.vendor == "postgresql":
        lives //= FEWER
    reached = live(county, groups(county), number=number, lives=lives)
    assert reached.lives >= lives
    if lives == CHUNK and number == 0:
        assert set(CASE.states) - reached.states == set()
        assert {step.verb for step in CASE} - reached.verbs == set()
        assert BESIDE.keys() - reached.done.keys() == set()
