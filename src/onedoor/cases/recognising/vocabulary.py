"""The words of one county that a text is searched for, made once and kept while atlas and catalogue stay the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onedoor.cases.recognising.lexicon import Lexicon
from onedoor.cases.recognising.places import named
from onedoor.catalogue.alarms import Bell
from onedoor.catalogue.queries import Catalogue, catalogue
from onedoor.geography.atlas import Atlas, Place, atlas


@dataclass(frozen=True)
class Vocabulary:
    """Areas and items by their words, and what rings where somebody may be in danger."""

    areas: Lexicon[tuple[str, ...]]
    places: Mapping[str, Place]
    items: Lexicon[str]
    bell: Bell


_kept: dict[str, tuple[Atlas, Catalogue, Vocabulary]] = {}


def vocabulary(county: str) -> Vocabulary:
    """What a text of this county is searched for."""
    land, goods = atlas(county), catalogue(county)
    kept = _kept.get(county)
    if kept is None or kept[0] is not land or kept[1] is not goods:
        kept = (land, goods, _made(land, goods))
        _kept[county] = kept
    return kept[2]


def _made(land: Atlas, goods: Catalogue) -> Vocabulary:
    items: dict[str, str] = {}
    for item in goods.items.values():
        for word in (*item.words, item.name):
            if item.parent:  # one level down: what a case can be given
                items.setdefault(word, item.code)
    return Vocabulary(named(land.places), land.places, Lexicon(items), goods.bell)
