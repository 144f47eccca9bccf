"""What is true of a case at a moment of a story, and what somebody can find out about it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.models import Case
from onedoor.cases.reporters import to_ask
from onedoor.core.clock import ZONE
from onedoor.core.refusal import Refused
from onedoor.notices.models import Message
from onedoor.organisation.actor import Actor
from onedoor.work.models import Task
from onedoor.work.queries import owed_by

_SHORTEST_PHRASE = 5


class Wrong(Exception):
    """A step went another way than the story says."""


FACTS: Mapping[str, Callable[[Case], Any]] = {
    "state": lambda case: case.state,
    "solve_by": lambda case: last_day(case.solve_by),
    "extensions": lambda case: case.extensions,
    "halted_until": lambda case: case.suspended_until,
    "level": lambda case: case.level,
    "safety": lambda case: case.safety,
    "unsolved": lambda case: case.unsolved,
    "to_ask": lambda case: len(to_ask(case)),
    "erased": lambda case: all(report.erased_at for report in queries.reports_of(case)),
    "told": lambda case: tuple(
        Message.objects.filter(county=case.county, subject=case.subject, to__startswith="report:")
        .order_by("made_at", "id")
        .values_list("kind", flat=True)
    ),
    "owed": lambda case: tuple(
        Task.objects.filter(county=case.county, subject=case.subject, closed_at=None)
        .order_by("verb")
        .values_list("verb", flat=True)
    ),
}
"""What a story can ask about a case. ``told`` is what its reporters were sent, ``owed`` what is still to be done, in
the order of the alphabet."""


def expect(case: Case, **facts: Any) -> None:
    """Compare the case with what the story says. Raises Wrong."""
    for name, expected in facts.items():
        if (found := FACTS[name](case)) != expected:
            raise Wrong(
                _("%(ref)s的%(name)s应当是%(expected)s，实际是%(found)s。")
                % {"ref": case.ref, "name": name, "expected": expected, "found": found}
            )


def look(case: Case, actor: Actor, *, secret: Sequence[str], page: bool, words: bool) -> None:
    """Whether the actor may open the case, and whether what they can read holds any of the ``secret`` phrases.

    Raises Wrong.
    """
    seen = _readable(case, actor)
    if (seen is not None) != page:
        raise Wrong(_("%(ref)s：能不能打开这件事与应有的权限不一致。") % {"ref": case.ref})
    found = [phrase for phrase in secret if phrase in (seen or "")]
    if bool(found) != words:
        raise Wrong(_("%(ref)s：能看到的原话和身份与应有的权限不一致：%(found)s。") % {"ref": case.ref, "found": found})


def _readable(case: Case, actor: Actor) -> str | None:
    """Everything the actor can read of the case in one text; None where it is not there for them, nor owed."""
    try:
        queries.seen_by(actor, case.ref)
    except Refused:
        return "" if owed_by(actor).filter(subject=case.subject).exists() else None
    sight = queries.sight(case, actor)
    told = [case.title, case.summary]
    for line in queries.record_of(case, voices=sight.voices):
        told += [json.dumps(line.happening.payload, ensure_ascii=False), *line.words.values()]
    for report in queries.reports_of(case):
        told += [report.title, report.text, report.place] if sight.originals else []
        told += [report.contact.name, report.contact.phone] if sight.contact else []
    return "\n".join(told)


def phrases(text: str, *names: str) -> list[str]:
    """What gives somebody away: the phrases of what they said, and the names and numbers given."""
    told = re.split(r"[\s，。！？、；：]", text)
    return [phrase for phrase in told if len(phrase) >= _SHORTEST_PHRASE] + [name for name in names if name]


def last_day(due: datetime | None) -> date | None:
    """The day at whose 24:00 a limit in days ends."""
    return (due.astimezone(ZONE) - timedelta.resolution).date() if due else None
