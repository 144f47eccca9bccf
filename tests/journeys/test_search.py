"""A clerk finds a case with the keyboard alone: by two characters, from the middle of a name, by a place typed with a
wrong character, by the end of a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.surfer import DESK, PHONE

pytestmark = pytest.mark.journey

TOLD = """async ([text, phone, token]) => {
  const form = document.querySelector("#registration");
  const told = new FormData(form);
  for (const [name, value] of Object.entries({ text, phone, token })) told.set(name, value);
  await fetch(form.action, { method: "POST", body: told });
}"""
FINDABLE = """async () => (await (await fetch("/desk/find?q=清溪雅苑")).text()).includes("od-hit__title")"""
"""The worker has made the first of them findable."""
LIFT = "清溪雅苑7幢电梯关人了，物业没有人来。"
TITLE = re.compile("清溪雅苑7幢电梯关人了")


def test_a_clerk_finds_a_case_by_what_is_remembered_of_it_and_by_key(person) -> None:  # type: ignore[no-untyped-def]
    with person(DESK) as clerk:
        clerk.sign_in("guide")
        clerk.open("/desk/register")
        page, keys = clerk.page, clerk.page.keyboard
        page.evaluate(TOLD, [LIFT, "13900118642", "search-1"])
        page.evaluate(TOLD, ["临水街夜里烧烤，油烟很大。", "13900117531", "search-2"])
        field, offers = page.get_by_role("combobox", name="编号、地点、单位、事由"), page.locator("#od-offers")
        page.wait_for_function(FINDABLE)

        for asked in ("关人", "溪雅", "清西亚苑"):
            clerk.open("/desk/")
            keys.press("/")
            expect(field).to_be_focused()
            keys.type(asked)
            expect(offers.get_by_role("option", name=TITLE)).to_be_visible()
            expect(field).to_have_attribute("aria-expanded", "true")
            keys.press("ArrowDown")
            expect(offers.get_by_role("option", selected=True)).to_have_text(TITLE)
            keys.press("Enter")
            expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()

        keys.press("/")
        keys.type("溪雅")
        expect(offers).to_be_visible()
        keys.press("Escape")
        expect(offers).to_be_hidden()
        expect(field).to_have_value("溪雅")
        keys.press("Enter")
        expect(page.locator(".od-hit mark").first).to_have_text("溪雅")
        expect(field).to_have_value("溪雅")
        keys.press("j")
        expect(page.get_by_role("link", name=TITLE)).to_be_focused()

        keys.press("/")
        field.fill("8642")
        keys.press("Enter")
        expect(page.get_by_role("heading", name="电话尾号8642反映过的")).to_be_visible()
        keys.press("j")
        keys.press("Enter")
        expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()


def test_without_a_script_the_field_leads_to_the_page(person) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE) as clerk:
        clerk.sign_in("guide")
        clerk.open("/desk/register")
        clerk.page.evaluate(TOLD, ["长亭路口井盖翘起来了。", "13900116420", "search-3"])
    with person(PHONE, scripts=False) as clerk:
        clerk.sign_in("guide")
        page = clerk.page
        page.get_by_role("searchbox").fill("6420")
        page.keyboard.press("Enter")
        page.get_by_role("link", name=re.compile("长亭路口井盖")).click()
        expect(page.get_by_role("heading", name=re.compile("长亭路口井盖"), level=1)).to_be_visible()
