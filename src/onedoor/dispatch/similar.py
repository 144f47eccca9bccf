"""Closed cases that read like this one, among what somebody may see: examples, with names hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from onedoor.cases.nearest import Near, nearest
from onedoor.dispatch.model.masking import masked
from onedoor.organisation.actor import Actor

MOST = 3
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Similar:
    """A closed case that reads alike: its reference, its title with names hidden, item and unit as codes, how many days
    it took, and the words both texts have."""

    ref: str
    title: str
    item: str
    unit: str
    unit_name: str
    days: int
    words: tuple[str, ...]


def similar(actor: Actor, text: str, *, words: Sequence[str], at: datetime) -> list[Similar]:
    """The three closed cases that read most alike. ``words`` are what weighed in the text, the weightiest first."""
    return [_shown(one) for one in nearest(actor, text, words=words, at=at, most=MOST)]


def _shown(near: Near) -> Similar:
    case = near.case
    took = (case.closed_at or case.registered_at) - case.registered_at
    return Similar(
        ref=case.ref, title=masked(case.title), item=case.item.code if case.item else "", unit=case.lead_code,
        unit_name=case.lead.name if case.lead else "", days=max(1, -(-took // _DAY)), words=near.words,
    )  # fmt: skip
