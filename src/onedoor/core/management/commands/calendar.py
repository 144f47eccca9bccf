"""``./onedoor calendar import FILE…``, ``show YEAR``, and ``add DAY``, ``remove DAY`` for a county's own holidays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from onedoor.core.actions.importing_calendar import import_notice
from onedoor.core.actions.opening_store import required
from onedoor.core.actions.setting_day import remove_day, set_day
from onedoor.core.clock import Day, notice
from onedoor.core.queries import calendar


class Operator:
    """Whoever works at the command line of this installation."""

    code = "operator"


class Command(BaseCommand):
    help = "Import official holiday notices (JSON or XLSX), set a county's own days, or show those of a year."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        reading = parts.add_parser("import")
        reading.add_argument("files", nargs="+", type=Path, metavar="FILE")
        reading.add_argument("--county", default="", help="six digits: days of this county only")
        adding = parts.add_parser("add")
        adding.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD")
        adding.add_argument("--county", required=True, help="six digits: the day holds in this county only")
        adding.add_argument("--name", required=True)
        adding.add_argument("--source", required=True, help="who set the day, and where it says so")
        kind = adding.add_mutually_exclusive_group(required=True)
        kind.add_argument("--off", action="store_true", help="a rest day")
        kind.add_argument("--work", action="store_true", help="a make-up workday")
        removing = parts.add_parser("remove")
        removing.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD")
        removing.add_argument("--county", required=True)
        showing = parts.add_parser("show")
        showing.add_argument("year", type=int)
        showing.add_argument("--county", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        match options["part"]:
            case "import":
                self._import(options["files"], options["county"])
            case "add":
                day = Day(options["day"], options["name"], options["off"])
                self._add(day, options["county"], options["source"])
            case "remove":
                remove_day(options["day"], county=options["county"], by=Operator(), at=timezone.now())
                self.stdout.write(f"{options['day']}: 已删去 / removed ({options['county']})")
            case _:
                self._show(options["year"], options["county"])

    def _import(self, files: list[Path], county: str) -> None:
        notices = [(path, notice.read(path)) for path in files]
        for path, told in notices:
            moved = import_notice(told, county=county, source=path.name, by=Operator(), at=timezone.now())
            self.stdout.write(f"{told.year}: {len(told.days)} 天 / days, {moved} 处改动 / changed ({path.name})")

    def _add(self, day: Day, county: str, source: str) -> None:
        changed = set_day(day, county=county, source=source, by=Operator(), at=timezone.now())
        told = "已设 / set" if changed else "没有变化 / unchanged"
        self.stdout.write(f"{day.date}: {day.name}, {told} ({county})")

    def _show(self, year: int, county: str) -> None:
        days = calendar(county)
        if not days.announced(year):
            self.stdout.write(f"{year}: 放假安排还没有公布 / not announced yet")
        for offset in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
            day = date(year, 1, 1) + timedelta(days=offset)
            if days.is_rest(day) != (day.weekday() >= 5) or days.is_make_up(day):
                self.stdout.write(f"{day} {'休 off ' if days.is_rest(day) else '班 work'} {days.why(day)}")
