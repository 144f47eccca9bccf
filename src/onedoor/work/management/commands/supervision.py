"""``./onedoor supervision show`` and ``./onedoor supervision adopt FILE --from DAY``."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.core.actions.opening_store import required
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import home_county
from onedoor.work import ladder
from onedoor.work.actions.ruling import adopt


class Command(BaseCommand):
    help = "Show the rules by which tasks are chased, or put a set of the county's own in force from a day on."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        showing = parts.add_parser("show")
        showing.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="the rules of this day")
        adopting = parts.add_parser("adopt")
        adopting.add_argument("file", type=Path, metavar="FILE", help="TOML with one [[rule]] for each")
        adopting.add_argument("--from", type=date.fromisoformat, dest="valid_from", required=True, metavar="DAY")
        for part in (showing, adopting):
            part.add_argument("--county", default="", help="six digits, where the store holds several")

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        county = options["county"] or home_county()
        if options["part"] == "adopt":
            by = Actor("operator", county, trusted=True)
            made = adopt(_read(options["file"]), valid_from=options["valid_from"], by=by, at=timezone.now())
            self.stdout.write(f"{options['valid_from']}: {len(made)} 条规则 / rules")
        else:
            self._show(county, options["on"] or timezone.localdate())

    def _show(self, county: str, on: date) -> None:
        for rule in ladder.chasing(county, on=on):
            what = f"{rule.n}%" if rule.basis == "share" else f"+{rule.n} {rule.unit}"
            only = " ".join(filter(None, [rule.verb, "urgent" if rule.urgent_only else ""]))
            tells = "、".join(rule.tells)
            self.stdout.write(f"{rule.rule}  {rule.level:9} {what:8} {tells}  {_(rule.citation)}  {only}".rstrip())


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(_("读不了%(path)s：%(error)s。请检查文件。") % {"path": path, "error": error}) from error
    rules = told.get("rule")
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise Refused(_("%(path)s里没有规则。每条规则以[[rule]]开头。") % {"path": path})
    return rules
