"""``./onedoor messages``: bring the English catalogue up to date with the sentences of the product."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from onedoor.config import translation


class Command(BaseCommand):
    help = "Update and compile the English catalogue: translations stay, new sentences come, stale ones go."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="print the sentences that have no English yet")

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue = translation.updated(translation.read())
        translation.keep(catalogue)
        missing = catalogue.untranslated_entries()
        if options["missing"]:
            for entry in missing:
                self.stdout.write(f"{entry.occurrences[0][0]}\t{entry.msgid}")
        name = translation.shown(translation.CATALOGUE)
        self.stdout.write(f"{name}: {len(catalogue)} 句 / sentences, {len(missing)} 句没有英文 / without English")
