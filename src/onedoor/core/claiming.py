"""Which deliveries may be handed over now: found and locked for a batch, or leased one by one for the outside.

Within a lane only its first delivery may be claimed, and a batch then takes the run behind it. A delivery that waits
for its next attempt holds up its lane; a parked one holds up only its own subject. A lane per county is ordered by the
writing transaction and reads only below the oldest one still open, for ids are drawn before commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from django.db import connection

from onedoor.core.models import Delivery

_WINDOWS = (2, 20)
"""What is due longest is looked through first, so many times what is wanted; all of it only when everything there
waits for something."""

_HELD_UP = """EXISTS (SELECT 1 FROM core_delivery p WHERE p.parked AND p.lane = {row}.lane AND p.subject = {row}.subject
              AND (p.place, p.id) < ({row}.place, {row}.id))"""
# The conditions of the indexes, word for word, or SQLite does not use them.
_HEAD = f"""(SELECT e.id FROM core_delivery e WHERE NOT (e.lane = '') AND e.lane = {{lane}} AND NOT e.parked
           AND NOT {_HELD_UP.format(row="e")} ORDER BY e.place, e.id LIMIT 1)"""
_READY = f"NOT d.parked AND NOT (d.lane <> '' AND {_HELD_UP.format(row='d')})"
_INSIDE = "NOT {row}.outside"
_FREE = "{row}.outside AND {row}.subscriber = %s AND ({row}.leased_until IS NULL OR {row}.leased_until <= %s)"
_BEHIND = f"""SELECT d.* FROM core_delivery d WHERE NOT (d.lane = '') AND d.lane = {{lane}}
    AND (d.place, d.id) > ({{place}}, {{id}}) AND {_READY} {{settled}}
    AND {_HEAD.format(lane="{lane}")} = {{id}}
    ORDER BY d.place, d.id LIMIT {{share}}"""


def claim(now: datetime, size: int) -> list[Delivery]:
    """Lock what may be handed over inside: deliveries without a lane, heads of lanes, and the runs behind them."""
    if not Delivery.objects.filter(outside=False, parked=False, due_at__lte=now).exists():
        return []
    first = _first(now, size, _INSIDE)
    heads = [delivery for delivery in first if delivery.lane]
    behind = _behind(heads, now, size - len(first)) if heads and len(first) < size else []
    return sorted([*first, *behind], key=_place)


def lease(subscriber: str, now: datetime, until: datetime) -> Delivery | None:
    """Take the delivery to this outside subscriber that is due longest and in nobody's hands, until this moment.

    None when there is none. The caller commits at once; from then on the delivery is its own.
    """
    waiting = Delivery.objects.filter(outside=True, parked=False, subscriber=subscriber, due_at__lte=now)
    if not waiting.exists():  # a look costs no lock
        return None
    for delivery in _first(now, 1, _FREE, subscriber, _stored(now)):
        delivery.leased_until = until
        delivery.save(update_fields=["leased_until"])
        return delivery
    return None


def _place(delivery: Delivery) -> tuple[int, int]:
    return delivery.place, delivery.id


def _first(now: datetime, size: int, side: str, *told: object) -> list[Delivery]:
    """Deliveries of one side that wait for no other, the ones due longest first, locked."""
    for times in _WINDOWS:
        if found := _heads(now, size, side, *told, window=f"ORDER BY f.due_at, f.id LIMIT {size * times}"):
            return found
    return _heads(now, size, side, *told)


def _heads(now: datetime, size: int, side: str, *told: object, window: str = "") -> list[Delivery]:
    """What :func:`_first` finds within a window. Each lane is asked once for the head it has, however many of its
    deliveries are due. Numbers stand in the statement, for it is prepared and its plan must know them."""
    lock = "FOR UPDATE OF d SKIP LOCKED" if connection.vendor == "postgresql" else ""
    rows = Delivery.objects.raw(
        f"""SELECT d.* FROM
             (SELECT min(w.id) AS id, min(w.due_at) AS due_at,
                CASE w.lane WHEN '' THEN min(w.id) ELSE {_HEAD.format(lane="w.lane")} END AS head FROM
               (SELECT f.id, f.lane, f.due_at FROM core_delivery f
                WHERE {side.format(row="f")} AND NOT f.parked AND f.due_at <= %s {window}) w
              GROUP BY w.lane, CASE w.lane WHEN '' THEN w.id ELSE 0 END
              ORDER BY due_at, id) n
             JOIN core_delivery d ON d.id = n.head
             WHERE {side.format(row="d")} AND NOT d.parked AND d.due_at <= %s {_settled()}
             ORDER BY n.due_at, n.id LIMIT {size} {lock}""",
        [*told, _stored(now), *told, _stored(now)],
    )
    return list(rows)


def _behind(heads: Sequence[Delivery], now: datetime, size: int) -> list[Delivery]:
    """The unbroken runs behind the claimed heads, a fair share for each; nobody else can hold them, for they hold the
    heads. A delivery that is not due yet ends its run. A lane in which one was put back in line before the head
    meanwhile has none.
    """
    told = [(head.lane, head.place, head.id) for head in heads]
    kept = {"share": -(-size // len(heads)), "settled": _settled()}
    if connection.vendor == "postgresql":
        # One plan however many lanes; SQLite has no LATERAL, and plans a long union quickly.
        lane = _BEHIND.format(lane="h.lane", place="h.place", id="h.id", **kept)
        heads_told = "unnest(%s::varchar[], %s::bigint[], %s::bigint[]) AS h (lane, place, id)"
        found = Delivery.objects.raw(
            f"SELECT r.* FROM {heads_told} CROSS JOIN LATERAL ({lane}) r",
            [list(part) for part in zip(*told, strict=True)],
        )
    else:
        lane = f"SELECT * FROM ({_BEHIND.format(lane='%s', place='%s', id='%s', **kept)}) r"
        values = [value for key, place, number in told for value in (key, place, number, key, number)]
        found = Delivery.objects.raw(" UNION ALL ".join([lane] * len(told)), values)
    runs: dict[str, list[Delivery]] = {}
    for delivery in found:
        runs.setdefault(delivery.lane, []).append(delivery)
    return [
        delivery
        for run in runs.values()
        for delivery in takewhile(lambda behind: behind.due_at <= now, sorted(run, key=_place))
    ]


def _settled() -> str:
    """Of a lane per county only what was written by a transaction older than all that are still open."""
    if connection.vendor != "postgresql":
        return ""
    return "AND (d.place = 0 OR d.place < onedoor_settled())"


def _stored(moment: datetime) -> str | datetime | None:
    return connection.ops.adapt_datetimefield_value(moment)
