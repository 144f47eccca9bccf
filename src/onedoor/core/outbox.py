"""The outbox: claim what is due, hand it over, retry, park.

A batch is one transaction: the deliveries are claimed by row locks (``FOR UPDATE SKIP LOCKED``; on SQLite by the one
write lock), handlers run in savepoints, and what one wrote commits together with the removal of its delivery. A
killed worker therefore leaves nothing half done: every delivery takes effect exactly once in the store.

Whoever talks to the outside cannot be taken back by a rollback. Such a delivery is leased, its handler runs in no
transaction, and only then it is removed: at least once, under a key by which a repeat is known (docs/adr/0008).
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from onedoor.core.claiming import claim, lease
from onedoor.core.events import SUBSCRIBERS, Notice, Subscriber
from onedoor.core.models import Delivery, Happening

log = logging.getLogger(__name__)


class NobodyListens(Exception):
    """The delivery names a subscriber this installation does not have; no later attempt will find it either."""


_RUN = 20
"""So many deliveries share a savepoint; two statements for each would cost more than a small handler."""

BATCH = {"postgresql": 100, "sqlite": 20}
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600))
LEASE = timedelta(minutes=2)
"""How long a handler that talks to the outside has before another worker takes its delivery over. Whatever it waits
for must give up sooner."""


@dataclass(frozen=True)
class Batch:
    """What one batch did: deliveries handled, and deliveries whose handler failed."""

    handled: int
    failed: int

    @property
    def idle(self) -> bool:
        return not self.handled and not self.failed


def run_batch(now: datetime, *, size: int | None = None) -> Batch:
    """Claim and hand over what is due at ``now``, up to ``size`` deliveries; what goes outside is not touched."""
    with transaction.atomic():
        claimed = claim(now, size or BATCH[connection.vendor])
        happenings = _happenings(claimed)
        done: list[int] = []
        failed = 0
        held: set[tuple[str, str]] = set()
        left = _unheard_together(claimed, happenings, now, done)
        for delivery in _one_by_one(left, happenings, now, done):
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


def _one_by_one(
    left: Sequence[Delivery], happenings: dict[int, Happening], now: datetime, done: list[int]
) -> Iterator[Delivery]:
    """Those that must be handed over each in a savepoint of its own, in order. Nearly always nothing fails: runs of
    deliveries share a savepoint, and what they handled is added to ``done``. From the first run that has to be taken
    back on, each is handed over alone, for it may wait for one that failed."""
    alone = False
    for start in range(0, len(left), _RUN):
        run = left[start : start + _RUN]
        if not alone:
            try:
                with transaction.atomic():
                    for delivery in run:
                        _hand_over(delivery, happenings, now)
                done += [delivery.id for delivery in run]
                continue
            except Exception:  # alone, each is blamed for what is its own
                alone = True
        yield from run


def _unheard_together(
    claimed: Sequence[Delivery], happenings: dict[int, Happening], now: datetime, done: list[int]
) -> list[Delivery]:
    """What is left to be handed over one by one, once those who hear all of a batch together have heard it; what they
    handled is added to ``done``. Where one of them fails, its deliveries are left as well."""
    left: list[Delivery] = []
    together: dict[Subscriber, list[Delivery]] = {}
    for delivery in claimed:
        subscriber = SUBSCRIBERS.get(delivery.subscriber)
        (together.setdefault(subscriber, []) if subscriber and subscriber.together else left).append(delivery)
    for subscriber, deliveries in together.items():
        try:
            with transaction.atomic():
                subscriber.handler([_notice(delivery, happenings) for delivery in deliveries], now)
            done += [delivery.id for delivery in deliveries]
        except Exception as error:  # alone, each is blamed for what is its own
            log.info("%s could not handle %s at once: %s", subscriber.name, len(deliveries), error)
            left += deliveries
    return left


def run_outside(subscriber: str, now: datetime) -> Batch:
    """Hand over one delivery to a subscriber that talks to the outside: lease it, call the handler in no transaction,
    then remove the delivery or put it back. Idle when none is due and free.

    Raises RuntimeError inside a transaction: the lease must be seen by the other workers.
    """
    with transaction.atomic(durable=True):
        delivery = lease(subscriber, now, now + LEASE)
        if delivery is None:
            return Batch(0, 0)
        happenings = _happenings([delivery])
    failure: Exception | None = None
    try:
        _hand_over(delivery, happenings, now)
    except Exception as error:  # a handler may fail in any way; the sender goes on
        failure = error
    with transaction.atomic(durable=True):
        ours = Delivery.objects.select_for_update().filter(pk=delivery.pk, leased_until=delivery.leased_until).first()
        # Whoever was too slow leaves the delivery to whoever took it over.
        if ours and failure:
            _put_back(ours, failure, now)
        elif ours:
            ours.delete()
    return Batch(0, 1) if failure else Batch(1, 0)


def outside() -> list[str]:
    """The subscribers that talk to the outside, by name."""
    return sorted(name for name, subscriber in SUBSCRIBERS.items() if subscriber.outside)


def sort_out() -> None:
    """Put every delivery on the side where this version handles it, when a worker starts: a subscriber may have moved
    from one side to the other, and one that is gone is parked by the next batch."""
    names = outside()
    Delivery.objects.filter(outside=True).exclude(subscriber__in=names).update(outside=False, leased_until=None)
    Delivery.objects.filter(outside=False, subscriber__in=names).update(outside=True)


def drain(now: datetime) -> Batch:
    """Run batches until nothing more is due at ``now``; what goes outside is not touched."""
    handled = failed = 0
    while not (batch := run_batch(now)).idle:
        handled += batch.handled
        failed += batch.failed
    return Batch(handled, failed)


def next_due(after: datetime) -> datetime | None:
    """When the next delivery comes due, or None. What was due at ``after`` and is still here waits for another: for
    the head of its lane, for an older transaction, or for the worker that holds it."""
    waiting = Delivery.objects.filter(parked=False, outside=False, due_at__gt=after).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


def _happenings(claimed: Sequence[Delivery]) -> dict[int, Happening]:
    return {h.id: h for h in Happening.objects.filter(id__in=[d.happening for d in claimed if d.happening])}


def _hand_over(delivery: Delivery, happenings: dict[int, Happening], now: datetime) -> None:
    subscriber = SUBSCRIBERS.get(delivery.subscriber)
    if subscriber is None:
        raise NobodyListens(f"no subscriber is called {delivery.subscriber}")
    subscriber.handler([_notice(delivery, happenings)], now)


def _notice(delivery: Delivery, happenings: dict[int, Happening]) -> Notice:
    happening = happenings[delivery.happening] if delivery.happening is not None else None
    return Notice(
        county=delivery.county,
        subject=delivery.subject,
        name=happening.name if happening else "",
        payload=happening.payload if happening else delivery.payload or {},
        at=happening.at if happening else delivery.due_at,
        seq=happening.seq if happening else 0,
        attempt=delivery.attempts + 1,
        key=str(delivery.id),
    )


def _put_back(delivery: Delivery, error: Exception, now: datetime) -> None:
    delivery.parked = delivery.attempts >= len(BACK_OFF) or isinstance(error, NobodyListens)
    if not delivery.parked:
        delivery.due_at = now + BACK_OFF[delivery.attempts]
    delivery.attempts += 1
    delivery.leased_until = None
    delivery.error = _storable("".join(traceback.format_exception_only(error)).strip())[:2000]
    delivery.save(update_fields=["parked", "due_at", "attempts", "leased_until", "error"])
    told = (delivery.id, delivery.subscriber, delivery.attempts, delivery.error)
    log.warning("delivery %s to %s failed (attempt %s): %s", *told)


def _storable(text: str) -> str:
    """What a handler says of its failure may hold what no store takes; that must not fail the batch as well."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def parked() -> list[Delivery]:
    """Deliveries that wait for a person, oldest first."""
    return list(Delivery.objects.filter(parked=True).order_by("id"))


def replay(ids: Sequence[int], *, now: datetime) -> int:
    """Put parked deliveries back in line with a clean slate. Returns how many were."""
    waiting = Delivery.objects.filter(parked=True, id__in=ids)
    return waiting.update(parked=False, attempts=0, due_at=now)
