"""A family as its single values, each under its place, with what differs between any two histories named alike: which
row an identifier means, which case a reference. What is drawn (salts, hashes) is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from onedoor.cases.models import Case
from onedoor.core.models import Chained, Delivery, Happening
from onedoor.simulation.filling.kin import Family, Row

Place = tuple[str | int, ...]
"""Table, which of its rows in the family, column, and the way inside a JSON value."""

REF = re.compile(r"\d{6}-\d{4}-\d{8}-\d")
_NUMBER = re.compile(r"\d{10,19}")
_DRAWN = {("Happening", "hash"), ("Happening", "previous"), ("Happening", "recorded_at")}
_SEALS = ("sealed", "words")


class Names:
    """What the identifiers and references of one family are called in any of its copies."""

    def __init__(self, family: Family) -> None:
        self.ids: dict[int, str] = {}
        for model, rows in family.items():
            for number, row in enumerate(rows):
                if model is not Delivery:
                    self.ids[row.pk] = f"<{model.__name__} {number}>"
        self.refs = {ref: f"<ref {number}>" for number, ref in enumerate(references(family))}

    def plain(self, text: str) -> str:
        """The text with references and identifiers by their names."""
        text = REF.sub(lambda found: self.refs.get(found[0], found[0]), text)
        return _NUMBER.sub(lambda found: self.ids.get(int(found[0]), found[0]), text)


def references(family: Family) -> list[str]:
    """The references that belong to the family: its cases', then those of its orders, each in the order of making."""
    own = [row.ref for row in family[Case] if isinstance(row, Case)]
    others = (getattr(row, "number", "") for rows in family.values() for row in rows)
    return [*own, *(number for number in others if isinstance(number, str) and REF.fullmatch(number))]


def columns(model: type[Row]) -> Iterator[models.Field[Any, Any]]:
    """The columns that somebody gives a value."""
    return (field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))


def drawn(model: type[Row], field: models.Field[Any, Any]) -> bool:
    """Whether a column is drawn, counted or chained, and never the same twice."""
    if isinstance(field, models.BigIntegerField) and field.name == "place":
        return True
    chained = issubclass(model, Chained) and field.name == "chain_head"
    return chained or field.name == "salt" or (model.__name__, field.name) in _DRAWN


def leaves(family: Family) -> dict[Place, Any]:
    """Every value of the family by its place."""
    names = Names(family)
    found: dict[Place, Any] = {}
    for model, rows in family.items():
        for number, row in enumerate(rows):
            for field in columns(model):
                if not drawn(model, field):
                    value = getattr(row, field.attname)
                    found.update(_inside((model.__name__, number, field.name), value, names, model is Happening))
    return found


def _inside(place: Place, value: Any, names: Names, sealed: bool) -> Iterator[tuple[Place, Any]]:
    if isinstance(value, Mapping):
        yield place, sorted(names.plain(key) for key in value)
        for key, part in value.items():
            if not (sealed and key in _SEALS):
                yield from _inside((*place, names.plain(key)), part, names, False)
    elif isinstance(value, list | tuple):
        yield place, len(value)
        for number, part in enumerate(value):
            yield from _inside((*place, number), part, names, False)
    elif isinstance(value, str):
        yield place, names.plain(value)
    elif type(value) is int:
        yield place, names.ids.get(value, value)
    elif isinstance(value, bytes | memoryview):
        yield place, bytes(value)
    else:
        yield place, value


def moment(value: Any) -> datetime | None:
    """The value as a moment, where it is one or tells one in full."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or len(value) < 19 or value[10:11] != "T":
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else None


def shifts(first: Family, second: Family, late: timedelta) -> dict[Place, int] | None:
    """By how many hundredths of ``late`` each moment of the second lies behind the first's, for those that do.

    None where the second differs in anything else: what happens there depends on the hour.
    """
    told, again = leaves(first), leaves(second)
    if told.keys() != again.keys():
        return None
    found: dict[Place, int] = {}
    for place, value in told.items():
        if value == again[place]:
            continue
        before, after = moment(value), moment(again[place])
        if before is None or after is None:
            return None
        hundredths, rest = divmod((after - before) * 100, late)
        if rest or not 0 < hundredths <= 100:
            return None
        found[place] = hundredths
    return found


def differences(first: Family, second: Family) -> Sequence[str]:
    """Where two families are not the same, one sentence each."""
    told, again = leaves(first), leaves(second)
    return [
        f"{' '.join(map(str, place))}: {told.get(place)!r} is not {again.get(place)!r}"
        for place in sorted(told.keys() | again.keys(), key=str)
        if told.get(place, ...) != again.get(place, ...)
    ]
