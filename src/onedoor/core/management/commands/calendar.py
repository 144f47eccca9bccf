"""``./onedoor calendar import FILE…`` and ``./onedoor calendar show YEAR``."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from onedoor.core.actions.importing_calendar import import_notice
from onedoor.core.actions.opening_store import required
from onedoor.core.clock import notice
from onedoor.core.queries import calendar


class Operator:
    """Whoever works at the command line of this installation."""

    code = "operator"


class Command(BaseCommand):
    help = "Import official holiday notices (JSON or XLSX), or show a year's rest days and make-up workdays."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        reading = parts.add_parser("import")
        reading.add_argument("files", nargs="+", type=Path, metavar="FILE")
        reading.add_argument("--county", default="", help="six digits: days of this county only")
        showing = parts.add_parser("show")
        showing.add_argument("year", type=int)
        showing.add_argument("--county", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        if options["part"] == "import":
            self._import(options["files"], options["county"])
        else:
            self._show(options["year"], options["county"])

    def _import(self, files: list[Path], county: str) -> None:
        notices = [(path, notice.read(path)) for path in files]
        for path, told in notices:
            moved = import_notice(told, county=county, source=path.name, by=Operator(), at=timezone.now())
            self.stdout.write(f"{told.year}: {len(told.days)} 天 / days, {moved} 处改动 / changed ({path.name})")

    def _show(self, year: int, county: str) -> None:
        days = calendar(county)
        if not days.announced(year):
            self.stdout.write(f"{year}: 放假安排还没有公布 / not announced yet")
        for offset in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
            day = date(year, 1, 1) + timedelta(days=offset)
            if days.is_rest(day) != (day.weekday() >= 5) or days.is_make_up(day):
                self.stdout.write(f"{day} {'休 off ' if days.is_rest(day) else '班 work'} {days.why(day)}")
