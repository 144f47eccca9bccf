"""A story of many cases, each told to its end in an empty store, and what was found when all of it was checked.

Every step reports whether it went well; nothing is raised, so that a machine can read how far it came.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.core import audit
from onedoor.core.clock import ZONE, explain
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants, loading
from onedoor.simulation.actions.elapsing import elapse
from onedoor.simulation.cast import Cast
from onedoor.simulation.staging import Stage
from onedoor.simulation.tales import TALES, THE_END, Tale
from onedoor.simulation.watching import FACTS, Wrong, last_day
from onedoor.simulation.world.areas import COUNTY
from onedoor.simulation.world.yunzhou import World, yunzhou
from onedoor.work.models import Supervision

SEED = 1

Facts = dict[str, Any]
Say = Callable[[str], None]


@dataclass
class Telling:
    """What was told so far: the steps, and what became of each case."""

    say: Say = lambda name: None
    steps: list[Facts] = field(default_factory=list)
    cases: list[Facts] = field(default_factory=list)
    chain: Facts = field(default_factory=dict)
    invariants: Facts = field(default_factory=dict)
    began: float = field(default_factory=time.perf_counter)

    @property
    def ok(self) -> bool:
        return all(step["ok"] for step in self.steps)

    @contextmanager
    def step(self, name: str) -> Iterator[Facts]:
        """One step; the body fills in its facts. What it raises is reported and ends the step, not the story."""
        self.say(name)
        facts: Facts = {}
        began = time.perf_counter()
        problem = ""
        try:
            yield facts
        except (Refused, Wrong) as refusal:
            problem = str(refusal)
        except Exception as error:  # whatever fails is a fact of the report
            problem = "".join(traceback.format_exception_only(error)).strip()
        facts = {"name": name, "ok": not problem, "seconds": round(time.perf_counter() - began, 3), **facts}
        self.steps.append(facts | {"problem": problem} if problem else facts)

    def report(self, store: str) -> Facts:
        """All of it, ready for JSON."""
        return {
            "store": store,
            "ok": self.ok,
            "seconds": round(time.perf_counter() - self.began, 3),
            "steps": self.steps,
            "cases": self.cases,
            "chain": self.chain,
            "invariants": self.invariants,
        }


def run(telling: Telling, *, prepare: Callable[[], None]) -> None:
    """Prepare the store, load the county and tell the story. The store must be empty; ``prepare`` refuses another."""
    with telling.step("store"):
        prepare()
    if telling.ok:
        tell(telling, yunzhou(SEED))


def tell(telling: Telling, world: World) -> None:
    """Load the county into the prepared store, live through every tale, and check everything."""
    with telling.step("county") as facts:
        loading.load(world)
        facts |= {"areas": len(world.county.areas), "units": len(world.units), "members": len(world.members)}
    if not telling.ok:
        return
    cast = Cast.of(COUNTY)
    stages = [Stage(tale, cast) for tale in TALES]
    for stage in stages:
        _tell_one(telling, stage)
    with telling.step("archive") as facts:
        facts["delivered"] = elapse(TALES[0].begins.at, THE_END)
        telling.cases += [_told(stage.tale, stage.case()) for stage in stages if stage.refs]
        facts["archived"] = sum(told["state"] == State.ARCHIVED for told in telling.cases)
        expected = sum(tale.ends == State.CLOSED for tale in TALES)
        if facts["archived"] != expected:
            raise Wrong(_("应有%(n)s件归档，实际%(found)s件。") % {"n": expected, "found": facts["archived"]})
    _check(telling)


def _check(telling: Telling) -> None:
    """Whatever is in the store by now: is the record whole, and do the laws of a case hold?"""
    with telling.step("chain") as facts:
        found = audit.verify()
        telling.chain = {
            "sound": found.sound, "chains": found.chains, "lines": found.lines, "words": found.words,
            "problems": found.problems,
        }  # fmt: skip
        facts |= {"lines": found.lines}
        if not found.sound:
            raise Wrong(found.problems[0])
    with telling.step("invariants") as facts:
        kept = invariants.check()
        telling.invariants = {
            "sound": kept.sound, "cases": kept.cases, "reports": kept.reports, "problems": kept.problems,
        }  # fmt: skip
        facts |= {"cases": kept.cases}
        if not kept.sound:
            raise Wrong(kept.problems[0])


def _tell_one(telling: Telling, stage: Stage) -> None:
    tale = stage.tale
    with telling.step(tale.name) as facts:
        now = tale.begins.at
        stage.play(tale.begins)
        facts |= {"ref": stage.refs[""], "colour": str(tale.colour or "")}
        for scene in tale.scenes:
            elapse(now, scene.at)
            now = scene.at
            stage.play(scene)
        case = stage.case()
        told = _told(tale, case)
        facts |= {"solve_by": told["solve_by"], "chased": told["chased"]}
        facts["refused"] = stage.refusals
        _as_expected(tale, case, told)


def _told(tale: Tale, case: Case) -> Facts:
    record = [line.happening for line in queries.record_of(case)]
    limit = case.solve_limit or {}
    chased = Supervision.objects.filter(task__subject=case.subject).order_by("at", "id")
    return {
        "name": tale.name,
        "ref": case.ref,
        "colour": str(case.colour),
        "state": str(case.state),
        "route": [line.name for line in record],
        "told": list(FACTS["told"](case)),
        "solve_by": _day(case.solve_by),
        "why": _reasons(limit) if limit else [],
        "limits": [_limit(line) for line in record if _crosses(line)],
        "chased": [{"level": row.level, "at": row.at.astimezone(ZONE).isoformat()} for row in chased],
    }


def _limit(line: Happening) -> Facts:
    """A limit of one step that crossed a holiday or a make-up workday."""
    trace = line.payload["trace"]
    return {"after": line.name, "last_day": _day(datetime.fromisoformat(trace["due"])), "why": _reasons(trace)}


def _crosses(line: Happening) -> bool:
    trace = line.payload.get("trace") or {}
    return any(trace.get(mark) for mark in ("skipped", "make_up", "rolled"))


def _reasons(trace: Mapping[str, Any]) -> list[str]:
    return [f"{label}：{sentence}" for label, sentence in explain(trace)]


def _day(due: datetime | None) -> str | None:
    day = last_day(due)
    return day.isoformat() if day else None


def _as_expected(tale: Tale, case: Case, told: Facts) -> None:
    if case.state != tale.ends:
        raise Wrong(
            _("%(ref)s应当是“%(expected)s”，实际是“%(state)s”。")
            % {"ref": case.ref, "expected": tale.ends.label, "state": case.get_state_display()}
        )
    if told["solve_by"] != (tale.solve_by.isoformat() if tale.solve_by else None):
        raise Wrong(
            _("%(ref)s的期限应当是%(expected)s，实际是%(found)s。")
            % {"ref": case.ref, "expected": tale.solve_by, "found": told["solve_by"]}
        )
    levels = {row["level"] for row in told["chased"]}
    if not levels.issuperset(tale.chased):
        raise Wrong(_("%(ref)s应当督办过：%(levels)s。") % {"ref": case.ref, "levels": _("、").join(tale.chased)})
