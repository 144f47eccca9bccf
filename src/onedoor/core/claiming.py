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

_WINDOW = 20

_HELD_UP = """EXISTS (SELECT 1 FROM core_delivery p WHERE p.parked AND p.lane = {row}.lane AND p.subject = {row}.subject
              AND (p.place, p.id) < ({row}.place, {row}.id))"""
# The conditions of the indexes, word for word, or SQLite does not use them.
_LIVE = f"""SELECT 1 FROM core_delivery e WHERE NOT (e.lane = '') AND NOT e.parked AND NOT {_HELD_UP.format(row="e")}"""
_READY = f"NOT d.parked AND NOT (d.lane <> '' AND {_HELD_UP.format(row='d')})"
_INSIDE = "NOT {row}.outside"
_FREE = "{row}.outside AND {row}.subscriber = %s AND ({row}.leased_until IS NULL OR {row}.leased_until <= %s)"


def claim(now: datetime, size: int) -> list[Delivery]:
    """Lock what may be handed over inside: deliveries without a lane, heads of lanes, and the runs behind them."""
    # What is due longest is looked through first, and everything only when all of that waits for something: a long
    # lane would otherwise be read whole for each batch.
    first = _heads(now, size, _INSIDE, most=size * _WINDOW) or _heads(now, size, _INSIDE)
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
    told = (subscriber, _stored(now))
    found = _heads(now, 1, _FREE, *told, most=_WINDOW) or _heads(now, 1, _FREE, *told)
    for delivery in found:
        delivery.leased_until = until
        delivery.save(update_fields=["leased_until"])
        return delivery
    return None


def _place(delivery: Delivery) -> tuple[int, int]:
    return delivery.place, delivery.id


def _heads(now: datetime, size: int, side: str, *told: object, most: int | None = None) -> list[Delivery]:
    """Deliveries of one side that wait for no other, the ones due longest first, locked; ``most``: looked for among
    so many only."""
    lock = "FOR UPDATE OF d SKIP LOCKED" if connection.vendor == "postgresql" else ""
    window = "LIMIT %s" if most else ""
    # Ordered by the columns of n, which comes in that order, so that PostgreSQL looks no further than it must.
    rows = Delivery.objects.raw(
        f"""SELECT d.* FROM core_delivery d
             JOIN (SELECT f.id, f.due_at FROM core_delivery f
                   WHERE {side.format(row="f")} AND NOT f.parked AND f.due_at <= %s
                   ORDER BY f.due_at, f.id {window}) n
               ON n.id = d.id
             WHERE {side.format(row="d")} AND d.due_at <= %s AND {_READY} {_settled()}
               AND (d.lane = '' OR NOT EXISTS ({_LIVE} AND e.lane = d.lane AND (e.place, e.id) < (d.place, d.id)))
             ORDER BY n.due_at, n.id LIMIT %s {lock}""",
        [*told, _stored(now), *([most] if most else []), *told, _stored(now), size],
    )
    return list(rows)


def _behind(heads: Sequence[Delivery], now: datetime, size: int) -> list[Delivery]:
    """The unbroken runs behind the claimed heads, a fair share for each; nobody else can hold them, for they hold the
    heads. A delivery that is not due yet ends its run. A lane in which one was put back in line before the head
    meanwhile has none.
    """
    share = -(-size // len(heads))
    lane = f"""SELECT * FROM (
        SELECT d.* FROM core_delivery d WHERE NOT (d.lane = '') AND d.lane = %s
          AND (d.place, d.id) > (%s, %s) AND {_READY} {_settled()}
          AND NOT EXISTS ({_LIVE} AND e.lane = %s AND (e.place, e.id) < (%s, %s))
        ORDER BY d.place, d.id LIMIT %s) r"""
    told = [value for head in heads for value in (*2 * (head.lane, head.place, head.id), share)]
    runs: dict[str, list[Delivery]] = {}
    for delivery in Delivery.objects.raw(" UNION ALL ".join([lane] * len(heads)), told):
        runs.setdefault(delivery.lane, []).append(delivery)
    return [
        delivery
        for run in runs.values()
        for delivery in takewhile(lambda found: found.due_at <= now, sorted(run, key=_place))
    ]


def _settled() -> str:
    """Of a lane per county only what was written by a transaction older than all that are still open."""
    if connection.vendor != "postgresql":
        return ""
    return "AND (d.place = 0 OR d.place < onedoor_settled())"


def _stored(moment: datetime) -> str | datetime | None:
    return connection.ops.adapt_datetimefield_value(moment)
