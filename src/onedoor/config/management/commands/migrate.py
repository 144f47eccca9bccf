"""``./onedoor migrate``: prepare the store that DATABASE_URL names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection

from onedoor.core import places
from onedoor.core.actions.opening_store import check, claim, opened
from onedoor.core.models import Store


class Command(migrate.Command):
    help = "Prepare the store that DATABASE_URL names, and keep this installation's keys."

    def execute(self, *args: Any, **options: Any) -> str | None:
        if connection.vendor == "sqlite":
            Path(str(connection.settings_dict["NAME"])).parent.mkdir(parents=True, exist_ok=True)
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> str | None:
        if store := opened():
            check(store)
        said = super().handle(*args, **options)
        # Run in part (one app, backwards, a plan) the store may not have its mark's table.
        if Store._meta.db_table in connection.introspection.table_names():
            call_command("createcachetable", verbosity=0)
            settings.KEYS.keep()
            claim("centre")
            places.go_on()
        return said
