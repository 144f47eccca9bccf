"""``./onedoor docs``: draw the pages of the reference that come from the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from onedoor.config import documentation
from onedoor.config.environment import CHECKOUT


class Command(BaseCommand):
    help = "Write the pages of docs/reference that come from the code."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in documentation.write():
            self.stdout.write(f"{path.relative_to(CHECKOUT)}")
