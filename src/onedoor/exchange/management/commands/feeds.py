"""``./onedoor feeds list · check FEED [FILE] · start FILE``: describe another system's file until it is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from onedoor.exchange.feed import Feed
from onedoor.exchange.inspecting import Inspection, inspect
from onedoor.exchange.packed import unpacked
from onedoor.exchange.starting import start

_MOST_SENTENCES = 10


class Command(BaseCommand):
    """Exit 0 when the description, and the file where one is named, can be used; 2 with a sentence when not."""

    help = "来源说明：列出、检查、起草 / Descriptions of other systems' files: list, check, begin one."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        listing = parts.add_parser("list", help="自带的来源 / the shipped feeds")
        checking = parts.add_parser("check", help="说明对不对，文件会怎样 / is it right, what would become of a file")
        checking.add_argument("feed", metavar="FEED", help="来源名称或.toml文件 / a feed or its TOML file")
        checking.add_argument("file", nargs="?", type=Path, metavar="FILE", help=".xlsx, .csv, .jsonl, .zip")
        starting = parts.add_parser("start", help="看一个文件，起草说明 / look at a file and begin its description")
        starting.add_argument("file", type=Path, metavar="FILE", help=".xlsx, .csv, .jsonl, .zip")
        starting.add_argument("--sheet", default="", help="工作表 / worksheet")
        for part in (listing, checking):
            part.add_argument("--json", action="store_true", dest="as_json", help="输出JSON / print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["part"]:
            case "list":
                self._list(as_json=options["as_json"])
            case "check":
                self._check(options["feed"], options["file"], as_json=options["as_json"])
            case _:
                with unpacked(options["file"]) as path:
                    self.stdout.write(start(path, sheet=options["sheet"]), ending="")

    def _list(self, *, as_json: bool) -> None:
        feeds = [Feed.load(name) for name in Feed.shipped()]
        if as_json:
            told = [{"name": feed.name, "title": feed.label, "kinds": feed.file.kinds} for feed in feeds]
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        table = Table("name", _("来源"), _("文件"), box=None)
        for feed in feeds:
            table.add_row(feed.name, feed.label, " ".join(feed.file.kinds))
        self._show(table)

    def _check(self, name: str, file: Path | None, *, as_json: bool) -> None:
        feed = Feed.load(name)
        found = None
        if file is not None:
            with unpacked(file) as path:
                found = inspect(path, feed, at=timezone.now())
        if as_json:
            self.stdout.write(json.dumps(_told(feed, found), ensure_ascii=False))
            return
        self._show(_mapping(feed))
        if found is None:
            self.stdout.write(_("来源说明“%(feed)s”可以用。") % {"feed": feed.label})
            return
        for table in _tables(found):
            self.stdout.write("")
            self._show(table)
        self.stdout.write("")
        if found.unasked:
            self.stdout.write(_("没有查区划和事项：%(why)s") % {"why": found.unasked})
        share = found.rejected / found.rows if found.rows else 0
        self.stdout.write(
            _("读了%(rows)s行：可以收%(taken)s，重复%(repeated)s，要退回%(rejected)s（%(share).1f%%）。没有写库。")
            % {
                "rows": found.rows,
                "taken": found.taken,
                "repeated": found.repeated,
                "rejected": found.rejected,
                "share": share * 100,
            }
        )

    def _show(self, table: Table) -> None:
        console = Console()
        with console.capture() as captured:
            console.print(table)
        self.stdout.write(captured.get().rstrip())


def _mapping(feed: Feed) -> Table:
    table = Table(_("列"), _("我们的字段"), _("怎样读"), box=None)
    for field, columns in feed.sources.items():
        way = " | ".join(form.example for form in feed.forms.get(field, ()))
        if field in feed.codes:
            way = _("对照表，%(count)s个值") % {"count": len(feed.codes[field])}
        elif field in feed.lookup:
            way = _("按%(by)s查") % {"by": feed.lookup[field].by}
        elif field in feed.joined:
            way = feed.joined[field].by.join(feed.joined[field].parts)
        table.add_row(_("、").join(columns), field, way)
    for field, value in feed.constants.items():
        table.add_row("—", field, value)
    if feed.ignored:
        table.add_row(_("、").join(feed.ignored), "—", _("不要"))
    return table


def _tables(found: Inspection) -> list[Table]:
    tables = []
    if found.first:
        table = Table(_("字段"), *(_("第%(line)s行") % {"line": row["line"]} for row in found.first), box=None)
        for field in dict.fromkeys(field for row in found.first for field in row if field != "line"):
            table.add_row(field, *(row.get(field, "") for row in found.first))
        tables.append(table)
    if found.why:
        table = Table(_("行数"), _("为什么退回（举一行）"), box=None)
        for sentence, count in found.why[:_MOST_SENTENCES]:
            table.add_row(str(count), sentence)
        tables.append(table)
    for field, values in found.unnamed.items():
        table = Table(_("行数"), _("对照表codes.%(field)s里还没有的值") % {"field": field}, box=None)
        for value, count in values:
            table.add_row(str(count), value)
        tables.append(table)
    return tables


def _told(feed: Feed, found: Inspection | None) -> dict[str, Any]:
    told: dict[str, Any] = {"feed": feed.name, "columns": feed.sources, "ignored": feed.ignored}
    if found is not None:
        told |= {
            "rows": found.rows,
            "taken": found.taken,
            "duplicates": found.repeated,
            "rejected": found.rejected,
            "first": found.first,
            "why": [{"sentence": sentence, "rows": count} for sentence, count in found.why],
            "unnamed": {field: dict(values) for field, values in found.unnamed.items()},
            "unasked": found.unasked,
        }
    return told
