"""``./onedoor erase``: show what is kept of a person, erase it, and clear what the store's files still hold."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from onedoor.cases import erasable
from onedoor.cases.actions.erasing import Ground, Outcome, erase_person
from onedoor.cases.erasable import Extent
from onedoor.cases.models import Report
from onedoor.core import clearing
from onedoor.core.actions.opening_store import required
from onedoor.core.clock import ZONE
from onedoor.core.privacy import masked_name, masked_phone
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import home_county


class Command(BaseCommand):
    """Exit 0 when everything asked for is gone, 2 when something was refused."""

    help = "清除一个人的信息 / Erase what is kept of a person, and clear what the store's files still hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("refs", nargs="*", metavar="REF", help="事项编号 / cases")
        parser.add_argument("--phone", help="这个号码的所有来件 / every report of this number")
        parser.add_argument("--due", action="store_true", help="保存期满的来件 / whatever has been kept long enough")
        parser.add_argument("--ground", choices=Ground.values, help="理由 / why")
        parser.add_argument("--dry-run", action="store_true", help="只列出 / list only")
        parser.add_argument("--yes", action="store_true", help="不再询问 / do not ask")
        parser.add_argument("--clear", action="store_true", help="只清理库文件 / only clear the store's files")
        parser.add_argument("--county", default="", metavar="990801")

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        if options["clear"]:
            self._clear()
            return
        at = timezone.now()
        by = Actor("operator", options["county"] or home_county(), trusted=True)
        ground = _ground(options)
        found = _found(options, by.county, at=at)
        for report in found:
            self.stdout.write(_line(erasable.extent(report)))
        self.stdout.write(f"{len(found)} 份来件 / reports")
        if options["dry_run"] or not found or not (options["yes"] or self._sure()):
            return
        outcome = self._erase(found, ground, by=by, at=at)
        self._clear()
        for report, sentence in outcome.refused:
            self.stderr.write(f"{report.case.ref}: {sentence}")
        self.stdout.write(f"{len(outcome.erased)} 份已清除 / erased")
        if outcome.refused:
            raise SystemExit(2)

    def _sure(self) -> bool:
        if not sys.stdin.isatty():
            raise CommandError("清除不能撤回。确定就加上--yes。 / It cannot be undone; add --yes.")
        return input("清除不能撤回。确定请输入 yes / It cannot be undone. Type yes: ").strip() == "yes"

    def _erase(self, found: list[Report], ground: str, *, by: Actor, at: datetime) -> Outcome:
        outcome = Outcome()
        with _progress() as progress:
            task = progress.add_task("清除 erasing", total=len(found))
            for report in found:
                with transaction.atomic():
                    one = erase_person([report], ground=ground, by=by, at=at)
                outcome.erased += one.erased
                outcome.refused += one.refused
                progress.advance(task)
        return outcome

    def _clear(self) -> None:
        with _progress() as progress:
            task = progress.add_task("清理 clearing", total=None)
            clearing.clear(
                lambda name, number, parts: progress.update(
                    task, description=f"清理 clearing {name}", completed=number, total=parts
                )
            )


def _ground(options: dict[str, Any]) -> str:
    asked = [bool(options["refs"]), bool(options["phone"]), options["due"]]
    if sum(asked) != 1:
        raise CommandError("请写明事项编号、--phone或--due，只能选一种。 / Give refs, --phone or --due, one of them.")
    if options["due"]:
        return str(Ground.EXPIRED)
    if not options["ground"] and not options["dry_run"]:
        raise CommandError(f"请用--ground写明理由。 / Say why: --ground {'|'.join(Ground.values)}.")
    return options["ground"] or ""


def _found(options: dict[str, Any], county: str, *, at: datetime) -> list[Report]:
    if options["due"]:
        return erasable.due(county, at=at)
    if options["phone"]:
        return erasable.of_phone(county, options["phone"])
    return [report for ref in options["refs"] for report in _of_case(county, ref)]


def _of_case(county: str, ref: str) -> Iterable[Report]:
    found = erasable.of_case(county, ref)
    if not found:
        raise CommandError(f"{ref}：没有这件事项，或者已经清除。 / No such case, or it was erased already.")
    return found


def _line(told: Extent) -> str:
    report, contact = told.report, told.report.contact
    who = " ".join(filter(None, (masked_name(contact.name), masked_phone(contact.phone)))) or "—"
    words = len(told.lines) + sum(map(len, told.elsewhere.values()))
    beside = f" + {', '.join(told.elsewhere)}" if told.elsewhere else ""
    return (
        f"  {report.case.ref}{beside}  {report.received_at.astimezone(ZONE):%Y-%m-%d}  {report.get_channel_display()}"
        f"  {who}  {len(report.text)} 字 characters, {words} 处文字 words on the record"
        f", {len(told.files)} 个附件 attachments"
    )


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error while a person looks on; silent where nobody does."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield progress
