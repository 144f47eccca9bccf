"""``./onedoor worker``: hand over what is due, for ever. Any number may run beside each other."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from onedoor.core import nightly, outbox
from onedoor.core.actions.opening_store import required
from onedoor.core.worker import Worker


class Command(BaseCommand):
    help = "Hand over deliveries as they come due, until stopped (SIGTERM ends it after the batch in hand)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        outbox.sort_out()
        nightly.begin(timezone.now())
        Worker().run()
