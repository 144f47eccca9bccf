"""Why something is proposed, in sentences a dispatcher can check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onedoor.catalogue.models import Item
from onedoor.catalogue.queries import catalogue
from onedoor.dispatch.lessons import Taught, town_of
from onedoor.dispatch.models.lesson import Source
from onedoor.dispatch.similar import Similar
from onedoor.dispatch.units import Candidate
from onedoor.geography.atlas import atlas
from onedoor.geography.codes import stem

Kind = Literal["list", "words", "place", "lessons", "similar", "nobody"]


@dataclass(frozen=True)
class Reason:
    """One reason. ``words`` are what the text itself says, to be shown as marks behind the sentence; ``against``: it
    speaks against the proposal and is said all the same."""

    kind: Kind
    text: str
    words: tuple[str, ...] = ()
    against: bool = False


def reasons_of(
    county: str, area: str, item: Item, words: Sequence[str], candidate: Candidate | None, alike: Sequence[Similar]
) -> tuple[Reason, ...]:
    """The reasons of one proposal, the strongest kind first."""
    found = []
    if candidate is None:
        found.append(Reason("nobody", _nobody(county, area, item), against=True))
    else:
        found += _listed(county, area, item, candidate)
        found += _taught(candidate.taught)
    if words:
        found.append(Reason("words", _("说到"), tuple(words[:5])))
    if same := _same(item, candidate, alike):
        found.append(same)
    return tuple(found)


def _nobody(county: str, area: str, item: Item) -> str:
    """Why no unit can be named."""
    entries = catalogue(county).entries.get(item.code, [])
    if town_of(area) == "" and any(entry.unit_id is None or stem(entry.area) != county for entry in entries):
        return _("“%(item)s”归事发地的单位。先定是哪个镇街") % {"item": item}
    return _("职责清单上没有“%(item)s”，也没有办过的先例") % {"item": item}


def _listed(county: str, area: str, item: Item, candidate: Candidate) -> list[Reason]:
    if candidate.listed is None:
        return [Reason("list", _("职责清单上不是它"), against=True)]
    told = _("职责清单：“%(item)s”归%(unit)s") % {"item": item, "unit": candidate.unit.name}
    if candidate.listed.citation:
        told = _("%(told)s（%(citation)s）") % {"told": told, "citation": candidate.listed.citation}
    found = [Reason("list", told)]
    if candidate.listed.local:
        found.append(Reason("place", _("事发地在%(place)s") % {"place": atlas(county).path(area)}))
    return found


def _taught(taught: Taught) -> list[Reason]:
    found = []
    ruled, moved, closed = (taught.right[source] for source in (Source.RULED, Source.REASSIGNED, Source.CLOSED))
    if ruled:
        found.append(
            Reason(
                "lessons", ngettext("近来退单裁定后派给它%(n)d次", "近来退单裁定后派给它%(n)d次", ruled) % {"n": ruled}
            )
        )
    if moved:
        found.append(Reason("lessons", ngettext("近来改派给它%(n)d次", "近来改派给它%(n)d次", moved) % {"n": moved}))
    if closed:
        found.append(Reason("lessons", ngettext("近来办成同类%(n)d件", "近来办成同类%(n)d件", closed) % {"n": closed}))
    if back := taught.wrong[Source.RULED]:
        told = ngettext("近来退单%(n)d次都成立", "近来退单%(n)d次都成立", back) % {"n": back}
        found.append(Reason("lessons", told, against=True))
    if away := taught.wrong[Source.REASSIGNED]:
        told = ngettext("近来从它改派走%(n)d次", "近来从它改派走%(n)d次", away) % {"n": away}
        found.append(Reason("lessons", told, against=True))
    return found


def _same(item: Item, candidate: Candidate | None, alike: Sequence[Similar]) -> Reason | None:
    """How many of the closed cases that read alike were of this item and, where one is known, this unit's."""
    if not alike:
        return None
    units = {"", candidate.unit.code} if candidate else None  # of what was taken in as history, the unit is not known
    same = [one for one in alike if one.item == item.code and (units is None or one.unit in units)]
    told = _("读来最像的%(all)d件办结件里有%(same)d件也这样办") % {"all": len(alike), "same": len(same)}
    return Reason("similar", told, against=not same)
