"""A machine that lives several cases at once: every verb, every post, authors, time, worker, calendar and orders. The
laws are asked of whatever moved, again and again; a refusal must have moved nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import ClassVar, NamedTuple

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from onedoor.cases.actions.recomputing import recompute_limits
from onedoor.cases.flow import CASE, ENDED, GIVEN, State
from onedoor.cases.models import Case
from onedoor.core import audit, outbox, revisions
from onedoor.core.models import CalendarDay, Delivery
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.simulation import invariants
from onedoor.work.actions import ordering
from onedoor.work.models import Order
from tests.cases.casts import Group
from tests.cases.histories import ACTS, AUTHOR, BESIDE, POSTS, TAKEN_INSTEAD, WHO, Draw, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

PICK = st.integers(0, 255)
RARE = ("withdraw", "transfer", "lower", "reopen", "stop", "decide_safety")
"""What would end most lives early, or go round in circles."""

SCARCE = ("close", "confirm", "uphold", "overturn", "raise", "entrust", "take_back", "archive")
"""What few places lead to: every run of lives should come to it."""

TEXTS = ("已经查明，已经处理，已经告知。",) * 24 + ("  ",)
UNITS = ("housing",) * 5 + ("urban", "urban", "town-chengguan", "town-chengguan", "village-shangbu", "centre")
HOURS = (1, 5, 30, 100, 400)


class LawBroken(AssertionError):
    """A life led to where a law of a case does not hold."""


class _Found(BaseException):
    """Goes right through Hypothesis, which would try other lives to see the same again."""


@dataclass
class Reached:
    """Where the lives of one run led."""

    lives: int = 0
    states: set[str] = field(default_factory=set)
    verbs: set[str] = field(default_factory=set)
    broken: str = ""
    done: Counter[str] = field(default_factory=Counter)


class Row(NamedTuple):
    """What a step may not change in passing."""

    ref: str
    state: str
    into: int | None
    due: object
    unsolved: object
    head: str


class Snapshot(NamedTuple):
    """The cases of a life, and how many lines, open tasks and open requests the store has."""

    cases: dict[int, Row]
    rows: tuple[int, ...]


def snapshot(ids: list[int]) -> Snapshot:
    """By SQL of its own: it is taken at every step."""
    with connection.cursor() as cursor:
        chosen = ", ".join(map(str, ids))
        cursor.execute(
            f"SELECT id, ref, state, into_id, due_at, unsolved, chain_head FROM cases_case WHERE id IN ({chosen})"
        )
        cases = {row[0]: Row(*row[1:]) for row in cursor.fetchall()}
        cursor.execute(
            "SELECT (SELECT count(*) FROM core_happening), (SELECT count(*) FROM work_task WHERE closed_at IS NULL),"
            " (SELECT count(*) FROM cases_request WHERE state = 'open')"
        )
        return Snapshot(dict(sorted(cases.items())), cursor.fetchone())


class Lives(RuleBasedStateMachine):
    number: ClassVar[int]
    county: ClassVar[SmallCounty]
    groups: ClassVar[list[Group]]
    reached: ClassVar[Reached]

    def __init__(self) -> None:
        super().__init__()
        self.clock = MONDAY + timedelta(days=1)
        self.ids: list[int] = []
        self.steps = 0
        self.story: list[str] = []
        self.seen = self.asked = Snapshot({}, ())
        self.around = transaction.atomic()
        self.around.__enter__()
        self.reached.lives += 1

    @initialize(pick=PICK)
    def begin(self, pick: int) -> None:
        """Some groups of the cast; nobody else's deliveries come due in this life."""
        draw = self._draw(pick)
        for group in draw.sample(self.groups, 3):
            self.ids += [case.pk for case in group]
        self.seen = self.asked = snapshot(self.ids)
        subjects = [f"case:{row.ref}" for row in self.seen.cases.values()]
        Delivery.objects.exclude(subject__in=subjects).delete()

    @rule(pick=PICK)
    def go_on(self, pick: int) -> None:
        """A step the flow allows, by whose step it is."""
        self._go_on(self._draw(pick))

    def _go_on(self, draw: Random) -> None:
        case = self._somebody(draw)
        here = [step.verb for step in CASE.open_steps(state=case.state, kind=case.colour)]
        verb = _one_of(here + ["rate"] * (case.state == State.MERGED) or ["appeal"], draw)
        if verb == "decline" and not FITS["grant"](case):
            verb = "ask_decline"
        self._take(case, TAKEN_INSTEAD.get(verb, verb), None, draw)

    @rule(pick=PICK)
    def go_further(self, pick: int) -> None:
        self.go_on(pick)

    @rule(pick=PICK)
    def go_still_further(self, pick: int) -> None:
        self.go_on(pick)

    @rule(pick=PICK)
    def do_beside(self, pick: int) -> None:
        draw = self._draw(pick)
        case = self._somebody(draw)
        fitting = [verb for verb, fits in FITS.items() if fits(case)]
        if fitting:
            self._take(case, _one_of(fitting, draw), None, draw)
        else:
            self._go_on(draw)

    @rule(pick=PICK)
    def try_anything(self, pick: int) -> None:
        """Any verb by anybody, now and then."""
        draw = self._draw(pick)
        if draw.random() < 0.6:
            return self._go_on(draw)
        who = draw.choice([*POSTS, AUTHOR, "system", "stranger"])
        self._take(self._somebody(draw), draw.choice([*ACTS, *BESIDE]), who, draw)

    @rule(pick=PICK)
    def supervise(self, pick: int) -> None:
        draw = self._draw(pick)
        self._try(lambda: self._order(self._somebody(draw), draw))

    @rule(pick=PICK)
    def wait(self, pick: int) -> None:
        """Time passes and the worker runs; or a day off is set and limits are computed again; or somebody comes."""
        draw = self._draw(pick)
        self.clock += timedelta(hours=draw.choice(HOURS))
        match draw.randrange(8):
            case 0:
                self._day_off(draw)
            case 1:
                self.ids.append(registered(self.county).pk)
            case 2:
                outbox.drain(self.clock)
        self._look()

    def teardown(self) -> None:
        try:
            if not self.reached.broken:
                self._check()
                self._check_all()
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)
            revisions.forget()

    def _check_all(self) -> None:
        """After some lives: whatever comes due in forty days, the whole store, and the whole record."""
        if self.ids and self.reached.lives % 50 == 0:
            outbox.drain(self.clock + timedelta(days=40))
            self._obey(invariants.check().problems + audit.verify().problems)

    def _draw(self, pick: int) -> Random:
        """Hypothesis chooses the rules and the pick; its repeats of what it drew before must not be the same life."""
        self.steps += 1
        return Random(f"{self.number}:{self.reached.lives}:{self.steps}:{pick}")

    def _somebody(self, draw: Random) -> Case:
        """One of the cases, more often one that is open."""
        weights = [1 if self.seen.cases[pk].state in ENDED else 3 for pk in self.ids]
        return Case.objects.select_related("lead").get(pk=draw.choices(self.ids, weights)[0])

    def _take(self, case: Case, verb: str, who: str | None, draw: Random) -> None:
        made = Draw(
            colour=draw.choice(["green", "yellow", "yellow", "red"]),
            to=draw.choice(UNITS),
            assists=draw.sample(["urban", "town-shiqiao"], draw.randrange(3)),
            upheld=draw.random() < 0.5,
            solved=draw.random() < 0.5,
            text=draw.choice(TEXTS),
            days=draw.randrange(1, 12),
            into=draw.choice([row.ref for pk, row in self.seen.cases.items() if pk != case.pk]),
            level=draw.choice(["town", "village"]),
            accused=draw.choice(["", "housing", "urban"]),
        )
        by = self._actor(who or self._whose(case, verb, draw), case)
        self.story.append(f"{self.clock:%d %H} {by.code} {verb} {case.ref} ({case.state}) {made}")
        if self._try(lambda: (ACTS | BESIDE)[verb](case.ref, made, by, self.clock)):
            self.reached.done[verb] += 1

    def _whose(self, case: Case, verb: str, draw: Random) -> str:
        who = WHO[verb]
        if who == "housing":
            return case.lead.code.replace("village-shangbu", "village") if case.lead else who
        if verb == "assist":
            return draw.choice(["urban", "town-shiqiao"])
        return "inform" if case.restricted and who not in (AUTHOR, "leader", "safety") else who

    def _actor(self, who: str, case: Case) -> Actor:
        if who == AUTHOR:
            return Actor.author(COUNTY, case.ref)
        return {"system": Actor.system(COUNTY), "stranger": Actor("m-new", COUNTY)}.get(who) or self.county[who]

    def _order(self, case: Case, draw: Random) -> object:
        """Issue an order about this case, or do the next thing to one."""
        order = Order.objects.select_related("unit").filter(subject=case.subject).exclude(state="discharged").first()
        by = self.county["approve"]
        if order is None:
            unit = case.lead.code if case.lead else "urban"
            return ordering.issue_order(
                case.subject, unit=unit, reason="leader", level="yellow", requirement="请说明。", days=3, by=by,
                at=self.clock,
            )  # fmt: skip
        if order.state != "answered":
            unit = order.unit.code.replace("village-shangbu", "village")
            return ordering.answer_order(order.number, text="已办。", by=self.county[unit], at=self.clock)
        if draw.random() < 0.5:
            return ordering.discharge_order(order.number, opinion="属实。", by=by, at=self.clock)
        return ordering.send_order_again(order.number, opinion="不实。", days=2, by=by, at=self.clock)

    def _day_off(self, draw: Random) -> None:
        day = (self.clock + timedelta(days=draw.randrange(1, 9))).date()
        CalendarDay.objects.get_or_create(date=day, county="", defaults={"name": "停工", "off": True})
        revisions.bump("calendar")
        for row in self.seen.cases.values():
            recompute_limits(row.ref, by=Actor.system(COUNTY), at=self.clock)

    def _try(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except Refused as refusal:
            if snapshot(self.ids) != self.seen:
                self._obey([f"refused and yet changed something: {refusal}"])
            return False
        self._look()
        return True

    def _look(self) -> None:
        """See where the cases are now. The laws are asked at every third step and at the end of the life: that halves
        what a life costs, and what is broken stays so."""
        self.seen = snapshot(self.ids)
        self.reached.states |= {row.state for row in self.seen.cases.values()}
        if self.steps % 3 == 0:
            self._check()

    def _check(self) -> None:
        """Ask the laws of every case that moved, and of those it is handled with."""
        before, self.asked = self.asked, self.seen
        moved = {pk for pk, row in self.seen.cases.items() if before.cases.get(pk) != row}
        with_them = {row.into for pk, row in self.seen.cases.items() if pk in moved}
        touched = [row.ref for pk, row in self.seen.cases.items() if pk in moved | with_them or row.into in moved]
        if touched:
            self._obey(invariants.check(touched).problems)

    def _obey(self, problems: list[str]) -> None:
        if problems:
            self.reached.broken = "\n".join([*problems, *self.story])
            raise _Found


def _one_of(verbs: list[str], draw: Random) -> str:
    return draw.choices(verbs, [1 if verb in RARE else 20 if verb in SCARCE else 6 for verb in verbs])[0]


FITS: dict[str, Callable[[Case], bool]] = {
    "ask_decline": lambda case: case.state in (State.REGISTERED, State.TRIAGED, State.RULED),
    "ask_extension": lambda case: case.state == State.HANDLING and not case.suspended_until,
    "ask_suspension": lambda case: case.state == State.HANDLING and not case.suspended_until,
    "resume": lambda case: case.suspended_until is not None,
    "grant": lambda case: case.requests.filter(state="open").exists(),
    "refuse": lambda case: case.requests.filter(state="open").exists(),
    "assist": lambda case: case.state in GIVEN,
    "inspect": lambda case: case.state in GIVEN,
    "seal": lambda case: case.state == State.REGISTERED and not case.secret,
    "make_report": lambda case: case.state == State.REGISTERED and not case.restricted,
    "summarise": lambda case: case.secret,
    "ask_unmask": lambda case: case.secret,
    "unmask": lambda case: case.state == State.REGISTERED and not case.secret,
    "stop": lambda case: case.safety in ("", "cleared") and not case.ended,
    "decide_safety": lambda case: case.safety in ("stopped", "held"),
}
"""Where what is done beside the road may make sense."""


def live(county: SmallCounty, groups: list[Group], *, number: int, lives: int, steps: int = 8) -> Reached:
    """Live so many lives, the same for the same number; choosing the cast is the first of the steps.

    Raises LawBroken at the first that breaks a law.
    """
    reached = Reached()
    kept = Case.move

    def move(case: Case, verb: str, *, by: Actor, unit: int | None = None) -> None:
        kept(case, verb, by=by, unit=unit)
        reached.verbs.add(verb)

    machine = type("Chunk", (Lives,), {"number": number, "county": county, "groups": groups, "reached": reached})
    Case.move = move  # type: ignore[method-assign]
    try:
        run_state_machine_as_test(
            seed(number)(machine),
            settings=settings(
                max_examples=lives,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    except BaseException:
        if reached.broken:  # Hypothesis may have put an error of its own in its place
            raise LawBroken(reached.broken) from None
        raise
    finally:
        Case.move = kept  # type: ignore[method-assign]
    return reached
