"""Why a report was not accepted: the clause, the signer's reason, where else to go, and whether to object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onedoor.cases.events import CaseDeclined
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.cases.queries import Line
from onedoor.catalogue.queries import catalogue
from onedoor.citizen.stages import decided


@dataclass(frozen=True)
class Refusal:
    """``decision`` is what whoever decided the objection wrote, once they have."""

    clause: str
    citation: str
    guidance: str
    reason: str
    decision: str
    final: bool

    @property
    def told(self) -> list[tuple[str, str]]:
        """Label and sentence of each part there is."""
        parts = [
            (_("依据"), self.clause),
            (_("出处"), self.citation),
            (_("理由"), self.reason),
            (_("复核理由"), self.decision),
            (_("去哪里办"), self.guidance),
        ]
        return [(label, words) for label, words in parts if words]


def refusal_of(case: Case, lines: Sequence[Line]) -> Refusal | None:
    """The refusal that stands, or is objected to; None for a case that was accepted."""
    declined = next((line for line in reversed(lines) if line.happening.name == CaseDeclined.name), None)
    if declined is None or case.state not in (State.DECLINED, State.APPEALED):
        return None
    clause = catalogue(case.county).clauses.get(declined.happening.payload["clause"])
    decision = decided(lines)
    return Refusal(
        clause=_(clause.text) if clause else "",
        citation=_(clause.citation) if clause and clause.citation else "",
        guidance=_(clause.guidance) if clause and clause.guidance else "",
        reason=declined.words.get("reason", ""),
        decision=decision.words.get("reason", "") if decision else "",
        final=decision is not None,
    )
