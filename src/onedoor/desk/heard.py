"""What is shown beside a registration while it is written: everything the words so far lead to, read only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from onedoor.cases.likely import Alike, alike
from onedoor.cases.models import Case
from onedoor.cases.models.choices import Kind, Nature, People
from onedoor.cases.queries import found_by_phone
from onedoor.cases.recognising import Reading, Span, recognise, vocabulary
from onedoor.catalogue.knowing import Known, found
from onedoor.catalogue.models import EmergencyLine
from onedoor.catalogue.models.safety_word import Sign
from onedoor.catalogue.queries import catalogue
from onedoor.desk.places import Ground, ground
from onedoor.dispatch.proposing import About, Advised, Proposal, advise
from onedoor.geography.atlas import atlas
from onedoor.geography.codes import stem
from onedoor.geography.drawing import drawn
from onedoor.organisation.actor import Actor

Values = Mapping[str, str | list[str]]

_UNTOUCHED = {"nature": Nature.DEMAND.value}
"""What a field holds before anybody chose: that may be replaced."""
_MAP = (480, 300)
_LONG_ENOUGH = 6


@dataclass(frozen=True)
class Chip:
    """Something recognised that a person may take over: into which fields, and how it is called. ``taken``: the form
    says so already. ``kept``: somebody wrote something else there, which stays. ``alone``: one of several readings, so
    never taken with all the others."""

    kind: str
    label: str
    fields: dict[str, str]
    taken: bool
    kept: bool
    alone: bool = False

    @property
    def offered(self) -> bool:
        return not self.taken and not self.kept

    @property
    def json(self) -> str:
        return json.dumps(self.fields, ensure_ascii=False)


@dataclass(frozen=True)
class Suggestion:
    """An item the words may be about, with the likeliest unit for it; ``others`` are the units it may also go to,
    ``chip`` takes the item over. ``first``: it stands as first choice."""

    proposal: Proposal
    others: tuple[str, ...]
    chip: Chip
    first: bool


@dataclass(frozen=True)
class Emergency:
    """The number that the words call for, and the words."""

    line: str
    name: str
    words: tuple[str, ...]


class Heard:
    """The text and fields of a form as far as they are written, and what they lead to. Nothing is read twice."""

    def __init__(self, values: Values, *, actor: Actor, now: datetime) -> None:
        self.values = {name: value for name, value in values.items() if isinstance(value, str)}
        self.actor, self.county, self.now = actor, actor.county, now
        self.text = self._get("text").replace("\r\n", "\n")
        self.touched = frozenset(self._get("touched").split(","))

    def _get(self, name: str) -> str:
        return self.values.get(name, "")

    @cached_property
    def reading(self) -> Reading:
        return recognise(self.text, vocabulary(self.county))

    @property
    def marked(self) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with the kind of what it is, empty for the rest."""
        place = 0
        for span in self.reading.marks:
            yield self.text[place : span.start], ""
            yield self.text[span.start : span.end], span.kind
            place = span.end
        yield self.text[place:], ""

    @cached_property
    def emergencies(self) -> list[Emergency]:
        """The numbers the words call for, in the order of the text."""
        lines: dict[str, list[str]] = {}
        for span in self.reading.of("emergency"):
            lines.setdefault(span.value, []).append(span.words)
        names = dict(EmergencyLine.choices)
        return [Emergency(line, str(names[line]), tuple(dict.fromkeys(said))) for line, said in lines.items()]

    def _signs(self, *signs: Sign) -> tuple[str, ...]:
        return tuple(dict.fromkeys(span.words for span in self.reading.of("safety") if span.value in signs))

    @property
    def unsafe(self) -> tuple[str, ...]:
        """The words that may be signs of violence, crime or a child at risk."""
        return self._signs(Sign.VIOLENCE, Sign.CRIME, Sign.CHILD)

    @property
    def despairing(self) -> tuple[str, ...]:
        """The words of somebody who may harm themselves."""
        return self._signs(Sign.SELF_HARM)

    @cached_property
    def chips(self) -> list[Chip]:
        """What can be taken over, in the order of the form."""
        return [*self._places(), *self._plain("phone", _("电话")), *self._plain("person", _("称呼")), *self._classes()]

    def _places(self) -> Iterator[Chip]:
        spans = self.reading.of("place")
        if not spans:
            return
        span = max(spans, key=lambda one: (bool(one.areas), one.end - one.start))
        places = atlas(self.county)
        if len(span.areas) < 2:
            area = {"area": span.areas[0]} if span.areas else {}
            yield self._chip("place", span.words, {"place": span.words} | area)
            return
        for code in span.areas:
            yield self._chip(
                "place", f"{span.words}（{places.path(code)}）", {"place": span.words, "area": code}, alone=True
            )

    def _plain(self, kind: str, label: str) -> Iterator[Chip]:
        field = {"person": "name"}.get(kind, kind)
        spans = self.reading.of(kind)
        if spans:
            yield self._chip(
                kind, _("%(label)s：%(value)s") % {"label": label, "value": spans[0].value}, {field: spans[0].value}
            )

    def _classes(self) -> Iterator[Chip]:
        if self.advised and self.advised.model:
            for suggestion in self.suggestions[:1]:
                yield suggestion.chip
        elif code := self._item_by_words():
            yield self._item_chip(code)
        for kind, labels in (("nature", Nature), ("kind", Kind), ("people", People)):
            for span in self.reading.of(kind)[:1]:
                yield self._chip(kind, str(labels(span.value).label), {kind: span.value})

    def _item_by_words(self) -> str:
        """The item whose words stand in the text: what is left where no model reads it."""
        goods = catalogue(self.county).items
        weight: Counter[str] = Counter()
        for span in self.reading.of("item"):  # a word of the item's own name says more: 漏水 rather than 楼上
            weight[span.value] += len(span.words) + (span.words in goods[span.value].name)
        return max(sorted(weight), key=lambda one: weight[one], default="")

    def _item_chip(self, code: str, *, alone: bool = False) -> Chip:
        item = catalogue(self.county).items[code]
        return self._chip("item", _("事项：%(item)s") % {"item": item}, {"item": code}, alone=alone)

    @cached_property
    def advised(self) -> Advised | None:
        """What the system proposes for the words so far; nothing for what is told in confidence."""
        told_in_confidence = self._get("nature") == Nature.INFORM or self._get("confidential")
        if told_in_confidence or len(self.text.strip()) < _LONG_ENOUGH:
            return None
        about = About(
            self.text, self.area or f"{self.county}000000", urgency=self._get("urgency"), examples=False
        )  # fmt: skip
        return advise(self.actor, about, at=self.now)

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """The items among the proposals, the likeliest first."""
        if self.advised is None:
            return []
        by_item: dict[str, list[Proposal]] = {}
        for one in self.advised.proposals:
            by_item.setdefault(one.item.code, []).append(one)
        first = self.advised.first
        return [
            Suggestion(
                found[0], tuple(one.unit.name for one in found[1:] if one.unit),
                self._item_chip(code, alone=found[0] is not first), found[0] is first,
            )
            for code, found in by_item.items()
        ]  # fmt: skip

    def _chip(self, kind: str, label: str, fields: dict[str, str], *, alone: bool = False) -> Chip:
        taken = all(self._get(name) == value for name, value in fields.items())
        kept = not taken and any(self._holds(name, value) for name, value in fields.items())
        return Chip(kind, label, fields, taken, kept, alone)

    def _holds(self, name: str, value: str) -> bool:
        """Whether somebody wrote something else there."""
        here = self._get(name)
        empty = here in ("", _UNTOUCHED.get(name, ""), f"{self.county}000000" if name == "area" else "")
        return here != value and (not empty or (name in self.touched and bool(here)))

    @property
    def mentioned(self) -> list[Span]:
        """What was recognised and has no field of its own: sums, days, organisations."""
        kinds = ("organisation", "amount", "date")
        return [span for span in self.reading.marks if span.kind in kinds][:6]

    @cached_property
    def area(self) -> str:
        """Where it is, as far as the form says, else as far as the words alone say."""
        chosen = self._get("area")
        if chosen and chosen != f"{self.county}000000":
            return chosen
        codes = next((span.areas for span in self.reading.of("place") if len(span.areas) == 1), ())
        return codes[0] if codes else ""

    @property
    def ground(self) -> Ground | None:
        """Who is there: grid, village, its unit and posts."""
        return ground(self.county, self.area, at=self.now) if self.area else None

    @property
    def map(self) -> SafeString:
        """The villages of the town or the grids of the village, the chosen one marked; each picks itself."""
        places = atlas(self.county)
        code = self.area if places.known(self.area) else f"{self.county}000000"
        shown = code if len(stem(code)) < 12 else code[:9] + "000"
        address = reverse("desk:register")
        token = self._get("token")
        return drawn(
            places, shown, size=_MAP, chosen=code, link=lambda area: f"{address}?draft={token}&area={area}"
        )  # fmt: skip

    @property
    def item(self) -> str:
        if chosen := self._get("item"):
            return chosen
        return next((chip.fields["item"] for chip in self.chips if chip.kind == "item"), "")

    @cached_property
    def earlier(self) -> list[Case]:
        """Earlier cases of this phone that the actor may see, the open ones first. None is weighed or marked."""
        phone = self._get("phone") or next((span.value for span in self.reading.of("phone")), "")
        if not phone or self._get("anonymous"):
            return []
        return sorted(found_by_phone(self.actor, phone), key=lambda case: case.ended)[:5]

    @cached_property
    def alike(self) -> list[Alike]:
        """Open cases that may be the same."""
        place = self._get("place") or next((chip.fields["place"] for chip in self.chips if chip.kind == "place"), "")
        if len(self.text) < _LONG_ENOUGH or not (place or self.area):
            return []
        bare = place
        for code in (self.area[:9] + "000", self.area[:12]):
            bare = bare.removeprefix(atlas(self.county).name(code)) if self.area else bare
        known = {case.pk for case in self.earlier}
        found_alike = alike(
            self.actor, text=self.text, place=bare or place, area=self.area, item=self.item, at=self.now
        )  # fmt: skip
        return [one for one in found_alike if one.case.pk not in known]

    @cached_property
    def known(self) -> list[Known]:
        """What the knowledge base says to it."""
        today = timezone.localdate(self.now)
        return found(self.county, self.text, item=self.item, on=today, most=3) if self.text.strip() else []

    def accepted(self, number: str) -> dict[str, str]:
        """The fields of one chip by its place in the list, of a suggestion by ``item:`` and its code, or of all that
        stand alone by ``all``; nothing for a chip that would write over something."""
        if number == "all":
            return {name: value for chip in self.chips if chip.offered and not chip.alone
                    for name, value in chip.fields.items()}  # fmt: skip
        chips = {str(place): chip for place, chip in enumerate(self.chips)}
        chips |= {f"item:{one.proposal.item.code}": one.chip for one in self.suggestions}
        chip = chips.get(number)
        return chip.fields if chip and chip.offered else {}
