"""Thousands of random lives, several cases at once, keep every law (DESIGN §4) and reach every state and every verb."""

from __future__ import annotations

import pytest
from django.db import connection

from onedoor.cases.flow import CASE
from tests.cases.casts import groups
from tests.cases.histories import BESIDE
from tests.cases.life_machine import live
from tests.small_county import SmallCounty

CHUNKS = 8
LIVES = {"sqlite": 250, "postgresql": 25}


@pytest.mark.parametrize("number", range(CHUNKS))
def test_no_life_breaks_a_law(county: SmallCounty, number: int) -> None:
    lives = LIVES[connection.vendor]
    reached = live(county, groups(county), number=number, lives=lives)
    assert reached.lives >= lives
    if lives >= 250:
        assert set(CASE.states) - reached.states == set()
        assert {step.verb for step in CASE} - reached.verbs == set()
        assert BESIDE.keys() - reached.done.keys() == set()
