"""A resident's "not solved" cannot be lost: not by visits, merges, partings or any exit, in whatever order."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onedoor.cases import queries
from onedoor.cases.actions import visiting
from onedoor.cases.flow import ENDED, State
from onedoor.cases.models import Case
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from tests.cases.casts import joined
from tests.cases.histories import first_report, go, now, registered
from tests.small_county import MONDAY, SmallCounty

ROUND = ("triage", "dispatch", "sign", "rework", "reply", "review")
ANSWERS = {"solved": True, "not solved": False, "not reached": None}
EXITS = (
    "close", "archive", "answer", "transfer", "take_back", "ask_decline decline", "withdraw", "unmerge", "seal",
)  # fmt: skip
DEEDS = (*ANSWERS, *ANSWERS, "rate", "rate not", "reopen", "merge", "round", "round", "round", *EXITS)


@dataclass
class Told:
    """What one reporter said last, kept by the test alone; ``replied``: somebody replied to them since."""

    unsolved: bool = False
    replied: bool = False


@dataclass
class World:
    """Three reporters, and what each of them said."""

    county: SmallCounty
    cases: list[Case]
    told: dict[int, Told] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = {case.pk: Told(case.unsolved) for case in self.cases}

    def do(self, deed: str, who: int, other: int) -> None:
        case = now(self.cases[who])
        told = self.told[case.pk]
        try:
            if deed in ANSWERS:
                self._ask(case, told, ANSWERS[deed])
            elif deed == "round":
                for verb in ROUND:
                    self._step(case, verb)
            elif deed == "merge":
                go(case, "merge", self.county, into=self.cases[other].ref)
            else:
                self._speak(case, told, deed)
        except Refused:
            return

    def _ask(self, case: Case, told: Told, solved: bool | None) -> None:
        main = now(case).into or case
        answers = {} if solved is None else {"solved": solved, "satisfied": solved}
        visiting.visit(
            main.ref, contacted=solved is not None, report=first_report(case.ref), by=self.county["visit"], at=MONDAY,
            **answers,
        )  # fmt: skip
        gone_on = queries.record_of(main)[-1].happening.name == "cases.visited"
        if solved is False:
            told.unsolved, told.replied = True, False
        elif solved or (gone_on and told.replied):
            told.unsolved = False

    def _step(self, case: Case, verb: str) -> None:
        try:
            go(case, verb, self.county)
        except Refused:
            return
        if verb == "reply":
            for one in map(now, self.cases):
                if case.pk in (one.pk, one.into_id):
                    self.told[one.pk].replied = True

    def _speak(self, case: Case, told: Told, deed: str) -> None:
        go(case, deed.removesuffix(" not"), self.county, solved=deed == "rate")
        if deed in ("rate", "withdraw"):
            told.unsolved = False
        elif deed in ("rate not", "reopen"):
            told.unsolved, told.replied = True, False

    def check(self) -> None:
        for case in map(now, self.cases):
            waits = case.state == State.MERGED and case.into is not None and case.into.state not in ENDED
            if self.told[case.pk].unsolved:
                assert case.unsolved, f"{case.ref}: the last word was forgotten"
                assert waits or case.state not in ENDED, f"{case.ref} ended as {case.state}"


HISTORIES = {"sqlite": 36, "postgresql": 9}
"""The rules are the product's, not the store's."""

BEGINNINGS = ("sign", "sign reply review", "sign reply review visit")


@pytest.fixture
def casts(county: SmallCounty) -> dict[str, list[Case]]:
    """For each beginning a case, two merged into it, and a stranger: made once, and put back after each history."""
    return {begin: [*joined(county, "triage dispatch", begin), registered(county)] for begin in BEGINNINGS}


def test_not_solved_is_never_lost(
    county: SmallCounty, casts: dict[str, list[Case]], pytestconfig: pytest.Config
) -> None:
    """Before a release (--thorough) as many histories on PostgreSQL as on SQLite."""
    store = "sqlite" if pytestconfig.getoption("thorough") else connection.vendor

    @settings(max_examples=HISTORIES[store], deadline=None, derandomize=True, suppress_health_check=[*HealthCheck])
    @given(
        begin=st.sampled_from(BEGINNINGS),
        deeds=st.lists(
            st.tuples(st.sampled_from(DEEDS), st.integers(0, 3), st.integers(0, 3)), min_size=6, max_size=16
        ),
    )
    def live(begin: str, deeds: list[tuple[str, int, int]]) -> None:
        with transaction.atomic():
            cases = [now(case) for case in casts[begin]]
            world = World(county, cases)
            for deed in deeds:
                world.do(*deed)
                world.check()
            assert invariants.check([case.ref for case in cases]).problems == []
            transaction.set_rollback(True)

    live()
