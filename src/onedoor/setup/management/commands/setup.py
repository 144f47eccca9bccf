"""``./onedoor setup export FILE``, ``template FILE``, ``import FILE [--dry-run] [--json] [--passwords FILE]``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from onedoor.core.actions.opening_store import required
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import home_county
from onedoor.setup import export
from onedoor.setup.actions.applying import FirstPassword
from onedoor.setup.actions.exporting import take_out
from onedoor.setup.actions.importing import Imported, bring_in, look_at
from onedoor.setup.book import Book, read
from onedoor.setup.report import as_data, county_of, in_words
from onedoor.setup.state import State

Step = Callable[[int, int], None]


class Command(BaseCommand):
    """Exit 0 when it was done (or would be), 2 when something was refused or a line is wrong."""

    help = "导出、导入设置表（XLSX）/ Write the set-up into a workbook, or take one in."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        for name, told in (("export", "导出 / write the set-up"), ("template", "空表 / a workbook to fill in")):
            parts.add_parser(name, help=told).add_argument("file", type=Path, metavar="FILE")
        taking = parts.add_parser("import", help="导入 / take a workbook in, all of it or nothing")
        taking.add_argument("file", type=Path, metavar="FILE")
        taking.add_argument("--dry-run", action="store_true", help="只看要改什么，不写库 / check only, write nothing")
        taking.add_argument("--json", action="store_true", dest="as_json", help="输出JSON / print JSON")
        taking.add_argument(
            "--passwords", type=Path, metavar="FILE", help="初始密码写进文件 / first passwords go there"
        )
        for part in parts.choices.values():
            part.add_argument("--county", default="", metavar="990801", help="六位代码 / six digits of the centre")

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        path: Path = options["file"]
        match options["part"]:
            case "export":
                by = _operator(options["county"] or home_county())
                with _progress() as step:
                    made = take_out(by=by, at=timezone.now(), progress=step)
                self._keep(path, made)
            case "template":
                state = State(options["county"], timezone.now())
                self._keep(path, export.workbook(state, empty=True))
            case _:
                self._import(path, options)

    def _keep(self, path: Path, made: bytes) -> None:
        """The file in place of what was there, whole or not at all; it names people, so nobody else may read it."""
        beside = path.with_name(f".{path.name}.part")
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(made)
            beside.replace(path)
        except OSError as error:
            raise Refused(
                _("写不了%(path)s：%(why)s。请换一个位置。") % {"path": path, "why": error.strerror}
            ) from error
        self.stdout.write(f"{path}: {len(made) // 1024 + 1} KB")

    def _import(self, path: Path, options: dict[str, Any]) -> None:
        passwords: Path | None = options["passwords"]
        if passwords is not None and passwords.exists():
            raise Refused(_("%(path)s已经有了，没有动它。请给初始密码另起一个文件名。") % {"path": passwords})
        book = _book(path)
        by = _operator(options["county"] or settings.ONEDOOR_COUNTY or county_of(book) or home_county())
        at = timezone.now()
        with _progress() as step:
            take = look_at if options["dry_run"] else bring_in
            result: Imported = take(book, by=by, at=at, progress=step)
        if result.passwords and passwords is not None:
            _write_passwords(passwords, result.passwords)
        self._say(result, path, options, told=passwords is None)
        if result.outcome.findings:
            raise SystemExit(2)

    def _say(self, result: Imported, path: Path, options: dict[str, Any], *, told: bool) -> None:
        if options["as_json"]:
            data = as_data(result) | {"file": str(path), "dry_run": options["dry_run"]}
            if told and result.passwords:
                data["passwords"] = [vars(one) for one in result.passwords]
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        for line in in_words(result, dry_run=options["dry_run"]):
            self.stdout.write(line)
        if told and result.passwords:
            self.stdout.write("初始密码，只显示这一次 / first passwords, shown this once:")
            for one in result.passwords:
                self.stdout.write(f"  {one.login}\t{one.name}\t{one.password}")
        elif result.passwords:
            self.stdout.write(f"初始密码 / first passwords: {options['passwords']}")


def _operator(county: str) -> Actor:
    return Actor("operator", county, trusted=True)


def _book(path: Path) -> Book:
    try:
        return read(path.read_bytes(), name=path.name)
    except OSError as error:
        raise Refused(_("读不了%(path)s：%(why)s。请检查文件。") % {"path": path, "why": error.strerror}) from error


def _write_passwords(path: Path, passwords: Sequence[FirstPassword]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        for one in passwords:
            file.write(f"{one.login}\t{one.name}\t{one.password}\n")


@contextmanager
def _progress() -> Iterator[Step]:
    """Counts on standard error while a person looks on; silent where nobody does."""
    console = Console(stderr=True)
    columns = (TextColumn("设置 / set-up"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
