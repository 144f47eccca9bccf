"""The family of a case: every table with rows of one, found from the models, so that later tables are taken along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from onedoor.cases.models import Case

LEFT_OUT: Mapping[str, str] = {
    "cases.Attachment": "its bytes lie beside the store, under a name that belongs to one row",
    "core.Chain": "the head of a subject that is no case",
    "core.SearchEntry": "made anew from what was filled (onedoor.cases.indexing)",
    "hall.Invitation": "of a talk",
    "hall.Talk": "a talk belongs to one morning of the hall",
    "hall.Ticket": "a number is given once in a day",
    "work.BatchLine": "a batch is one member's, whatever it was about",
}
"""Tables that point at cases and are not filled, and why. A template is never about rows of these."""

Row = models.Model
Family = Mapping[type[Row], Sequence[Row]]
"""By table, in the order they can be written, the rows of one family in the order they were made."""

_PAGE = 500


@cache
def tables() -> tuple[type[Row], ...]:
    """Every table of the family, whatever others point at first: those with a path of foreign keys to the case, and
    those that name a subject."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("onedoor.")]
    kin: list[type[Row]] = [Case]
    found = True
    while found:
        found = False
        for model in ours:
            if model not in kin and model._meta.label not in LEFT_OUT and _is_kin(model, kin):
                kin.append(model)
                found = True
    return tuple(_in_order(kin))


def links(model: type[Row], kin: Iterable[type[Row]]) -> dict[str, type[Row]]:
    """The foreign keys of a table to these tables, by their column's name on a row."""
    known = set(kin)
    return {
        field.attname: field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in known
    }


def names_subject(model: type[Row]) -> bool:
    """Whether its rows say what they are about as ``kind:name``."""
    return any(field.name == "subject" for field in model._meta.concrete_fields)


def _is_kin(model: type[Row], kin: Sequence[type[Row]]) -> bool:
    return names_subject(model) or bool(links(model, kin))


def _in_order(kin: list[type[Row]]) -> list[type[Row]]:
    """Each after those it points at."""
    waiting, ordered = list(kin), list[type[Row]]()
    while waiting:
        free = [model for model in waiting if not set(links(model, waiting).values()) - {model}]
        ordered += free
        waiting = [model for model in waiting if model not in free]
    return ordered


def families(groups: Sequence[Sequence[str]], *, county: str) -> list[Family]:
    """The families of these groups of references, one for each group. Reads only."""
    owner = {f"case:{ref}": number for number, group in enumerate(groups) for ref in group}
    found: list[dict[type[Row], list[Row]]] = [{model: [] for model in tables()} for _ in groups]
    of_row: dict[tuple[type[Row], Any], int] = {}
    for model in tables():
        for row in _rows(model, county, list(owner), of_row):
            number = _owner(row, model, owner, of_row)
            found[number][model].append(row)
            of_row[model, row.pk] = number
    return list(found)


def _rows(
    model: type[Row], county: str, subjects: Sequence[str], of_row: Mapping[tuple[type[Row], Any], int]
) -> list[Row]:
    rows: dict[Any, Row] = {}
    if model is Case:
        wanted: dict[str, list[Any]] = {"ref": [subject.removeprefix("case:") for subject in subjects]}
    else:
        known: defaultdict[type[Row], list[Any]] = defaultdict(list)
        for kind, pk in of_row:
            known[kind].append(pk)
        wanted = {column: known[kind] for column, kind in links(model, tables()).items()}
        if names_subject(model):
            wanted["subject"] = list(subjects)
    for column, values in wanted.items():
        for start in range(0, len(values), _PAGE):
            here = Q(county=county) & Q(**{f"{column}__in": values[start : start + _PAGE]})
            rows.update({row.pk: row for row in model._default_manager.filter(here)})
    return [rows[pk] for pk in sorted(rows)]


def _owner(row: Row, model: type[Row], owner: Mapping[str, int], of_row: Mapping[tuple[type[Row], Any], int]) -> int:
    subject: str = getattr(row, "subject", "")
    if subject in owner:
        return owner[subject]
    numbers = {of_row.get((kind, getattr(row, column))) for column, kind in links(model, tables()).items()}
    return next(number for number in numbers if number is not None)
