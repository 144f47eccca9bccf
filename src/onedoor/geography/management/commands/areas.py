"""``./onedoor areas import FILE…``, ``export``, ``check``, ``replace FILE``: the areas and grids of a centre."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from onedoor.core.actions.opening_store import required
from onedoor.core.refusal import Refused
from onedoor.geography import checking, exporting, taking
from onedoor.geography.actions.importing import Plan, take
from onedoor.geography.actions.replacing import replace
from onedoor.geography.atlas import atlas
from onedoor.geography.changes import changes_in
from onedoor.geography.models import Area
from onedoor.geography.rows import Finding

STOPPED = 130
_MOST_SAID = 200


class Operator:
    """Whoever works at the command line of this installation."""

    code = "operator"


class Command(BaseCommand):
    """Exit 0 when all was taken in, 2 when a county was not, 130 when it was stopped."""

    help = "区划和网格：导入、导出、检查、换代码 / Areas and grids: import, export, check, replace codes."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        reading = parts.add_parser("import", help="CSV（.csv、.csv.gz）或GeoJSON / CSV or GeoJSON")
        reading.add_argument("files", nargs="+", type=Path, metavar="FILE")
        reading.add_argument(
            "--on", type=date.fromisoformat, default=None, metavar="DATE", help="从哪天起 / from this day"
        )
        reading.add_argument("--dry-run", action="store_true", help="只检查，不写库 / check only, write nothing")
        reading.add_argument(
            "--whole", action="store_true", help="文件里没有的就到此为止 / areas that are not in the file end"
        )
        reading.add_argument("--code-key", default="", help="GeoJSON里代码的属性名 / property that holds the code")
        reading.add_argument("--name-key", default="", help="GeoJSON里名称的属性名 / property that holds the name")
        writing = parts.add_parser("export", help="导出 / write files")
        writing.add_argument("--csv", type=Path, metavar="FILE")
        writing.add_argument("--geojson", type=Path, metavar="FILE")
        moving = parts.add_parser("replace", help="换代码：old,new,on[,name] / other codes from a day on")
        moving.add_argument("files", nargs=1, type=Path, metavar="FILE")
        looking = parts.add_parser("check", help="空洞、重叠、没有网格的村 / holes, overlaps, villages without grids")
        for part in (reading, writing, moving, looking):
            part.add_argument("--county", default="", metavar="990801", help="六位代码 / six digits")

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        try:
            match options["part"]:
                case "import":
                    self._import(options)
                case "export":
                    self._export(options)
                case "replace":
                    self._replace(options)
                case _:
                    self._check(options)
        except KeyboardInterrupt:
            self.stderr.write("停下了；再运行一次，会接着做。 / Stopped; run it again and it goes on.")
            raise SystemExit(STOPPED) from None

    def _import(self, options: dict[str, Any]) -> None:
        began, refused, tally = time.monotonic(), 0, {"new": 0, "changed": 0, "ended": 0, "same": 0}
        for path in options["files"]:
            for plan in self._plans(path, options):
                self._say(path, plan.findings)
                if plan.stopped:
                    refused += 1
                    continue
                if not options["dry_run"]:
                    take(plan, by=Operator(), at=timezone.now())
                tally["new"] += len(plan.new)
                tally["changed"] += len(plan.changed)
                tally["ended"] += len(plan.ended)
                tally["same"] += plan.same
        total, seconds = sum(tally.values()), max(time.monotonic() - began, 0.001)
        dry = "没有写库 / nothing written; " if options["dry_run"] else ""
        self.stdout.write(
            f"{dry}{tally['new']} 新增 / new, {tally['changed']} 改动 / changed, {tally['ended']} 到期 / ended, "
            f"{tally['same']} 没有变化 / unchanged; {seconds:.1f} s, {total / seconds:.0f}/s"
        )
        if refused:
            self.stderr.write(f"{refused} 个县没有收：先改上面的行。 / counties not taken in: mend the lines above.")
            raise SystemExit(2)

    def _plans(self, path: Path, options: dict[str, Any]) -> Iterator[Plan]:
        if not path.is_file():
            raise Refused(_("没有文件%(path)s。请核对。") % {"path": path})
        source = taking.opened(path, code_key=options["code_key"], name_key=options["name_key"])
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=sys.stderr), disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task(path.name, total=source.lines)
            on = options["on"] or timezone.localdate()
            for plan in taking.plans(source, on=on, county=options["county"], whole=options["whole"]):
                yield plan
                bar.advance(task, len(plan.new) + len(plan.changed) + plan.same)

    def _say(self, path: Path, findings: Any) -> None:
        for finding in findings[:_MOST_SAID]:
            self.stderr.write(f"{path.name}:{finding.line}: {both(finding)}")
        if len(findings) > _MOST_SAID:
            self.stderr.write(f"… {len(findings) - _MOST_SAID} 行还有话要说 / more lines with remarks")

    def _export(self, options: dict[str, Any]) -> None:
        if not (options["csv"] or options["geojson"]):
            raise Refused(_("请写明导出到哪里：--csv文件名，或--geojson文件名。"))
        county, today = county_of(options["county"]), timezone.localdate()
        for path, write in ((options["csv"], exporting.write_csv), (options["geojson"], exporting.write_geojson)):
            if path:
                with path.open("w", encoding="utf-8", newline="") as file:
                    count = write(county, file, on=today)
                self.stdout.write(f"{path}: {count}")

    def _replace(self, options: dict[str, Any]) -> None:
        path = options["files"][0]
        if not path.is_file():
            raise Refused(_("没有文件%(path)s。请核对。") % {"path": path})
        county = county_of(options["county"])
        ended = replace(county, changes_in(path.read_bytes()), by=Operator(), at=timezone.now())
        self.stdout.write(f"{county}: {ended} 个代码换了 / codes replaced")

    def _check(self, options: dict[str, Any]) -> None:
        county = county_of(options["county"])
        found = checking.findings(atlas(county))
        for finding in found:
            self.stdout.write(both(finding))
        self.stdout.write(f"{county}: {len(atlas(county).places)} 个地方 / areas, {len(found)} 处要看 / to look at")


def both(finding: Finding) -> str:
    """The sentence in Chinese and, where it has been translated, in English."""
    told = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            told.append(str(finding))
    return " / ".join(dict.fromkeys(told))


def county_of(told: str) -> str:
    """The county named, or the only one in the store. Raises Refused when there are several."""
    if told:
        return told
    found = list(Area.objects.order_by("county").values_list("county", flat=True).distinct()[:2])
    if len(found) != 1:
        raise Refused(_("请用--county写明六位县区代码。"))
    return found[0]
