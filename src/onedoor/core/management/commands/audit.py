"""``./onedoor audit verify``: walk the whole record."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from onedoor.core import audit
from onedoor.core.actions.opening_store import required


class Command(BaseCommand):
    help = "Verify every chain of the record and every kept word; exit 1 when anything was altered."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        verifying = parts.add_parser("verify")
        verifying.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        finding = audit.verify(self._step if sys.stderr.isatty() else None)
        if options["as_json"]:
            told = {"sound": finding.sound, "chains": finding.chains, "lines": finding.lines, "words": finding.words}
            self.stdout.write(json.dumps(told | {"problems": finding.problems}, ensure_ascii=False, indent=2))
        else:
            for problem in finding.problems:
                self.stdout.write(problem)
            verdict = "完好 / sound" if finding.sound else f"{len(finding.problems)} 处不符 / problems"
            self.stdout.write(f"{finding.chains} 条链 / chains, {finding.lines} 行 / lines: {verdict}")
        if not finding.sound:
            raise SystemExit(1)

    def _step(self, finding: audit.Finding) -> None:
        if finding.chains % 1000 == 0:
            print(f"\r{finding.chains} …", end="", file=sys.stderr)
