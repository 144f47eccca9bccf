"""``./onedoor bench [NAME] [--seconds N] [--json]``: measure on a store of its own, beside the reference."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from onedoor.config.environment import CHECKOUT
from onedoor.core.refusal import Refused
from onedoor.simulation.loading import load
from onedoor.simulation.world.yunzhou import yunzhou

NAMES = ("registration",)


class Command(BaseCommand):
    help = "Measure the operations of the budget on PostgreSQL, each beside its reference in the same run."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="registration", choices=NAMES)
        parser.add_argument("--seconds", type=float, default=10.0)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise Refused("请用DATABASE_URL指明一个PostgreSQL；测量在它上面新建一个库，测完删掉。")
        sys.path.insert(0, str(Path(CHECKOUT)))
        bench = importlib.import_module(f"benchmarks.{options['name']}")
        server = str(connection.settings_dict["NAME"])
        own = f"onedoor_bench_{uuid4().hex[:8]}"
        self._create(own)
        try:
            self._fill()
            result = bench.run(seconds=options["seconds"], say=self._say)
        finally:
            self._drop(own, server)
        text = json.dumps(result, ensure_ascii=False, indent=2)
        self.stdout.write(text)

    def _create(self, own: str) -> None:
        with psycopg.connect(**_plain(), autocommit=True) as wire:
            wire.execute(f'CREATE DATABASE "{own}"')
        connection.close()
        url = os.environ.get("DATABASE_URL", "")
        connection.settings_dict["NAME"] = own
        # The server that is measured is another process: it must find the same store.
        os.environ["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{own}").geturl()

    def _fill(self) -> None:
        self._say("preparing a store of its own")
        call_command("migrate", verbosity=0)
        load(yunzhou(seed=1))

    def _drop(self, own: str, server: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = server
        with psycopg.connect(**_plain(), autocommit=True) as wire:
            wire.execute(f'DROP DATABASE "{own}" WITH (FORCE)')

    def _say(self, what: str) -> None:
        self.stderr.write(f"… {what}")


def _plain() -> dict[str, Any]:
    """Connection parameters without Django's own."""
    known = ("dbname", "user", "password", "host", "port")
    return {name: value for name, value in connection.get_connection_params().items() if name in known}
