"""A process that writes the record as the product does, in transactions of random length of which some are taken back.

``python tests/faults/record_writer.py SEED TRANSACTIONS``. On PostgreSQL several threads write at once, so that
transactions overlap and commit in another order than they began.
"""

from __future__ import annotations

import os
import random
import sys
import threading
from dataclasses import dataclass
from typing import ClassVar

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from onedoor.cases.actions.registering import Incoming, register, register_together  # noqa: E402
from onedoor.core import chain  # noqa: E402
from onedoor.core.events import Event, emit  # noqa: E402
from onedoor.organisation.actor import Actor  # noqa: E402
from tests.small_county import COUNTY, MONDAY  # noqa: E402

THREADS = 3
MANY = 101  # rows that go to PostgreSQL by COPY
SYSTEM = Actor.system(COUNTY)


@dataclass(frozen=True)
class Noted(Event):
    """Something was noted."""

    name: ClassVar[str] = "faults.noted"

    number: int


class TakenBack(Exception):
    """The writer thought better of it."""


def incoming(number: int) -> Incoming:
    return Incoming(channel="window", text=f"第{number}盏路灯不亮", area=f"{COUNTY}001001")


def write(dice: random.Random, subject: str, transactions: int) -> None:
    for number in range(transactions):
        kind = dice.random()
        if kind < 0.2:
            register(incoming(number), county=COUNTY, by=SYSTEM, at=MONDAY)
            continue
        try:
            with transaction.atomic():
                head = chain.locked(COUNTY, subject)
                for turn in range(dice.choice((1, 1, 2, 3, 5, 60))):
                    emit(Noted(turn), on=head, by=SYSTEM, at=MONDAY)
                if kind < 0.4:
                    batch = [incoming(turn) for turn in range(MANY if kind < 0.204 else dice.randint(1, 4))]
                    register_together(batch, county=COUNTY, by=SYSTEM, at=MONDAY)
                    emit(Noted(number), on=head, by=SYSTEM, at=MONDAY)
                if dice.random() < 0.15:
                    raise TakenBack
        except TakenBack:
            continue


def main() -> None:
    seed, transactions = int(sys.argv[1]), int(sys.argv[2])
    threads = THREADS if connection.vendor == "postgresql" else 1
    writers = [
        threading.Thread(
            target=write, args=(random.Random(seed * 100 + one), f"writer:{seed}-{one}", transactions // threads)
        )
        for one in range(threads)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


if __name__ == "__main__":
    main()
