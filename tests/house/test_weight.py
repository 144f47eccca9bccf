"""What a page costs: bytes on the line, requests, queries; never more than was agreed in weights.json.

With ONEDOOR_RECORD=1 the figures are written down anew; read the difference before you keep it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onedoor.config.screens import PAGES
from onedoor.config.screens.page import Page
from onedoor.config.screens.staging import Shown
from onedoor.organisation import sessions, signed_in
from tests.house.counting import own
from tests.house.sources import ROOT
from tests.journeys.pages import furnished, shown

pytestmark = pytest.mark.django_db

WRITTEN = Path(__file__).with_name("weights.json")
ASKED = re.compile(r'<(?:link rel="stylesheet" href|script[^>]* src|use href|img[^>]* src)="(/static/[^"#]+)')
IMPORTED = re.compile(r'^import [^;]*?["\']([^"\']+)["\']', re.MULTILINE)
TOLERATED = 400
"""Bytes a page may grow by without anybody being asked: a line of text, a longer reference."""

CITIZEN_BYTES = 150_000
"""What a resident's page may cost on the line, with all it needs, when it is opened for the first time."""

QUERIES = {"desk-inbox": 6, "desk-cases": 6, "desk-find": 6, "desk-orders": 6, "desk-case-registered": 12}
"""The limits of lists and the case page, beside the one query that reads the session. No baseline to be moved."""

SESSION = 1


@pytest.fixture(scope="module", autouse=True)
def county_with_everything(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with furnished(django_db_blocker):
        yield


@pytest.fixture(scope="module")
def weighed(county_with_everything: None) -> dict[str, dict[str, int]]:
    """Who is signed in is remembered as long as it takes: a slow machine would read it again within a page."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (sessions, signed_in):
            patch.setattr(module, "REMEMBER", 3600)
        return {page.name: weigh(page) for page in PAGES}


def weigh(page: Page) -> dict[str, int]:
    """The cost of a page: the second time somebody opens it for the queries, the first time for the bytes."""
    found = shown(page)
    scene = found.scene
    with CaptureQueriesContext(connection) as asked:
        if scene.sends is None:
            found.client.get(scene.path)
        else:
            found.client.post(scene.path, scene.sends)
    queries = own(asked.captured_queries)
    files = dict.fromkeys(needed(found))
    return {
        "html": len(gzip.compress(found.answer.content, mtime=0)),
        "files": sum(carried(address) for address in files),
        "requests": 1 + len(files),
        "queries": len(queries),
    }


def needed(found: Shown) -> Iterator[str]:
    """The address of every file the page asks for, and what those ask for in turn."""
    for address in ASKED.findall(found.html):
        yield address
        if address.endswith(".js"):
            yield from imported(address)


@cache
def imported(address: str) -> list[str]:
    """The addresses of the scripts a script asks for."""
    text = b"".join(Client().get(address).streaming_content).decode()  # type: ignore[attr-defined]
    return [f"{address.rpartition('/')[0]}/{name.removeprefix('./')}" for name in IMPORTED.findall(text)]


@cache
def carried(address: str) -> int:
    """The bytes of a file as it goes over the line to a browser that takes gzip: the same for every page."""
    answer = Client().get(address, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200, f"{address} is not there"
    return len(b"".join(answer.streaming_content))  # type: ignore[attr-defined]


def test_no_page_costs_more_than_agreed(weighed: dict[str, dict[str, int]]) -> None:
    if os.environ.get("ONEDOOR_RECORD"):
        WRITTEN.write_text(json.dumps(weighed, indent=1) + "\n")
    agreed = json.loads(WRITTEN.read_text())
    assert weighed.keys() == agreed.keys()
    more = {
        f"{page}: {what}": (now, agreed[page][what])
        for page, told in weighed.items()
        for what, now in told.items()
        if now > agreed[page][what] + (TOLERATED if what in ("html", "files") else 0)
    }
    assert more == {}


def test_a_resident_pays_little_for_a_page(weighed: dict[str, dict[str, int]]) -> None:
    """These limits are no baseline to be moved."""
    heavy = {
        name: told["html"] + told["files"]
        for name, told in weighed.items()
        if name.startswith("citizen-") and told["html"] + told["files"] > CITIZEN_BYTES
    }
    assert heavy == {}


@pytest.mark.parametrize(("page", "most"), QUERIES.items())
def test_lists_and_cases_ask_the_store_little(weighed: dict[str, dict[str, int]], page: str, most: int) -> None:
    assert weighed[page]["queries"] <= most + SESSION


def test_only_the_listed_classes_of_tabler_are_used() -> None:
    """vendor.py leaves the rest of its style sheet out."""
    whole = ROOT / "frontend" / "node_modules" / "@tabler" / "core" / "dist" / "css" / "tabler.min.css"
    if not whole.is_file():
        pytest.skip("the web libraries were not fetched here: .venv/bin/python frontend/vendor.py")
    theirs = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", whole.read_text(encoding="utf-8")))
    lines = (ROOT / "frontend" / "tabler.txt").read_text(encoding="utf-8").splitlines()
    listed = {line for line in lines if line and not line.startswith("#")}
    assert used() & theirs == listed


def used() -> set[str]:
    """Every class the templates, widgets and scripts give to something."""
    package = ROOT / "src" / "onedoor"
    files = [*package.rglob("*.html"), *package.rglob("*.py"), *(package / "static" / "od").rglob("*.js")]
    found: set[str] = set()
    for path in files:
        for given in CLASSES.findall(path.read_text(encoding="utf-8")):
            found |= set(re.findall(r"[\w-]+", MARKUP.sub(" ", next(filter(None, given), ""))))
    return found


CLASSES = re.compile(
    r"""class(?:Name)?["']?\s*[=:]\s*(?:"([^">]*)|'([^'>]*))|classList\.\w+\(["']([^"']+)|: "(form-[a-z-]+)"""
)
MARKUP = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
