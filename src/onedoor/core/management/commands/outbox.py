"""``./onedoor outbox list`` and ``./onedoor outbox replay ID… | --all``: deliveries that wait for a person."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from onedoor.core import outbox
from onedoor.core.actions.opening_store import required


class Command(BaseCommand):
    help = "List parked deliveries, or put them back in line."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser("list")
        replaying = parts.add_parser("replay")
        replaying.add_argument("ids", nargs="*", type=int, metavar="ID")
        replaying.add_argument("--all", action="store_true", dest="whole")

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        waiting = outbox.parked()
        if options["part"] == "list":
            for delivery in waiting:
                self.stdout.write(f"{delivery.id}  {delivery.subscriber}  {delivery.county} {delivery.subject}")
                self.stdout.write(f"    {delivery.attempts} × {delivery.error}")
            self.stdout.write(f"{len(waiting)} 件待处理 / parked")
            return
        ids = [delivery.id for delivery in waiting] if options["whole"] else options["ids"]
        if not ids and not options["whole"]:
            raise CommandError("请写明编号，或用--all全部重放。 / Name the ids, or use --all.")
        self.stdout.write(f"{outbox.replay(ids, now=timezone.now())} 件已放回 / put back in line")
