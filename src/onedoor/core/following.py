"""Follow the record in the order in which it was committed, and miss nothing.

Lines are read by place and id, and on PostgreSQL only below the oldest transaction still open, so nothing is ever put
in before a mark that was given out (``core.places``). Whoever comes back with a mark gets what came after it, once.

A mark names a line that was read over. Lines are never deleted, so a mark whose line is gone comes from another life
of the store: from what was written after the copy it was restored from. It is refused instead of guessed at.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from onedoor.core.models import Happening
from onedoor.core.refusal import Refused

MOST = 1000
_REACH = 5000
"""How many lines one reading looks over at most, whosever they are. What belongs to others costs a follower no more
than that, and the mark moves on over it."""

_KEYS = struct.Struct(">QQ")


class Mark(NamedTuple):
    """How far somebody has read: place and id of the last line that was looked over. ``START`` is before all."""

    place: int
    id: int

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(_KEYS.pack(*self)).rstrip(b"=").decode()

    @classmethod
    def parse(cls, text: str) -> Mark:
        """The mark that was given out as this text. Raises Refused for anything else."""
        try:
            mark = cls(*_KEYS.unpack(base64.urlsafe_b64decode(f"{text}==")))
        except (binascii.Error, struct.error, ValueError):
            mark = None
        if mark is None or str(mark) != text or max(mark) >= 2**63:
            raise Refused(_("续读标记不对。请原样使用上一次给您的标记，或者从头读起。"), field="since")
        return mark


START = Mark(0, 0)


class Lost(Refused):
    """The mark's line is not in this store: it was restored from a copy older than the mark."""


@dataclass(frozen=True)
class Followed:
    """Lines in commit order, the mark to come back with, and whether more is there already."""

    lines: list[Happening]
    mark: Mark
    more: bool


def follow(after: Mark = START, *, county: str, most: int = MOST, names: Sequence[str] = ()) -> Followed:
    """The next lines of a county's record after the mark, at most ``most``; with ``names`` only events so called.

    Nothing new gives no lines and the same mark. Raises ``Lost`` for a mark of another life of the store.
    """
    if after != START and not Happening.objects.filter(pk=after.id, place=after.place).exists():
        raise Lost(_("找不到续读标记所在的位置，数据可能从备份恢复过。请从头读起，已有的按hash跳过。"), field="since")
    edge, full = _edge(after)
    if edge == after:
        return Followed([], after, False)
    lines = _between(after, edge, county=county, most=most, names=names)
    mark = Mark(lines[-1].place, lines[-1].id) if len(lines) == most else edge
    return Followed(lines, mark, full or mark != edge)


def _edge(after: Mark) -> tuple[Mark, bool]:
    """The last line within reach, and whether there may be more behind it."""
    settled = "AND place < onedoor_settled()" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT place, id, count(*) OVER () FROM (
                  SELECT place, id FROM core_happening WHERE (place, id) > (%s, %s) {settled}
                  ORDER BY place, id LIMIT %s) reach
                ORDER BY place DESC, id DESC LIMIT 1""",
            [*after, _REACH],
        )
        found = cursor.fetchone()
    return (Mark(*found[:2]), found[2] == _REACH) if found else (after, False)


def _between(after: Mark, edge: Mark, *, county: str, most: int, names: Sequence[str]) -> list[Happening]:
    """A county's lines up to the edge. They are read in order first and chosen after, or the store might look them up
    by county and name through a whole history."""
    named = f"AND name IN ({', '.join(['%s'] * len(names))})" if names else ""
    return list(
        Happening.objects.raw(
            f"""SELECT * FROM (
                  SELECT * FROM core_happening WHERE (place, id) > (%s, %s) AND (place, id) <= (%s, %s)
                  ORDER BY place, id LIMIT %s) reach
                WHERE county = %s {named} ORDER BY place, id LIMIT %s""",
            [*after, *edge, _REACH, county, *names, most],
        )
    )
