"""A process that follows the record, one page for each line it is told.

``python tests/faults/follower.py COUNTY [MARK]``. Each line on its input is the most lines of a page; each answer is
one line of JSON: the ids of the page, the mark behind it, whether more is there.
"""

from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
django.setup()

from onedoor.core.following import START, Mark, follow  # noqa: E402


def main() -> None:
    county = sys.argv[1]
    mark = Mark.parse(sys.argv[2]) if len(sys.argv) > 2 else START
    for told in sys.stdin:
        page = follow(mark, county=county, most=int(told))
        mark = page.mark
        print(json.dumps([[line.id for line in page.lines], str(mark), page.more]), flush=True)


if __name__ == "__main__":
    main()
