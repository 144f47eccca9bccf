"""Find cases by words of their title or place, among what somebody may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from onedoor.cases.models import Case, Report
from onedoor.cases.models.choices import Nature
from onedoor.cases.queries import seen
from onedoor.organisation.actor import Actor

MOST = 50
AMONG = 20_000
"""Words are looked for in so many of the latest cases: the cost does not grow with the history."""


def by_words(actor: Actor, words: str) -> list[Case]:
    """The latest cases whose title or place has every one of these words, fifty at the most. What is secret is never
    searched: it is found by its number alone."""
    asked = words.split()
    if not asked:
        return []
    known = seen(actor).filter(confidential=False).exclude(nature=Nature.INFORM)
    latest = known.order_by("-registered_at", "-id").values("pk")[:AMONG]
    found = Case.objects.filter(county=actor.county, pk__in=latest)
    for word in asked:
        place = Report.objects.filter(county=actor.county, case=OuterRef("pk"), place__icontains=word)
        found = found.filter(Q(title__icontains=word) | Exists(place))
    return list(found.select_related("lead", "holder").order_by("-registered_at", "-id")[:MOST])
