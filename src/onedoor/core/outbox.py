"""The outbox: claim what is due, hand it over, retry, park.

A batch is one transaction: the deliveries are claimed by row locks (``FOR UPDATE SKIP LOCKED``; on SQLite by the one
write lock), each handler runs in a savepoint, and what it wrote commits together with the removal of its delivery. A
killed worker therefore leaves nothing half done: every delivery takes effect exactly once in the store.

Order: within a lane only its first delivery may be claimed, and the batch then takes the run behind it. A delivery
that waits for its next attempt holds up its lane; a parked one holds up only its own subject. A lane per county is
ordered by the writing transaction and reads only below the oldest one still open, for ids are drawn before commit.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from django.db import connection, transaction

from onedoor.core.events import SUBSCRIBERS, Notice
from onedoor.core.models import Delivery, Happening

log = logging.getLogger(__name__)


class NobodyListens(Exception):
    """The delivery names a subscriber this installation does not have; no later attempt will find it either."""


BATCH = {"postgresql": 100, "sqlite": 20}
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600))

_WINDOW = 20

_HELD_UP = """EXISTS (SELECT 1 FROM core_delivery p WHERE p.parked AND p.lane = {row}.lane AND p.subject = {row}.subject
              AND (p.place, p.id) < ({row}.place, {row}.id))"""
# The condition of the index over lanes, word for word, or SQLite does not use it.
_LIVE = f"""SELECT 1 FROM core_delivery e WHERE NOT (e.lane = '') AND NOT e.parked AND NOT {_HELD_UP.format(row="e")}"""
_READY = f"NOT d.parked AND NOT (d.lane <> '' AND {_HELD_UP.format(row='d')})"


@dataclass(frozen=True)
class Batch:
    """What one batch did: deliveries handled, and deliveries whose handler failed."""

    handled: int
    failed: int

    @property
    def idle(self) -> bool:
        return not self.handled and not self.failed


def run_batch(now: datetime, *, size: int | None = None) -> Batch:
    """Claim and hand over what is due at ``now``, up to ``size`` deliveries."""
    with transaction.atomic():
        claimed = _claim(now, size or BATCH[connection.vendor])
        happenings = {h.id: h for h in Happening.objects.filter(id__in=[d.happening for d in claimed if d.happening])}
        done: list[int] = []
        failed = 0
        held: set[tuple[str, str]] = set()
        for delivery in claimed:
            if delivery.lane and not held.isdisjoint({(delivery.lane, ""), (delivery.lane, delivery.subject)}):
                continue
            try:
                with transaction.atomic():
                    _hand_over(delivery, happenings, now)
                done.append(delivery.id)
            except Exception as error:  # a handler may fail in any way; the others must not notice
                failed += 1
                _put_back(delivery, error, now)
                held.add((delivery.lane, delivery.subject if delivery.parked else ""))
        Delivery.objects.filter(id__in=done).delete()
    return Batch(len(done), failed)


def drain(now: datetime) -> Batch:
    """Run batches until nothing more is due at ``now``."""
    handled = failed = 0
    while not (batch := run_batch(now)).idle:
        handled += batch.handled
        failed += batch.failed
    return Batch(handled, failed)


def next_due(after: datetime) -> datetime | None:
    """When the next delivery comes due, or None. What was due at ``after`` and is still here waits for another: for
    the head of its lane, for an older transaction, or for the worker that holds it."""
    waiting = Delivery.objects.filter(parked=False, due_at__gt=after).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


def _hand_over(delivery: Delivery, happenings: dict[int, Happening], now: datetime) -> None:
    subscriber = SUBSCRIBERS.get(delivery.subscriber)
    if subscriber is None:
        raise NobodyListens(f"no subscriber is called {delivery.subscriber}")
    happening = happenings[delivery.happening] if delivery.happening is not None else None
    notice = Notice(
        county=delivery.county,
        subject=delivery.subject,
        name=happening.name if happening else "",
        payload=happening.payload if happening else delivery.payload or {},
        at=happening.at if happening else delivery.due_at,
        seq=happening.seq if happening else 0,
        attempt=delivery.attempts + 1,
    )
    subscriber.handler(notice, now)


def _put_back(delivery: Delivery, error: Exception, now: datetime) -> None:
    delivery.parked = delivery.attempts >= len(BACK_OFF) or isinstance(error, NobodyListens)
    if not delivery.parked:
        delivery.due_at = now + BACK_OFF[delivery.attempts]
    delivery.attempts += 1
    delivery.error = _storable("".join(traceback.format_exception_only(error)).strip())[:2000]
    delivery.save(update_fields=["parked", "due_at", "attempts", "error"])
    told = (delivery.id, delivery.subscriber, delivery.attempts, delivery.error)
    log.warning("delivery %s to %s failed (attempt %s): %s", *told)


def _storable(text: str) -> str:
    """What a handler says of its failure may hold what no store takes; that must not fail the batch as well."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def _claim(now: datetime, size: int) -> list[Delivery]:
    """Lock what may be handed over now: deliveries without a lane, heads of lanes, and the runs behind those heads."""
    # What is due longest is looked through first, and everything only when all of that waits for something: a long
    # lane would otherwise be read whole for each batch.
    first = _heads(now, size, "LIMIT %s", size * _WINDOW) or _heads(now, size, "")
    heads = [delivery for delivery in first if delivery.lane]
    behind = _behind(heads, now, size - len(first)) if heads and len(first) < size else []
    return sorted([*first, *behind], key=_place)


def _place(delivery: Delivery) -> tuple[int, int]:
    return delivery.place, delivery.id


def _heads(now: datetime, size: int, window: str, *most: int) -> list[Delivery]:
    """Deliveries that wait for no other, the ones due longest first, locked."""
    lock = "FOR UPDATE OF d SKIP LOCKED" if connection.vendor == "postgresql" else ""
    rows = Delivery.objects.raw(
        f"""SELECT d.* FROM core_delivery d
             JOIN (SELECT id FROM core_delivery WHERE NOT parked AND due_at <= %s ORDER BY due_at, id {window}) n
               ON n.id = d.id
             WHERE d.due_at <= %s AND {_READY} {_settled()}
               AND (d.lane = '' OR NOT EXISTS ({_LIVE} AND e.lane = d.lane AND (e.place, e.id) < (d.place, d.id)))
             ORDER BY d.due_at, d.id LIMIT %s {lock}""",
        [_stored(now), *most, _stored(now), size],
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
    return "AND (d.place = 0 OR d.place < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"


def _stored(moment: datetime) -> str | datetime | None:
    return connection.ops.adapt_datetimefield_value(moment)


def parked() -> list[Delivery]:
    """Deliveries that wait for a person, oldest first."""
    return list(Delivery.objects.filter(parked=True).order_by("id"))


def replay(ids: Sequence[int], *, now: datetime) -> int:
    """Put parked deliveries back in line with a clean slate. Returns how many were."""
    waiting = Delivery.objects.filter(parked=True, id__in=ids)
    return waiting.update(parked=False, attempts=0, due_at=now)
