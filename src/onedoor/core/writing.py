"""Write rows of several tables in one statement.

A registration is seven rows in six tables. Written one by one they cost seven round trips and seven plans; as one
statement with data-modifying WITH clauses they cost one (docs/adr/0004). Foreign keys are checked at its end. Hundreds
of rows go to PostgreSQL by COPY: parsing and planning that many parameters would cost more than the writing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import psycopg
from django.db import connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from onedoor.core.chain import Written

_MOST_PARAMETERS = 30_000  # of one statement, in SQLite
_STRAIGHT = (
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.FloatField,
    models.ForeignKey,
    models.IntegerField,
    models.TextField,
)
_AS_IT_IS = {"postgresql": (str, bool, datetime), "sqlite": (str,)}
"""What the driver takes without a hint: everything but numbers, whose type it would guess from each value."""
_BULK = 100  # rows of one table, from which COPY is cheaper

Groups = Mapping[type[models.Model], Sequence[models.Model]]
Made = tuple[tuple[int, str], ...]
"""The places of a row that the store fills in, each with its SQL."""
Shapes = tuple[tuple[type[models.Model], tuple[Made, ...]], ...]


class Shape(NamedTuple):
    """How a model is written: its table with its columns, a row's values in that order (from what it holds, which a
    new row holds complete), and what their fields do.

    ``odd`` are the places of fields that store something else than they hold (JSON, encrypted); the others only give
    the driver hints for parameters, which COPY does without. ``whole`` has the hint of each place that holds whole
    numbers, None elsewhere.
    """

    table: str
    values: Callable[[dict[str, Any]], tuple[Any, ...]]
    fields: tuple[models.Field[Any, Any], ...]
    odd: frozenset[int]
    whole: tuple[Callable[[int], int] | None, ...]


class CurrentTransaction:
    """A value the store fills in: the number of the writing transaction where several write at once (PostgreSQL);
    where one does (SQLite) 0, or, in a ``counted`` table, one more than the greatest there, which the one write lock
    keeps in the order of commits."""

    __slots__ = ("_counted",)

    def __init__(self, counted: str = "") -> None:
        self._counted = counted

    def sql(self, vendor: str) -> str:
        if vendor == "postgresql":
            return "onedoor_place()"
        return f"(SELECT coalesce(max(place), 0) + 1 FROM {self._counted})" if self._counted else "0"


def insert_together(rows: Iterable[models.Model]) -> None:
    """Insert new rows of any tables, all or none, in as few statements as the store allows.

    Primary keys the application makes must be set; those the store makes are not read back.
    """
    groups: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    if not groups:
        return
    # The proxy looks the connection up at every touch; a batch touches it thousands of times.
    store = connections[connection.alias]
    if store.vendor != "postgresql":
        _one_by_one(groups, store)
    elif max(map(len, groups.values())) < _BULK:
        _at_once(groups, store)
    else:
        _in_bulk(groups, store)
    for members in groups.values():
        for row in members:
            row._state.adding = False
            row._state.db = store.alias


def _at_once(groups: Groups, store: BaseDatabaseWrapper) -> None:
    """One statement for all. psycopg parses a statement this long anew each time it sees ``%s`` in it, so it is given
    with numbered parameters, which it passes on as they stand; while queries are captured Django's own cursor is
    used, which can print them."""
    shapes, values = given(groups, store)
    if store.queries_logged:
        with store.cursor() as cursor:
            cursor.execute(statement(shapes, numbered=False), values)
        return
    store.ensure_connection()
    store.close_if_health_check_failed()
    store.validate_no_broken_transaction()
    with store.wrap_database_errors, psycopg.RawCursor(store.connection) as raw:
        raw.execute(statement(shapes, numbered=True), values)


def given(groups: Groups, store: BaseDatabaseWrapper) -> tuple[Shapes, list[Any]]:
    """What a statement is made of, as a key, and its parameters in order."""
    values: list[Any] = []
    shapes = []
    as_it_is = _AS_IT_IS[store.vendor]
    for model, members in groups.items():
        shape = _shape(model)
        odd, whole = shape.odd, shape.whole
        kinds = []
        for row in members:
            made = []
            for place, value in enumerate(shape.values(row.__dict__)):
                kind = type(value)
                if value is None or kind in as_it_is and place not in odd:
                    values.append(value)
                elif kind is int and (hint := whole[place]):
                    values.append(hint(value))
                elif kind is CurrentTransaction:
                    made.append((place, value.sql(store.vendor)))
                else:
                    values.append(_prepared(shape, place, value, store))
            kinds.append(tuple(made))
        shapes.append((model, tuple(kinds)))
    return tuple(shapes), values


def _prepared(shape: Shape, place: int, value: Any, store: BaseDatabaseWrapper) -> Any:
    return value.text if type(value) is Written else shape.fields[place].get_db_prep_save(value, store)


@lru_cache(maxsize=256)
def statement(shapes: Shapes, *, numbered: bool) -> str:
    """The one statement that inserts rows of these shapes, with ``$1`` or ``%s`` for its parameters."""
    count = 0
    inserts = []
    for model, kinds in shapes:
        shape = _shape(model)
        rows = []
        for made_by_store in kinds:
            marks = []
            filled = dict(made_by_store)
            for place in range(len(shape.fields)):
                if place in filled:
                    marks.append(filled[place])
                    continue
                count += 1
                marks.append(f"${count}" if numbered else "%s")
            rows.append(f"({', '.join(marks)})")
        inserts.append(f"INSERT INTO {shape.table} VALUES {', '.join(rows)}")
    *first, last = inserts
    named = ", ".join(f"w{number} AS ({sql})" for number, sql in enumerate(first))
    return f"WITH {named} {last}" if first else last


def _one_by_one(groups: Groups, store: BaseDatabaseWrapper) -> None:
    with transaction.atomic(), store.cursor() as cursor:
        for model, members in groups.items():
            size = max(1, _MOST_PARAMETERS // len(_shape(model).fields))
            for start in range(0, len(members), size):
                shapes, values = given({model: members[start : start + size]}, store)
                cursor.execute(statement(shapes, numbered=False), values)


def _in_bulk(groups: Groups, store: BaseDatabaseWrapper) -> None:
    with transaction.atomic(), store.cursor() as cursor:
        this = writing_transaction(store)
        for model, members in groups.items():
            with store.wrap_database_errors, cursor.copy(copying(model)) as copy:
                for line in lines(members, this=this, store=store):
                    copy.write_row(line)


def writing_transaction(store: BaseDatabaseWrapper) -> int:
    """The number that ``CurrentTransaction`` stands for."""
    with store.cursor() as cursor:
        cursor.execute(f"SELECT {CurrentTransaction().sql(store.vendor)}")
        return int(cursor.fetchone()[0])


def copying(model: type[models.Model]) -> str:
    """The COPY that takes the ``lines`` of a model's rows."""
    return f"COPY {_shape(model).table} FROM STDIN"


def lines(members: Sequence[models.Model], *, this: int, store: BaseDatabaseWrapper) -> Iterator[list[Any]]:
    """The values of rows of one model as COPY takes them, ``this`` in place of the writing transaction's number."""
    shape = _shape(type(members[0]))
    for row in members:
        values = list(shape.values(row.__dict__))
        if CurrentTransaction in map(type, values):
            values = [this if type(value) is CurrentTransaction else value for value in values]
        for place in shape.odd:
            if values[place] is not None:
                values[place] = _prepared(shape, place, values[place], store)
        yield values


@lru_cache(maxsize=64)
def _shape(model: type[models.Model]) -> Shape:
    quote = connection.ops.quote_name
    fields = tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))
    names = ", ".join(quote(str(field.column)) for field in fields)
    return Shape(
        f"{quote(model._meta.db_table)} ({names})",
        itemgetter(*(field.attname for field in fields)),
        fields,
        frozenset(place for place, field in enumerate(fields) if not isinstance(field, _STRAIGHT)),
        tuple(_hint(field) for field in fields),
    )


def _hint(field: models.Field[Any, Any]) -> Callable[[int], int] | None:
    """By what the driver learns the type of a whole number, as Django does it; SQLite needs none."""
    kinds: dict[str, Callable[[int], int]] = getattr(connection.ops, "integerfield_type_map", {})
    held = field.target_field if isinstance(field, models.ForeignKey) else field
    return kinds.get(held.get_internal_type())
