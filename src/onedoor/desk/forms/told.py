"""What a form of registration said, once each of its fields was read: what does not go together, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.cases.actions.registering import Incoming
from onedoor.cases.actions.taking import Prompted
from onedoor.cases.models.choices import Kind, Nature
from onedoor.cases.models.report import Channel
from onedoor.catalogue.queries import emergencies_in

TRANSFERRED, CALM = "transferred", "calm"

_OF_A_REPORT = frozenset(field.name for field in fields(Incoming))


@dataclass(frozen=True)
class Told:
    """The ``values`` of the fields that could be read. ``said``: the text as it was sent; ``answers``: sent by the
    button that answers on the spot and ends it."""

    values: Mapping[str, Any]
    said: str
    county: str
    answers: bool

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What does not go together: a field, and the sentence that says what to do."""
        told = self.values
        if told.get("accused") and told.get("nature") != Nature.INFORM:
            yield "accused", _("只有举报才填被反映的单位。请把“是哪一类”改为举报，或者不选单位。")
        for name in ("upstream_no", "upstream_by"):
            if told.get(name) and told.get("channel") != Channel.UPPER:
                yield name, _("只有上级交办的才填。请把“怎么来的”改为上级，或者清空。")
        if self.answers:
            yield from self._must_answer()
        yield from self._must_prompt()

    def _must_answer(self) -> Iterator[tuple[str, str]]:
        told = self.values
        if not told.get("reply", "").strip():
            yield "reply", _("请写下怎么答复的，再点“当场答复并办结”。")
        if told.get("nature") != Nature.DEMAND or told.get("kind") not in ("", Kind.CONSULT):
            yield "kind", _("只有咨询可以当场答复结束。其他来件请点“登记”，转分派岗办理。")

    def _must_prompt(self) -> Iterator[tuple[str, str]]:
        """Whoever put somebody through says to whom; whoever did not says why (A-116)."""
        told = self.values
        if told.get("emergency") == TRANSFERRED:
            if not told.get("emergency_service"):
                yield "emergency_service", _("请选择转给谁：110、119、120或122。")
            if not told.get("emergency_by", "").strip():
                yield "emergency_by", _("请记下是谁接的。")
        elif told.get("emergency") == CALM and self.heard and not told.get("emergency_why", "").strip():
            yield "emergency_why", _("请写明为什么不是紧急。")

    @property
    def heard(self) -> list[tuple[str, str, int]]:
        """The emergency words of the text."""
        return emergencies_in(self.county, self.said)

    @property
    def incoming(self) -> Incoming:
        """What somebody told us; for a form of which nothing is to complain."""
        return Incoming(**{name: value for name, value in self.values.items() if name in _OF_A_REPORT})

    @property
    def prompted(self) -> Prompted | None:
        """How it answers whether somebody is in danger; None where it does not."""
        told = self.values
        if told["emergency"] == TRANSFERRED:
            at = told["emergency_at"] or timezone.localtime().time()
            note = _("%(at)s转接，%(by)s接") % {"at": f"{at:%H:%M}", "by": told["emergency_by"].strip()}
            return Prompted(told["emergency_service"], note)
        return Prompted("", told["emergency_why"].strip()) if told["emergency"] == CALM else None

    @property
    def answer_text(self) -> str:
        """The answer on the spot, where the button for it was pressed."""
        return str(self.values["reply"]) if self.answers else ""
