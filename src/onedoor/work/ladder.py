"""The ladder of supervision as data: which rules a task climbs, and when it reaches each (DOMAIN B.3, D-16).

A county that has no rule in force on a day has the shipped ones: yellow at 75 % of the time, red at 100 %, an urge on
the day after, and a proposal to list what is five working days late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import dropwhile, islice

from django.utils.translation import gettext_noop as _

from onedoor.core import clock
from onedoor.core.clock import ZONE, Limit
from onedoor.core.queries import calendar
from onedoor.core.revisions import Shelf, bump
from onedoor.work.models import SupervisionRule, Task
from onedoor.work.models.supervision import Level
from onedoor.work.models.supervision_rule import Basis, Tell

Rules = tuple[SupervisionRule, ...]

_PROPOSED = _("本产品建议值，可修改")
_ONE_DAY = timedelta(days=1)


def _shipped(rule: str, level: str, basis: str, n: int, unit: str, *tells: str, verb: str = "") -> SupervisionRule:
    return SupervisionRule(
        rule=rule, level=level, basis=basis, n=n, unit=unit, verb=verb, tells=list(tells), citation=_PROPOSED,
        valid_from=date.min,
    )  # fmt: skip


SHIPPED: Rules = (
    _shipped("SV-01", Level.YELLOW, Basis.SHARE, 75, "", Tell.HOLDER),
    _shipped("SV-02", Level.RED, Basis.SHARE, 100, "", Tell.HOLDER, Tell.SUPERVISE),
    _shipped("SV-03", Level.ORDINARY, Basis.AFTER, 1, "WD", Tell.HOLDER, Tell.LEAD),
    _shipped("SV-04", Level.LISTED, Basis.AFTER, 5, "WD", Tell.SUPERVISE),
    _shipped("SV-05", "", Basis.WITHIN, 2, "WD", verb="discharge_order"),
)


@dataclass(frozen=True)
class Rung:
    """A rule and the moment a task reaches it."""

    rule: SupervisionRule
    moment: datetime


def _load(county: str) -> Rules:
    return tuple(SupervisionRule.objects.filter(county=county).order_by("rule", "-valid_from"))


_shelf: Shelf[Rules] = Shelf("supervision", _load)


def changed() -> None:
    """Say, in the transaction that changes the rules, that every process must read them again."""
    bump("supervision")


def chasing(county: str, *, on: date) -> list[SupervisionRule]:
    """The rules by which a task opened on this day is chased; the shipped ones where the county has none then."""
    return [rule for rule in _in_force(county, on) if rule.basis != Basis.WITHIN] or [
        rule for rule in SHIPPED if rule.basis != Basis.WITHIN
    ]


def limit_of(county: str, verb: str, *, at: datetime) -> Limit:
    """By when a step of supervision that starts now must be done, with the trace of why."""
    rules = [*_in_force(county, at.astimezone(ZONE).date()), *SHIPPED]
    rule = next(rule for rule in rules if rule.basis == Basis.WITHIN and rule.verb == verb)
    return clock.compute(
        start=at, n=rule.n, unit=clock.Unit(rule.unit), calendar=calendar(county),
        rule=rule.rule, citation=rule.citation,
    )  # fmt: skip


def rules_of(task: Task) -> list[SupervisionRule]:
    """The rules this task climbs. Of one level the most particular hold: those that name its step before those for
    any step, then those for urgent tasks before the others."""
    fitting: dict[str, list[SupervisionRule]] = {}
    for rule in chasing(task.county, on=task.opened_at.astimezone(ZONE).date()):
        if rule.verb in ("", task.verb) and (task.urgent or not rule.urgent_only):
            fitting.setdefault(rule.level, []).append(rule)
    chosen: list[SupervisionRule] = []
    for rules in fitting.values():
        most = max((bool(rule.verb), rule.urgent_only) for rule in rules)
        chosen += [rule for rule in rules if (bool(rule.verb), rule.urgent_only) == most]
    return chosen


def rungs(task: Task) -> Iterator[Rung]:
    """The rungs of a task in the order its time reaches them.

    A moment never lies outside working hours or on a rest day unless the task is urgent (DESIGN §5); for a short
    limit it may lie before the task was opened: such a rung is the caller's to leave out. Rungs after the due moment
    are worked out only when they are asked for.
    """
    rules = rules_of(task)
    for rule in sorted((rule for rule in rules if rule.basis == Basis.SHARE), key=lambda rule: rule.n):
        yield Rung(rule, _moment(task, task.opened_at + (task.due_at - task.opened_at) * rule.n / 100))
    late = [(_after(task, rule), rule) for rule in rules if rule.basis == Basis.AFTER]
    for ideal, rule in sorted(late, key=lambda pair: (pair[0], pair[1].rule)):
        yield Rung(rule, _moment(task, ideal))


def first(task: Task) -> Iterator[Rung]:
    """The first rung a task can reach, or nothing: one that would lie before it was opened is left out."""
    return islice((rung for rung in rungs(task) if rung.moment >= task.opened_at), 1)


def rung(task: Task, rule: str) -> Rung | None:
    """The rung of this rule, if the task climbs it."""
    return next((rung for rung in rungs(task) if rung.rule.rule == rule), None)


def following(task: Task, rule: str) -> Iterator[Rung]:
    """The rung after the one of this rule, or nothing at the top."""
    return islice(dropwhile(lambda rung: rung.rule.rule != rule, rungs(task)), 1, 2)


def after(task: Task, moment: datetime) -> Iterator[Rung]:
    """The first rung after a moment, or nothing."""
    return islice((rung for rung in rungs(task) if rung.moment > moment), 1)


def _in_force(county: str, on: date) -> list[SupervisionRule]:
    found: dict[str, SupervisionRule] = {}
    for rule in _shelf.get(county):
        if rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to):
            found.setdefault(rule.rule, rule)
    return list(found.values())


def _moment(task: Task, ideal: datetime) -> datetime:
    return ideal if task.urgent else clock.alarm_moment(ideal, limit=task.due_at, calendar=calendar(task.county))


def _after(task: Task, rule: SupervisionRule) -> datetime:
    """So many hours after the due moment, or the beginning of the nth day after the last day of the limit: what was
    due on Monday, at whatever hour, is one working day late on Tuesday (D-16)."""
    if rule.unit == clock.Unit.H:
        return task.due_at + timedelta(hours=rule.n)
    last_day = task.due_at - timedelta.resolution
    unit = clock.Unit(rule.unit)
    return clock.compute(start=last_day, n=rule.n, unit=unit, calendar=calendar(task.county)).due - _ONE_DAY
