"""What the centre can answer before anybody has to report (常见问题): the entries that residents may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from onedoor.catalogue.finding import listed_public
from onedoor.catalogue.knowing import found_public
from onedoor.catalogue.models import Knowledge


@dataclass(frozen=True)
class Known:
    """An answer in the words of the centre: ``source`` is whose word it is, ``basis`` the law it rests on."""

    title: str
    text: str
    source: str
    basis: str


def asked(county: str, words: str, *, now: datetime, most: int = 20) -> list[Known]:
    """What answers a question, the closest first; with no question everything there is, up to ``most``."""
    return [_known(one.entry) for one in listed_public(county, asked=words, at=now)[:most]]


def likely(county: str, text: str, *, now: datetime, most: int = 2) -> list[Known]:
    """What may already answer a report that is being written. Beside it, never in its way."""
    return [_known(one.entry) for one in found_public(county, text, on=localdate(now), most=most)]


def _known(entry: Knowledge) -> Known:
    return Known(entry.title, entry.text, entry.unit.name if entry.unit else "", entry.citation)
