"""Bugs planted in turn: the machine that finds nothing wrong must find each of them, or it proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onedoor.cases.actions import (
    advancing,
    answering,
    closing,
    declining,
    merging,
    transferring,
    visiting,
    withdrawing,
)
from onedoor.cases.models import Case
from tests.cases.casts import groups
from tests.cases.life_machine import LawBroken, live
from tests.small_county import SmallCounty

LIVES = 300

Plant = Callable[[pytest.MonkeyPatch], None]


def nothing(*_: Any, **__: Any) -> None:
    """What a forgotten call does."""


def the_visit_marks_nobody_unsolved(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(visiting, "answered", nothing)


def closing_forgets_that_it_is_not_solved(patch: pytest.MonkeyPatch) -> None:
    found = closing.queries.locked

    def locked(county: str, ref: str) -> Case:
        case = found(county, ref)
        case.unsolved = False
        return case

    patch.setattr(closing, "queries", type("Queries", (), {"locked": staticmethod(locked)}))


def what_is_owed_beside_is_left_open(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(advancing, "_close_beside", nothing)


def the_record_forgets_into_which_it_was_merged(patch: pytest.MonkeyPatch) -> None:
    told = merging.flow_of
    patch.setattr(
        merging, "flow_of", lambda case: {name: value for name, value in told(case).items() if name != "into"}
    )


def nobody_is_released(patch: pytest.MonkeyPatch) -> None:
    for module in (withdrawing, transferring, declining, answering):
        patch.setattr(module, "release", nothing)


PLANTED = [
    (the_visit_marks_nobody_unsolved, "记得不对"),
    (closing_forgets_that_it_is_not_solved, "没有解决"),
    (what_is_owed_beside_is_left_open, "待办"),
    (the_record_forgets_into_which_it_was_merged, "into"),
    (nobody_is_released, "却还等着它"),
]


@pytest.mark.thorough
@pytest.mark.parametrize(("plant", "sentence"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED])
def test_a_planted_bug_is_found(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch, plant: Plant, sentence: str
) -> None:
    cast = groups(county)
    plant(monkeypatch)
    with pytest.raises(LawBroken, match=sentence):
        live(county, cast, number=2, lives=LIVES)
