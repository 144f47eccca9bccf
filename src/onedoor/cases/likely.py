"""Which open cases may be the same as this one, and why: for whoever merges (并案)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from onedoor.cases.flow import ENDED, State
from onedoor.cases.models import Case, Contact
from onedoor.cases.models.choices import Nature
from onedoor.cases.queries import sight
from onedoor.geography.codes import stem, within
from onedoor.organisation.actor import Actor

MOST = 8
_VILLAGE = 12


@dataclass(frozen=True)
class Likely:
    """A case that may be about the same: its place and item fit, or the same phone reported it."""

    case: Case
    same_phone: bool


def likely(case: Case, actor: Actor) -> list[Likely]:
    """The latest open cases of the same item and village, and, for whoever may know who reported it, of the same
    phone. Secret cases are never among them: a merge would give their authors away."""
    called = _called(case) if sight(case, actor).contact else set()
    others = Case.objects.filter(_about(case) | Q(pk__in=called), county=case.county, confidential=False)
    others = others.exclude(pk=case.pk).exclude(nature=Nature.INFORM)
    others = others.exclude(state__in=(*ENDED, State.APPEALED, State.VISITED))
    known = others.select_related("lead", "item").order_by("-registered_at", "-id")[:MOST]
    return [Likely(one, one.pk in called) for one in known if sight(one, actor).page]


def _called(case: Case) -> set[int]:
    """Ids of the cases that the phones of this one's reports brought."""
    mine = Contact.objects.filter(county=case.county, report__case=case).exclude(phone_index="")
    phones = set(mine.values_list("phone_index", flat=True))
    theirs = Contact.objects.filter(county=case.county, phone_index__in=phones)
    return set(theirs.values_list("report__case_id", flat=True)) if phones else set()


def _about(case: Case) -> Q:
    """The same item in the same village; before triage, the same village. A place known only to the county or a town
    says nothing."""
    if len(stem(case.area)) < _VILLAGE:
        return Q(pk__in=[])
    village = within(case.area[:_VILLAGE])
    there = Q(area__gte=village.first, area__lt=village.end)
    return there & Q(item_id=case.item_id) if case.item_id else there
