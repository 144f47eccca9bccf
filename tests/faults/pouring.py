"""Take in a file by two writing processes, as history, and print what became of it.

``python tests/faults/pouring.py FILE``; DATABASE_URL names the store. ``--build`` puts the small county there first.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from onedoor.exchange.feed import Feed  # noqa: E402
from onedoor.exchange.pouring import Pouring  # noqa: E402
from onedoor.exchange.rejects import RejectFile  # noqa: E402
from onedoor.exchange.taking import AsHistory  # noqa: E402
from tests import small_county  # noqa: E402


def main() -> None:
    if "--build" in sys.argv:
        small_county.build()
    path, feed = Path(sys.argv[1]), Feed.load("messages")
    with RejectFile(path.with_suffix(".rejects")) as rejects:
        pouring = Pouring(feed, small_county.COUNTY, lambda county: AsHistory(feed, county), rejects, processes=2)
        print(json.dumps(asdict(pouring.run(path, at=timezone.now()))))


if __name__ == "__main__":
    main()
