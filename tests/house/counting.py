"""What of the statements of a page or an action is its own."""

from __future__ import annotations

from collections.abc import Iterable

_SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN", "COMMIT")
_NOW_AND_THEN = "core_revision"
"""Asked every two seconds by whichever request comes first then."""


def own(captured: Iterable[dict[str, str]]) -> list[str]:
    """The statements without transactions and without what is asked now and then, whoever comes."""
    told = (one["sql"] for one in captured)
    return [sql for sql in told if not sql.startswith(_SAVEPOINTS) and _NOW_AND_THEN not in sql]
