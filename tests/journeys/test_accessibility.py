"""Every page is open to everybody: WCAG 2.2 AA by axe, at 320 px and at 200 %, in light, dark and large type.

Nothing leaves the machine: a page that asks any address but its own fails here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver
from playwright.sync_api import Browser

from onedoor.config.screens import PAGES
from onedoor.config.screens.page import Page
from onedoor.config.screens.window import Window
from tests.house.test_routes import routes
from tests.journeys.pages import furnished, shown

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = Path(__file__).with_name("looks.js")
ORDER = Path(__file__).with_name("tab_order.txt")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK, PHONE, NARROW, ZOOMED = (1440, 900), (390, 844), (320, 640), (720, 450)
IN_COLOUR = ["color-contrast", "link-in-text-block"]
IN_SIZE = ["target-size", "scrollable-region-focusable"]
RUN = """([key, values]) => axe.run(document, {runOnly: {type: key, values}, resultTypes: ["violations"]}).then(
  told => told.violations.flatMap(one => one.nodes.map(node =>
    `${one.id}: ${node.html.slice(0, 160)} — ${node.any.concat(node.all, node.none).map(why => why.message)[0]}`)))"""


@pytest.fixture(scope="module")
def window(browser: Browser, django_db_setup: None, django_db_blocker: Any) -> Iterator[Window]:
    """A browser's window onto the furnished county."""
    if not AXE.is_file():
        pytest.skip("axe is not there: .venv/bin/python frontend/vendor.py --tests")
    with furnished(django_db_blocker):
        window = Window(browser)
        yield window
        window.close()


def violations(window: Window, kind: str, values: list[str]) -> list[str]:
    found: list[str] = window.page.evaluate(RUN, [kind, values])
    return found


def dress(window: Window, **attributes: str) -> None:
    """Change the dress of a page that is open: its theme, its type."""
    window.page.locator("html").evaluate("(root, told) => Object.assign(root.dataset, told)", attributes)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_everybody_can_use_the_page(page: Page, window: Window, pytestconfig: pytest.Config) -> None:
    """In every run in light and at 320 px; before a release (--thorough) in every dress and at every size."""
    citizen = page.surface == "citizen"
    window.show(shown(page), size=PHONE if citizen else DESK)
    browser = window.page
    browser.evaluate(AXE.read_text())
    browser.evaluate(LOOKS.read_text())
    found = {"light": violations(window, "tag", TAGS)}
    thorough = pytestconfig.getoption("thorough")
    if thorough or page.dark:
        dress(window, bsTheme="dark")
        found["dark"] = violations(window, "rule", IN_COLOUR)
        dress(window, bsTheme="light")
    if not thorough and not (citizen and page.elder):
        pass
    elif citizen:
        dress(window, elder="")
        rules = IN_COLOUR + IN_SIZE if page.elder else IN_SIZE
        found["large type"] = violations(window, "rule", rules) + browser.evaluate("odCutOff()")
    else:
        # As tall as the page, so that nothing lies under the bar.
        browser.set_viewport_size({"width": PHONE[0], "height": browser.evaluate("document.body.scrollHeight") + 900})
        found["phone"] = violations(window, "rule", IN_SIZE) + browser.evaluate("odCutOff()")
    for name, (width, height) in (("320 px", NARROW), ("200 %", ZOOMED)) if thorough else (("320 px", NARROW),):
        browser.set_viewport_size({"width": width, "height": height})
        found[name] = browser.evaluate("odCutOff()")
    said = [f"{where}: {told}" for where, problems in found.items() for told in problems]
    said += [f"asks somebody else: {address}" for address in window.outside]
    said += [f"the browser complains: {told}" for told in window.complaints]
    assert not said, "\n".join(said)


STOPS = 60
RECORDED = (
    "citizen-home", "citizen-where", "citizen-what", "citizen-check", "citizen-progress", "desk-inbox", "desk-register",
    "desk-case-registered", "desk-case-handling", "desk-overdue",
)  # fmt: skip
"""The pages whose order of focus is written down."""


def stops(window: Window) -> Iterator[str]:
    """Where the focus stops when somebody goes through the page with the tab key, up to the first stop again."""
    first = ""
    for _ in range(STOPS):
        window.page.keyboard.press("Tab")
        stop = window.page.evaluate("odFocus()")
        if not stop or stop == first:
            return
        first = first or stop
        yield REF.sub("REF", stop)


REF = re.compile(r"\d{6}-\d{4}-\d{4} ?\d{4}-\d")


def test_the_focus_goes_through_a_page_as_it_was_written_down(window: Window) -> None:
    """With ONEDOOR_RECORD=1 the order is written down anew; read the difference before you keep it."""
    told = []
    for page in PAGES:
        if page.name in RECORDED:
            window.show(shown(page), size=PHONE if page.surface == "citizen" else DESK)
            window.page.evaluate(LOOKS.read_text())
            told.append("\n".join([f"== {page.name}", *stops(window)]))
    written = "\n\n".join(told) + "\n"
    if os.environ.get("ONEDOOR_RECORD"):
        ORDER.write_text(written, encoding="utf-8")
    assert written.splitlines() == ORDER.read_text(encoding="utf-8").splitlines()


NO_PAGE = {
    "live": "a line for a probe",
    "set_language": "changes the language and goes back",
    "desk:sign-out": "takes a POST",
    "desk:file": "a file",
    "desk:hall-queue": "part of desk:hall",
    "desk:peek": "part of desk:cases, shown beside the list",
    "desk:find-offered": "beneath the search field of every page; walked in test_search",
    "desk:setup-template": "a file",
    "citizen:file": "a file",
    "citizen:shot": "a picture",
    "citizen:add-shot": "a picture",
    "citizen:heard": "the answer to a form just sent; walked in tests/citizen",
}
"""Routes that take a GET and show no page of their own, and why."""


def test_every_page_is_in_the_list() -> None:
    """A new page is looked at by every test here as soon as it is written into onedoor/config/screens."""
    shows = {name for name, route in named() if "GET" in methods(route.callback)}
    listed = {page.route for page in PAGES if page.route}
    assert shows - listed - NO_PAGE.keys() == set(), "write these into onedoor/config/screens"
    assert (listed | NO_PAGE.keys()) - {name for name, _route in named()} == set(), "there is no such route"
    assert len({page.name for page in PAGES}) == len(PAGES)


def named() -> Iterator[tuple[str, URLPattern]]:
    """Every route by its name; what the API answers is read by no person, but for the page about it."""
    rooms = {"desk/clients/": "exchange", "desk/": "desk", "api/v1/": "api"}
    for address, route in routes(get_resolver()):
        surface = next((room for start, room in rooms.items() if address.startswith(start)), "citizen")
        if surface == "api" and route.name != "page":
            continue
        yield str(route.name) if address in ("live", "language") else f"{surface}:{route.name}", route


def methods(view: Any) -> list[str]:
    """The methods a view takes, by the decorators it wears."""
    while view is not None:
        closed = dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=True))
        if "request_method_list" in closed:
            taken: list[str] = closed["request_method_list"].cell_contents
            return taken
        view = getattr(view, "__wrapped__", None)
    return ["GET"]
