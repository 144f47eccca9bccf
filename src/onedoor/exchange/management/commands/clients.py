"""``./onedoor clients``: which other systems have keys to the API, and giving, renewing and taking back keys."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.core.actions.opening_store import required
from onedoor.exchange.actions.clients import Terms, add_client, renew_client, revoke_client
from onedoor.exchange.models import Scope
from onedoor.exchange.queries import clients_of
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import home_county


class Command(BaseCommand):
    help = "Show which other systems have keys to the API, and give, renew and take back keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser("list", help="every system that has or had a key")
        add: ArgumentParser = parts.add_parser("add", help="give a system a key; it is printed once")
        add.add_argument("code", metavar="CODE")
        add.add_argument("--name", required=True)
        add.add_argument("--unit", required=True, metavar="UNIT")
        add.add_argument("--scopes", required=True, nargs="+", choices=Scope.values)
        add.add_argument("--area", default="", metavar="CODE", help="else the unit's")
        add.add_argument("--per-minute", type=int, default=120, metavar="N")
        add.add_argument("--expires-on", type=date.fromisoformat, metavar="YYYY-MM-DD")
        renew: ArgumentParser = parts.add_parser("renew", help="a new key, printed once; the old one opens a while")
        renew.add_argument("code", metavar="CODE")
        renew.add_argument("--overlap", type=int, default=7, metavar="DAYS")
        revoke: ArgumentParser = parts.add_parser("revoke", help="take a system's keys back at once and for good")
        revoke.add_argument("code", metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        now = timezone.now()
        by = Actor("operator", home_county(), trusted=True)
        if options["part"] == "list":
            self._list(by.county, now)
            return
        match options["part"]:
            case "add":
                told = ("name", "unit", "scopes", "area", "per_minute", "expires_on")
                terms = Terms(**{name: options[name] for name in told})
                _client, key = add_client(options["code"], terms=terms, by=by, at=now)
            case "renew":
                _client, key = renew_client(options["code"], overlap=options["overlap"], by=by, at=now)
            case _:
                client = revoke_client(options["code"], by=by, at=now)
                self.stdout.write(_("已停用%(name)s的密钥。") % {"name": client.name})
                return
        self.stderr.write(_("密钥只显示这一次，请现在交给对方的管理员："))
        self.stdout.write(key)

    def _list(self, county: str, now: datetime) -> None:
        """One line for each: code, name, unit, scopes, area, last use, and why its key opens nothing."""
        for one in clients_of(county, at=now):
            client = one.client
            used = client.last_used_on.isoformat() if client.last_used_on else "-"
            parts = [client.code, client.name, client.unit.code, ",".join(client.scopes), client.area, used, one.ended]
            self.stdout.write("\t".join(parts).rstrip())
