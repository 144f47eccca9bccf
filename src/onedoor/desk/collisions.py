"""Two people at one case: whoever comes second sees what happened meanwhile, and loses nothing they wrote."""

from __future__ import annotations

from onedoor.cases import queries
from onedoor.cases.queries import Line
from onedoor.core.models import Happening
from onedoor.desk.dossier import Dossier
from onedoor.organisation.actor import Actor

QUIET = frozenset({
    "work.task_supervised", "cases.contact_unmasked", "cases.case_copied", "cases.limit_recomputed",
})  # fmt: skip
"""What others bring about without moving anything that somebody else may be deciding."""


class Moved(Exception):
    """Others did something with the case since the form was opened; nothing was changed."""


def unmoved(county: str, ref: str, *, seen: int | None, by: Actor) -> None:
    """Lock the case until the transaction ends. Raises Moved when others did something since line ``seen`` of its
    record; None: whoever sends it does not say what they saw."""
    case = queries.locked(county, ref)
    if seen is None or case.chain_seq <= seen:
        return
    later = Happening.objects.filter(county=county, subject=case.subject, seq__gt=seen)
    if later.exclude(actor=by.code).exclude(name__in=QUIET).exists():
        raise Moved


def since(dossier: Dossier, seen: int | None) -> list[Line]:
    """What others did since this line of the record, oldest first."""
    if seen is None:
        return []
    mine = dossier.actor.code
    later = (line for line in dossier.lines if line.happening.seq > seen)
    return [line for line in later if line.happening.actor != mine and line.happening.name not in QUIET]


def seen_in(told: object) -> int | None:
    """The last line of the record that whoever sends a form had before them."""
    return int(told) if isinstance(told, str) and told.isdecimal() and len(told) < 10 else None
