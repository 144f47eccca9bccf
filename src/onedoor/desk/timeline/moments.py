"""The lines of the timeline: what is waited for now, then what happened, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onedoor.cases.models import Request
from onedoor.cases.queries import Line
from onedoor.desk.dossier import Dossier
from onedoor.desk.timeline import (  # noqa: F401  (each says its events)
    chases,
    dispatching,
    exits,
    files,
    hall,
    overlays,
    rights,
    road,
)
from onedoor.desk.timeline.wording import KEY, SAYS, SETBACK, Wording
from onedoor.desk.verbs import next_step

_CENTRE_ONLY = {
    "cases.contact_unmasked", "cases.safety_stopped", "cases.safety_decided", "cases.transferred", "cases.merged",
    "cases.emergency_heard",
}  # fmt: skip
"""Whose words may say who told it: of a secret case no unit reads them."""


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    kind: str
    title: str
    text: str
    quote: str
    at: datetime | None
    who: str


def moments(dossier: Dossier) -> list[Moment]:
    """What is waited for now, then what happened, newest first."""
    told = _together([*reversed(told_of(dossier, dossier.lines))])
    if task := dossier.task:
        waits = _("等%(unit)s%(step)s") % {"unit": task.unit.name, "step": next_step(task.verb)}
        told.insert(0, Moment("here", waits, _meanwhile(dossier), "", None, ""))
    return told


def told_of(dossier: Dossier, lines: Iterable[Line]) -> list[Moment]:
    """These lines of the record in words, in their order."""
    wording = Wording(dossier.case, dossier.now)
    return [_moment(line, wording, dossier) for line in lines]


def _together(told: list[Moment]) -> list[Moment]:
    """One line instead of several that say the same of the same moment: pictures that came together."""
    kept: list[Moment] = []
    for same, group in groupby(told):
        n = len(list(group))
        several = ngettext("%(text)s，%(n)d个", "%(text)s，%(n)d个", n) % {"text": same.text, "n": n}
        kept.append(replace(same, text=several) if n > 1 else same)
    return kept


def _meanwhile(dossier: Dossier) -> str:
    """What others owe at the same time."""
    owed = [_("%(unit)s%(step)s") % {"unit": task.unit.name, "step": next_step(task.verb)} for task in dossier.beside]
    return _("同时等%(others)s") % {"others": _("、").join(owed)} if owed else ""


def _moment(line: Line, wording: Wording, dossier: Dossier) -> Moment:
    happening = line.happening
    say = SAYS.get(happening.name)
    title, text = say(wording, happening.payload) if say else (_("其他记录"), "")
    quote = next(iter(line.words.values()), "") if _readable(line, dossier) else ""
    return Moment(_kind(line), title, text, quote, happening.at, wording.who(happening.actor))


def _kind(line: Line) -> str:
    name = line.happening.name
    if name in SETBACK or line.happening.payload.get("solved") is False:
        return "setback"
    return "key" if name in KEY else "other"


def _readable(line: Line, dossier: Dossier) -> bool:
    name, told = line.happening.name, line.happening.payload
    unmasking = told.get("kind") == Request.Kind.UNMASK
    if name == "cases.request_decided" and told["granted"] and not unmasking:
        return False  # what the grant brought about says it again
    return dossier.sight.voices or not (unmasking or name in _CENTRE_ONLY)
