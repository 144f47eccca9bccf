"""The drawn map by keyboard and on a phone: from the county down to a grid, and back by the crumbs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.surfer import DESK, PHONE

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_map_leads_down_to_a_grid_without_a_mouse(person, screen) -> None:  # type: ignore[no-untyped-def]
    with person(screen) as guide:
        guide.sign_in("guide")
        guide.open("/desk/areas")
        page = guide.page
        for place in ("城关街道", "翠湖社区", "第1网格"):
            link = page.locator(".od-map").get_by_role("link", name=place)
            link.focus()
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", name=place, level=1)).to_be_visible()
        expect(page.locator(".od-map [aria-current=true]")).to_have_count(1)
        guide.no_trouble()
        page.get_by_role("navigation", name="位置").get_by_role("link", name="城关街道").click()
        expect(page.get_by_role("heading", name="城关街道", level=1)).to_be_visible()
        assert page.locator(".od-map__area > path").first.evaluate("shape => getComputedStyle(shape).fill") != "none"
