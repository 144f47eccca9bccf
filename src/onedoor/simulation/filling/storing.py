"""Write the rows of many copies: by COPY to PostgreSQL, by one statement for each table to SQLite. Every constraint,
index and trigger of the store is at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection, models, transaction

from onedoor.cases.models import Case
from onedoor.core.models import Happening
from onedoor.simulation.filling.kin import Row, tables
from onedoor.simulation.filling.leaves import columns
from onedoor.simulation.filling.numbers import MOST
from onedoor.simulation.filling.template import Numbering, Template

Copies = Sequence[tuple[Template, int]]
"""Templates, each with the number of the copy."""


@transaction.atomic
def write(copies: Copies, numbering: Numbering, *, county: str) -> Counter[str]:
    """Write these copies, all or none. Returns how many rows each table got."""
    place = _place()
    free = _free(copies, numbering, county)
    if connection.vendor == "postgresql":
        return _copy(free, numbering, place)
    return _insert(free, numbering, place)


def _free(copies: Copies, numbering: Numbering, county: str) -> Copies:
    """The copies under numbers whose references nobody has yet."""
    by_ref = {ref: number for number, (each, serial) in enumerate(copies) for ref in each.references(serial, numbering)}
    taken = Case.objects.filter(county=county, ref__in=list(by_ref)).values_list("ref", flat=True)
    moved = {by_ref[ref] for ref in taken}
    return [(each, serial + MOST * (number in moved)) for number, (each, serial) in enumerate(copies)]


def _place() -> int:
    """Where the lines of this transaction come in the order of the record."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT onedoor_place()")
        else:
            cursor.execute(f"SELECT coalesce(max(place), 0) + 1 FROM {Happening._meta.db_table}")
        return int(cursor.fetchone()[0])


def _copy(copies: Copies, numbering: Numbering, place: int) -> Counter[str]:
    found: dict[type[Row], list[str]] = {model: [] for model in tables()}
    for template, serial in copies:
        for model, text in template.texts(serial, numbering, place=place):
            found[model].append(text)
    counts: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for model, texts in found.items():
            if texts:
                whole = "".join(texts)
                counts[model._meta.label] = whole.count("\n")
                with connection.wrap_database_errors, cursor.copy(f"COPY {_named(model)} FROM STDIN") as copy:
                    copy.write(whole)
    return counts


def _insert(copies: Copies, numbering: Numbering, place: int) -> Counter[str]:
    found: dict[type[Row], list[tuple[Any, ...]]] = {model: [] for model in tables()}
    for template, serial in copies:
        for model, rows in template.tuples(serial, numbering, place=place):
            found[model] += rows
    with connection.cursor() as cursor:
        for model, rows in found.items():
            marks = ", ".join("%s" for _ in columns(model))
            cursor.executemany(f"INSERT INTO {_named(model)} VALUES ({marks})", rows)
    return Counter({model._meta.label: len(rows) for model, rows in found.items() if rows})


def _named(model: type[models.Model]) -> str:
    """The table with its columns."""
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in columns(model))})"
