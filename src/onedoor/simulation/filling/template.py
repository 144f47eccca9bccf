"""A template: a history that was lived through, ready to be copied with other words, elsewhere and later."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import lru_cache
from typing import Any

from django.db import connection

from onedoor.cases.actions.registering import sealed
from onedoor.cases.models import Case, Contact, Report
from onedoor.cases.models.contact import tail_index
from onedoor.core.crypto import blind_index, encrypt
from onedoor.core.privacy import normalised_phone
from onedoor.simulation.filling.kin import Family, Row
from onedoor.simulation.filling.leaves import Place
from onedoor.simulation.filling.numbers import MOST, REFS, Ages, Check, drawn
from onedoor.simulation.filling.pattern import pattern
from onedoor.simulation.filling.rendering import copied, rendering, shifted
from onedoor.simulation.filling.script import Script, Told
from onedoor.simulation.filling.words import Draw, Words
from onedoor.simulation.standings import Turn

_NAME, _PHONE = (f"{Contact._meta.db_table}.{column}" for column in ("name", "phone"))
_REF_HEAD = 12  # county and month, with their hyphens


@dataclass(frozen=True)
class Numbering:
    """How the copies of one filling are numbered: ``salt`` moves their references, ``seed`` draws their words."""

    seed: int
    salt: int


class Kind(Enum):
    """What became of a history: a case is still open, a question was answered on the spot, all was handled."""

    OPEN = "open"
    ANSWERED = "answered"
    HANDLED = "handled"

    @classmethod
    def of(cls, script: Script, family: Family) -> Kind:
        if any(not case.ended for case in family[Case] if isinstance(case, Case)):
            return cls.OPEN
        return cls.ANSWERED if script.course.turn == Turn.ANSWERED else cls.HANDLED


class Template:
    """One history and all its copies. ``cases`` is how many cases it has."""

    def __init__(
        self, script: Script, family: Family, words: Words, shifts: dict[Place, int] | None, ages: Ages
    ) -> None:
        self.script, self.words = script, words
        self.cases = len(family[Case])
        self.kind = Kind.of(script, family)
        self.may_be_late = bool(shifts)
        made = pattern(family, shifts or {})
        if len(made.refs) > REFS:
            raise ValueError(f"{made.refs[0]} has more references than numbering leaves room for")
        self._milliseconds = [each << 22 for each in ages.milliseconds(made.made_at)]
        self._checks = [Check(ref[:_REF_HEAD]) for ref in made.refs]
        self._rendering = rendering(made)
        self._cases = made.cases
        self._times = lru_cache(maxsize=128)(self._times_at)
        self._report, self._contact = Report(), Contact()
        self._report.contact = self._contact

    @property
    def rows(self) -> int:
        """How many rows a copy has."""
        return self._rendering.rows

    def draw(self, serial: int, numbering: Numbering) -> Draw:
        """What the copy of this number tells."""
        return self.words.drawn(serial, seed=numbering.seed, late=self.may_be_late)

    def case_ids(self, serial: int) -> list[int]:
        """The identifiers of the cases of the copy of this number."""
        return [self._milliseconds[number] | serial % MOST for number in self._cases]

    def references(self, serial: int, numbering: Numbering) -> list[str]:
        """The references of the copy of this number."""
        return [
            check.reference(drawn(serial, number, salt=numbering.salt)) for number, check in enumerate(self._checks)
        ]

    def texts(self, serial: int, numbering: Numbering, *, place: int) -> Iterable[tuple[type[Row], str]]:
        """The rows of a copy as COPY reads them, by table."""
        slots = self._slots(serial, numbering, place)
        for model, (text, pick) in self._rendering.texts:
            yield model, text % pick(slots)

    def tuples(
        self, serial: int, numbering: Numbering, *, place: int
    ) -> Iterable[tuple[type[Row], list[tuple[Any, ...]]]]:
        """The rows of a copy as parameters of a statement, by table."""
        slots = [*self._slots(serial, numbering, place), *self._rendering.constants]
        for model, picks in self._rendering.tuples:
            yield model, [pick(slots) for pick in picks]

    def _slots(self, serial: int, numbering: Numbering, place: int) -> list[Any]:
        draw = self.draw(serial, numbering)
        own = serial % MOST
        slots: list[Any] = [high | own for high in self._milliseconds]
        slots += self.references(serial, numbering)
        told = [self._told(words) | {"area": draw.area} for words in draw.told]
        slots += [told[hole.first][hole.second] for hole in self._rendering.told]
        slots += self._times(draw.late)
        slots.append(place)
        return self._rendering.slots(slots)

    def _told(self, told: Told) -> dict[str, Any]:
        """What a report and its contact store of the words."""
        report, contact = self._report, self._contact
        report.title, report.text, report.place = told.title, told.text, told.place
        contact.name, contact.phone = told.name, told.phone
        salt = secrets.token_bytes(16)
        report.salt = salt
        return {
            "title": told.title,
            "text": told.text,
            "place": told.place,
            "lon": told.lon,
            "lat": told.lat,
            "salt": _stored(salt),
            "sealed": sealed(report),
            "sealed name": _stored(encrypt(told.name, context=_NAME)),
            "sealed phone": _stored(encrypt(told.phone, context=_PHONE)),
            "phone_index": blind_index(normalised_phone(told.phone), purpose="phone"),
            "tail_index": tail_index(told.phone),
        }

    def _times_at(self, late: int) -> list[Any]:
        return [shifted(hole, timedelta(seconds=late)) for hole in self._rendering.times]


def _stored(value: bytes) -> Any:
    return copied(value) if connection.vendor == "postgresql" else value
