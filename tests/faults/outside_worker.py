"""A worker process for the fault tests whose subscriber talks to the outside: a file, written where no rollback
reaches.

``python tests/faults/outside_worker.py FOLDER SECONDS``. Every letter becomes a line ``key seq`` in ``letters``; the
sender then takes SECONDS for its answer. A subscriber inside the store writes its effects as rows.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
django.setup()

from django.db import connection  # noqa: E402

from onedoor.core.events import Notice, subscribe  # noqa: E402
from onedoor.core.worker import Worker  # noqa: E402

_WRITE = "INSERT INTO effect (lane, subject, seq, pid) VALUES ('none', %s, %s, %s)"


def listen(letters: Path, answer: float) -> None:
    """Register the two subscribers."""

    @subscribe(name="faults.outside", outside=True)
    def send(notice: Notice, now: datetime) -> None:
        with letters.open("a") as file:
            file.write(f"{notice.key} {notice.payload['seq']}\n")
        time.sleep(answer)

    @subscribe(name="faults.none")
    def hear(notice: Notice, now: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [notice.subject, notice.payload["seq"], os.getpid()])


def main() -> None:
    listen(Path(sys.argv[1]) / "letters", float(sys.argv[2]))
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)  # whoever reads that it is ready may stop it at once
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ready VALUES (%s)", [os.getpid()])
    worker.run()


if __name__ == "__main__":
    main()
