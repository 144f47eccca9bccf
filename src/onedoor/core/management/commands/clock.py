"""``./onedoor clock``: compute one limit, or check a table of limits. Touches no store."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from onedoor.core.clock import Calendar, Suspension, Unit, compute, explain, vectors
from onedoor.core.refusal import Refused

MISMATCH, REFUSED = 1, 2


class Command(BaseCommand):
    """Exit 0 when all is well, 1 when a case that is not debatable differs, 2 when the input was refused."""

    help = "计算一个时限，或核对一张时限表 / Compute one limit, or check a table of limits."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        one = verbs.add_parser("compute", help="计算一个时限 / compute one limit")
        one.add_argument("--n", type=int, required=True, help="长度 / length")
        one.add_argument("--unit", required=True, metavar="|".join(Unit))
        one.add_argument("--start", required=True, help="2026-02-12T09:00+08:00")
        one.add_argument("--suspend", action="append", default=[], metavar="FROM..TO", help="2026-02-14..2026-02-20")
        one.add_argument("--extend", type=int, default=0, metavar="N", help="延长 / extension, same unit")
        table = verbs.add_parser("check", help="核对一张时限表 / check a table of limits (CSV)")
        table.add_argument("file", type=Path, metavar="FILE.csv")
        for verb in (one, table):
            verb.add_argument("--json", action="store_true", dest="as_json", help="输出JSON / print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            passed = self._compute(options) if options["verb"] == "compute" else self._check(options)
        except Refused as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(REFUSED) from refusal
        if not passed:
            raise SystemExit(MISMATCH)

    def _compute(self, options: dict[str, Any]) -> bool:
        unit = Unit.named(options["unit"])
        limit = compute(
            start=vectors.read_moment(options["start"]),
            n=options["n"],
            unit=unit,
            calendar=Calendar.national(),
            suspensions=[_suspension(text) for text in options["suspend"]],
            extension=options["extend"],
        )
        last = vectors.last_day(limit.due, unit)
        why = explain(limit.trace)
        if options["as_json"]:
            self._print(
                {
                    "due": limit.due.isoformat(),
                    "last_day": last.isoformat() if last else None,
                    "why": [list(line) for line in why],
                    "trace": limit.trace,
                }
            )
            return True
        self.stdout.write(f"到期 / due  {f'{last} 24:00' if last else limit.due.isoformat(' ')}")
        for label, sentence in why:
            self.stdout.write(f"{label}  {sentence}")
        return True

    def _check(self, options: dict[str, Any]) -> bool:
        result = vectors.compare(options["file"], Calendar.national())
        matched = result.rows - len(result.differences)
        hard, debatable = len(result.mismatches), len(result.debatable_mismatches)
        if options["as_json"]:
            self._print(
                {
                    "rows": result.rows,
                    "matched": matched,
                    "mismatches": hard,
                    "debatable_mismatches": debatable,
                    "differences": [asdict(item) for item in result.differences],
                }
            )
            return not hard
        self.stdout.write(f"共{result.rows}行：一致{matched}，不符{hard}，有争议而不同{debatable}")
        self.stdout.write(f"{result.rows} rows: {matched} matched, {hard} mismatches, {debatable} debatable mismatches")
        for item in result.differences:
            mark = "有争议 / debatable" if item.debatable else "不符 / mismatch"
            self.stdout.write(f"{item.line}  {item.case_id}  {item.expected} ≠ {item.got}  {mark}")
        return not hard

    def _print(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))


def _suspension(text: str) -> Suspension:
    first, dots, last = text.partition("..")
    if not dots:
        raise Refused(_("暂停“%(text)s”缺少“..”。请写成2026-02-14..2026-02-20这样。") % {"text": text})
    return Suspension(vectors.read_date(first), vectors.read_date(last))
