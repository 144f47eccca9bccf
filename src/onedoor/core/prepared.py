"""Questions to the store that are put into words once.

Django puts a query together anew each time it is asked. Where a row and what belongs to it have a hundred columns, that
costs several times the answer itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Row = TypeVar("Row")
Value = str | int


class Prepared(Generic[Row]):
    """The rows of one query, of which only values differ: ``build`` makes it from them, and must hand each to the
    query as it is. Called with the values it gives what ``list(build(*values))`` does."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._ready: dict[str, _Ready] = {}

    def __call__(self, *values: Value) -> list[Row]:
        ready = self._ready.get(connection.vendor)
        if ready is None:
            try:
                ready = self._ready[connection.vendor] = _Ready(self._build, values)
            except EmptyResultSet:  # Django knows beforehand that there is nothing, as of what nobody owes
                return []
        return ready.ask(values)


class _Ready:
    """The words of a query for one kind of store, and where in them the values stand."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], values: Sequence[Value]) -> None:
        marks = [_mark(value, place) for place, value in enumerate(values)]
        rows = build(*marks)
        self._db, self._iterable = rows.db, cast(Callable[[Any], Iterable[Any]], rows._iterable_class)
        self._compiler = rows.query.get_compiler(using=rows.db)
        self._sql, told = self._compiler.as_sql()
        self._places = [marks.index(value) if value in marks else None for value in told]
        self._fixed = told
        if missing := set(range(len(marks))) - set(self._places):
            raise TypeError(f"the query does not name its values {missing} as they are")
        self._converters = self._compiler.get_converters(
            [column[0] for column in self._compiler.select[: self._compiler.col_count]]
        )

    def ask(self, values: Sequence[Value]) -> list[Any]:
        told = tuple(
            fixed if place is None else values[place] for place, fixed in zip(self._places, self._fixed, strict=True)
        )
        # What Django's own iterables need of a query is its compiler, and of that, that it knows its words already.
        compiler: Any = copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_asked, **_how: (self._sql, told)
        compiler.get_converters = lambda _columns: self._converters
        query = SimpleNamespace(get_compiler=lambda *_asked, **_how: compiler)
        asked: Any = SimpleNamespace(db=self._db, query=query, _known_related_objects={})
        return list(self._iterable(asked))


def _mark(value: Value, place: int) -> Value:
    """A value nobody has, to find its place by."""
    return f"\0value {place}" if isinstance(value, str) else place - 2**62
