"""``./onedoor search rebuild [--county CODE] [--after ID]``: make everything that is found by words anew."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.cases.indexing import index_cases
from onedoor.cases.models import Case
from onedoor.core.actions.opening_store import required

_TOGETHER = 500


class Command(BaseCommand):
    help = "Make the entries of every case anew, while the store is in use; it can be stopped and taken up again."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        rebuilding = parts.add_parser("rebuild")
        rebuilding.add_argument("--county", default="", metavar="CODE", help="of one centre alone")
        rebuilding.add_argument("--after", type=int, default=0, metavar="ID", help="go on behind this case")

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        cases = Case.objects.order_by("id")
        if options["county"]:
            cases = cases.filter(county=options["county"])
        after, done, kept = options["after"], 0, 0
        try:
            while batch := list(cases.filter(id__gt=after).values_list("county", "id")[:_TOGETHER]):
                theirs: dict[str, list[int]] = defaultdict(list)
                for county, case in batch:
                    theirs[county].append(case)
                kept += sum(index_cases(county, ids, at=timezone.now()) for county, ids in theirs.items())
                after, done = batch[-1][1], done + len(batch)
                if sys.stderr.isatty():
                    print(f"\r{done:,} …", end="", file=sys.stderr)
        except KeyboardInterrupt:
            self.stderr.write(_("停下了。接着做：./onedoor search rebuild --after %(id)s") % {"id": after})
            raise SystemExit(130) from None
        self.stdout.write(f"{done} 件事项，{kept} 件可以检索 / cases, found by words")
