"""Steps before which proposals stand (派单建议): what is proposed, and what taking one fills in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.http import QueryDict

from onedoor.cases.actions.dispatching import RUNGS
from onedoor.cases.models.assignment import Role
from onedoor.desk.forms.base import StepForm
from onedoor.dispatch.offering import Offer, Offered, unsealed
from onedoor.dispatch.proposing import About, Advised, Proposal, advise
from onedoor.dispatch.similar import Similar
from onedoor.geography.atlas import atlas
from onedoor.organisation.queries import directory

Fields = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Card:
    """One proposal as it stands on the page. ``number`` is its key, ``due`` by when the whole case must be solved,
    ``fields`` what taking it fills in (nothing: it is only to look at). ``first``: it stands as first choice.
    ``taken``: the form says so already. ``whole``: it can be taken with one press, this step and the next."""

    number: int
    proposal: Proposal
    due: datetime | None
    fields: Fields
    first: bool
    taken: bool
    whole: bool

    @property
    def json(self) -> str:
        return json.dumps(self.fields, ensure_ascii=False)


@dataclass(frozen=True)
class Example:
    """A closed case that reads alike; ``number`` is the proposal that would do the same, 0 for none."""

    case: Similar
    number: int


class AdvisedForm(StepForm):
    """A step at which proposals stand before whoever takes it. ``chooses``: one of them may stand as first choice;
    ``decides_item``: what kind of matter it is, is decided here. ``considered``: the item that somebody wants to see
    proposals for, where it is another than the case has."""

    chooses: ClassVar[bool] = True
    decides_item: ClassVar[bool] = False
    considered: str = ""

    def filled_by(self, offer: Offer) -> dict[str, str | list[str]]:
        """The fields that taking a proposal fills in; none where there is nothing to take."""
        raise NotImplementedError

    def placed(self, offer: Offer) -> bool:
        """Whether a proposal can be taken whole here, this step and the next."""
        return False

    @cached_property
    def advised(self) -> Advised:
        """What is proposed, for what the form says now."""
        return advise(self.dossier.actor, self.question, at=self.dossier.now)

    @property
    def question(self) -> About:
        """What is asked about: what this actor may read, as far as it is decided. Of what is secret that is the
        summary."""
        case, dossier = self.case, self.dossier
        sealed = case.secret or not dossier.sight.originals
        text = case.summary if sealed else "".join(report.text for report in dossier.reports[:1])
        return About(
            text=text, area=self._area, item=self.considered or (case.item.code if case.item else ""),
            colour=case.colour, urgency=case.urgency, ref=case.ref, secret=sealed, accused=case.accused_id,
            not_to=self.never, examples=False,
        )  # fmt: skip

    @property
    def never(self) -> frozenset[int]:
        """The units to which the case cannot be given now: those that were right to send it back, and those below the
        rung it was raised to."""
        returned = {
            one.unit_id for one in self.dossier.assignments if one.role == Role.LEAD and one.outcome == "upheld"
        }
        if self.case.level not in RUNGS:
            return frozenset(returned)
        below = RUNGS[: RUNGS.index(self.case.level)]
        return frozenset(
            returned | {unit.pk for unit in directory(self.case.county).by_id.values() if unit.level in below}
        )

    @property
    def _area(self) -> str:
        told = self._said("area", self.case.area)
        return told if atlas(self.case.county).known(told) else self.case.area

    def _said(self, field: str, otherwise: str) -> str:
        return str(self[field].value() or "") if field in self.fields else otherwise

    @cached_property
    def cards(self) -> list[Card]:
        pairs = zip(self.advised.offered.offers, self.advised.proposals, strict=True)
        return [self._card(number, offer, proposal) for number, (offer, proposal) in enumerate(pairs, 1)]

    def _card(self, number: int, offer: Offer, proposal: Proposal) -> Card:
        fields = self.filled_by(offer)
        return Card(
            number, proposal, self.case.solve_by or (proposal.limit.due if proposal.limit else None), fields,
            first=self.chooses and proposal is self.advised.first,
            taken=bool(fields) and all(self._holds(name, value) for name, value in fields.items()),
            whole=self.placed(offer),
        )  # fmt: skip

    def _holds(self, name: str, value: str | list[str]) -> bool:
        here = self[name].value()
        return sorted(here or []) == sorted(value) if isinstance(value, list) else str(here or "") == value

    @property
    def confident(self) -> bool:
        """Whether one of the cards stands as first choice."""
        return any(card.first for card in self.cards)

    def examples(self) -> list[Example]:
        """Up to three closed cases that read alike; asks the store for them."""
        known = advise(self.dossier.actor, replace(self.question, examples=True), at=self.dossier.now)
        alike = {
            (one.item.code, one.unit.code): number
            for number, one in reversed([*enumerate(known.proposals, 1)])
            if one.unit
        }
        return [Example(one, alike.get((one.item, one.unit), 0)) for one in known.similar]

    @property
    def offered(self) -> Offered | None:
        """What stood before whoever sends the form, by its seal; None where nothing did, and for what is not ours."""
        return unsealed(str(self.data.get("offered", "")), ref=self.case.ref)


def pressed(post: QueryDict, *, ref: str) -> Offer | None:
    """The proposal whose button was pressed, of those that stood before whoever sends a form about this case."""
    number, offered = post.get("take") or post.get("place") or "", unsealed(post.get("offered", ""), ref=ref)
    offers = dict(enumerate(offered.offers, 1)) if offered else {}
    return offers.get(int(number)) if number.isdecimal() and len(number) < 4 else None
