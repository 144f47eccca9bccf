"""A report goes from its words to the unit by what is proposed, with the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.surfer import DESK

pytestmark = pytest.mark.journey

TOLD = "翠湖社区翠湖花园9幢电梯故障，停了三天。"


def test_a_report_is_registered_triaged_and_dispatched_by_proposals(person) -> None:  # type: ignore[no-untyped-def]
    with person(DESK) as guide:
        guide.sign_in("guide")
        page = guide.page
        page.keyboard.press("n")
        expect(page.get_by_label("说了什么")).to_be_focused()
        page.keyboard.insert_text(TOLD)
        expect(page.locator("#heard-advice")).to_contain_text("县住房和城乡建设局")
        page.keyboard.press("Alt+8")
        expect(page.locator("#id_item")).to_have_value("15-03")
        expect(page.locator("#heard-advice")).to_contain_text("已填入")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", name="已登记，请告诉来人")).to_be_visible()
        address = re.sub(r"/slip.*$", "", page.url).removeprefix(guide.site)
    with person(DESK) as dispatcher:
        dispatcher.sign_in("dispatch")
        dispatcher.open(address)
        page = dispatcher.page
        expect(page.locator("#alike")).to_contain_text("没有读来相像的办结件")
        page.keyboard.press("1")
        expect(page.locator("input[name=colour]:checked")).to_have_value("yellow")
        expect(page.get_by_role("button", name="采用建议1")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("status").filter(has_text="已采用建议1")).to_be_attached()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("待派单").first).to_be_visible()
        expect(page.locator("#id_to")).to_have_value("housing")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("待签收").first).to_be_visible()
        dispatcher.open(f"{address}?do=reassign")
        page.get_by_label("改派理由").press_sequentially("1")
        expect(page.get_by_label("改派理由")).to_have_value("1")
        expect(page.locator("#id_to")).to_have_value("")
