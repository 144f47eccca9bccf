"""The talks about a case, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from onedoor.core.refusal import Refused
from onedoor.desk.dossier import Dossier
from onedoor.hall import rights, talks
from onedoor.hall.models import Talk


@dataclass(frozen=True)
class Receptions:
    """Talks, the latest first; where another is noted or arranged, for whoever may."""

    talks: list[Talk]
    new: str

    def __bool__(self) -> bool:
        return bool(self.talks or self.new)


def receptions(dossier: Dossier) -> Receptions:
    """The record says whether there are any to read."""
    there = dossier.told("hall.talk_arranged", "hall.talk_held")
    new = f"{reverse('desk:new-talk')}?case={dossier.case.ref}" if _may(dossier) else ""
    return Receptions(talks.of_case(dossier.case) if there else [], new)


def _may(dossier: Dossier) -> bool:
    if dossier.case.ended:
        return False
    try:
        rights.must_receive(dossier.actor, dossier.case)
    except Refused:
        return False
    return True
