"""A worker process for the fault tests: its subscribers write a row for what they hear, and fail at random.

``python tests/faults/outbox_worker.py SEED CHANCE``. Runs until it is told to stop; DATABASE_URL names the store.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from datetime import datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
django.setup()

from django.db import connection  # noqa: E402

from onedoor.core import outbox  # noqa: E402
from onedoor.core.events import Lane, Notice, subscribe  # noqa: E402
from onedoor.core.worker import Worker  # noqa: E402

LANES: tuple[Lane, ...] = ("none", "subject", "county")
EFFECTS = "CREATE TABLE effect (n {serial}, lane varchar(80), subject varchar(60), seq integer, pid integer)"
READY = "CREATE TABLE ready (pid integer)"
_WRITE = "INSERT INTO effect (lane, subject, seq, pid) VALUES (%s, %s, %s, %s)"


def listen(chance: float, dice: random.Random) -> None:
    """Register one subscriber per lane; each writes its effect first and fails afterwards, by chance."""
    for lane in LANES:

        def hear(notice: Notice, now: datetime, lane: str = lane) -> None:
            with connection.cursor() as cursor:
                cursor.execute(_WRITE, [lane, notice.subject, notice.payload["seq"], os.getpid()])
            if dice.random() < chance:
                raise RuntimeError("by chance")

        subscribe(name=f"faults.{lane}", lane=lane)(hear)


def main() -> None:
    seed, chance = int(sys.argv[1]), float(sys.argv[2])
    listen(chance, random.Random(seed))
    outbox.BACK_OFF = tuple(timedelta(milliseconds=20) for _ in range(30))
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)  # whoever reads that it is ready may stop it at once
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ready VALUES (%s)", [os.getpid()])
    worker.run()


if __name__ == "__main__":
    main()
