"""Clear what erased rows leave behind in the files of the store (剩余信息, GB/T 22239 8.1.4.10).

A row that was erased is gone for every query, and its bytes may stand for a while: in old versions of the row, in free
pages, in the log, in the planner's statistics. Runs in no transaction; others wait for a table while it is rewritten.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext as _

from onedoor.core.personal import declared
from onedoor.core.refusal import Refused

_ROWS_GO = {"core.Delivery", "core.Remark", "sessions.Session"}
_COPIES = {"core.Delivery", "sessions.Session"}
_FORGET_WORDS = "INSERT INTO core_searchentry_words (core_searchentry_words) VALUES ('optimize')"
"""FTS5 keeps the terms of a removed entry until its lists are merged."""

_WAIT = 30.0  # seconds, for readers of the log


def clear(step: Callable[[str, int, int], None]) -> None:
    """End the sessions that have run out, then rewrite what personal values stood in.

    ``step`` is told the part in hand, its number and how many there are. Raises Refused when somebody keeps the store
    busy; running it again goes on.
    """
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    parts = _statements()
    for number, (name, act) in enumerate(parts, start=1):
        step(name, number, len(parts))
        act()


def touched() -> list[type[models.Model]]:
    """The tables personal values are erased from, and those that may hold a moment's copy of them."""
    labels = {told.field.rpartition(".")[0] for told in declared() if told.keep} | _COPIES
    return sorted(
        (model for model in apps.get_models() if model._meta.label in labels), key=lambda model: model.__name__
    )


def _statements() -> Sequence[tuple[str, Callable[[], None]]]:
    if connection.vendor != "postgresql":
        log = (_("预写日志"), _empty_log)
        return [(_("检索"), _runs(_FORGET_WORDS)), log, (_("整库"), _runs("VACUUM")), log]
    parts = [(model._meta.db_table, _runs(*_rewriting(model))) for model in touched()]
    return [*parts, ("pg_statistic", _runs("VACUUM pg_catalog.pg_statistic"))]


def _rewriting(model: type[models.Model]) -> Iterator[str]:
    """What makes PostgreSQL forget old rows, and the values it keeps of a column for its planner: analysing takes them
    again from the rows, but of a table whose rows are all gone it keeps the old ones until the column is declared
    anew."""
    table = connection.ops.quote_name(model._meta.db_table)
    if model._meta.label in _ROWS_GO:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.TextField):
                column = connection.ops.quote_name(str(field.column))
                yield f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {field.db_type(connection)}"
    yield f"VACUUM (FULL, ANALYZE) {table}"


def _runs(*statements: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return run


def _empty_log() -> None:
    """Bring the log into the file and cut it off; whoever still reads from it is waited for."""
    end = time.monotonic() + _WAIT
    while True:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        if not busy:
            return
        if time.monotonic() > end:
            raise Refused(_("库一直有人在读，预写日志清不空。请过一会儿再运行./onedoor erase --clear。"))
        time.sleep(0.2)
