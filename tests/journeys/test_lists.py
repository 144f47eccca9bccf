"""A morning with many cases: filters, a look beside the list, rows chosen by key, one step for many over every page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.surfer import DESK, PHONE, Surfer

pytestmark = pytest.mark.journey

WORD = "井盖"
"""Stands in every case of this morning, and in no other."""

REPORT = """async ([n, word]) => {
  const form = document.querySelector("#registration");
  for (let i = 1; i <= n; i++) {
    const told = new FormData(form);
    told.set("text", `第${i}个${word}松动，车一过就响。`);
    told.set("token", `lists-${Date.now()}-${i}`);
    await fetch(form.action, { method: "POST", body: told });
  }
}"""


def report(guide: Surfer, n: int) -> None:
    """Register so many cases, the way the form is sent."""
    guide.open("/desk/register")
    guide.page.evaluate(REPORT, [n, WORD])


def picked(page: Page) -> int:
    return page.locator("input[name=pick]:checked").count()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_many_are_chosen_by_key_looked_at_and_urged_over_every_page(person) -> None:  # type: ignore[no-untyped-def]
    with person(DESK) as dispatcher:
        dispatcher.sign_in("dispatch")
        report(dispatcher, 52)
        page = dispatcher.page
        dispatcher.open("/desk/")
        press(page, "f")
        expect(page.locator("#f-step")).to_be_focused()
        page.locator("#f-q").fill(WORD)
        press(page, "Enter")
        expect(page.locator(".od-gone")).to_have_text(re.compile(WORD))
        assert page.url.endswith("?q=%E4%BA%95%E7%9B%96"), "the address is short and can be kept"
        press(page, "Escape", "j", "x", "j", "j", "Shift+X")
        assert picked(page) == 3
        expect(page.get_by_text("已选3件")).to_be_visible()
        press(page, " ")
        expect(page.locator("#od-peek").get_by_role("heading", name=re.compile(WORD))).to_be_visible()
        expect(page.locator("#od-peek").get_by_text("最近经过")).to_be_visible()
        press(page, "Escape")
        expect(page.locator("#od-peek")).to_be_hidden()
        press(page, "]")
        expect(page.get_by_text("其中3件在别的页")).to_be_visible()
        press(page, "[")
        expect(page.get_by_text("本页50件，共52件")).to_be_visible()
        assert picked(page) == 3, "what was chosen stays chosen"
        press(page, "Escape")
        assert picked(page) == 0
    with person(DESK) as supervisor:
        supervisor.sign_in("supervise")
        supervisor.open(f"/desk/cases?q={WORD}")
        page = supervisor.page
        expect(page.get_by_text("本页50件，共52件")).to_be_visible()
        press(page, "Control+a")
        assert picked(page) == 50
        press(page, "Control+a")
        expect(page.get_by_text("已选全部", exact=True)).to_be_visible()
        press(page, "u")
        expect(page.get_by_text("52件能办")).to_be_visible()
        press(page, "Control+Enter")
        expect(page.get_by_text("办完了")).to_be_visible(timeout=30_000)
        expect(page.get_by_text("已办52件")).to_be_visible()


def test_a_few_are_urged_on_a_phone_without_a_script(person) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE) as guide:
        guide.sign_in("guide")
        report(guide, 2)
    with person(PHONE, scripts=False) as supervisor:
        supervisor.sign_in("supervise")
        supervisor.open("/desk/cases?sort=registered")
        page = supervisor.page
        for box in page.locator("td .od-pick").all()[:2]:
            box.click()
        supervisor.press("催办")
        expect(page.get_by_text("2件能办")).to_be_visible()
        supervisor.press("催办2件")
        supervisor.press("继续")
        expect(page.get_by_text("已办2件")).to_be_visible()
    with person(PHONE) as supervisor:
        supervisor.sign_in("supervise")
        supervisor.open("/desk/cases")
        page = supervisor.page
        expect(page.locator("#f-state")).to_be_hidden()
        page.locator("td .od-pick").first.click()
        expect(page.locator(".od-bulk").get_by_role("button", name="催办")).to_be_in_viewport()
        page.get_by_role("button", name="筛选").first.click()
        page.locator("#f-state").select_option("closed")
        expect(page.locator(".od-gone")).to_have_text(re.compile("已结案"))
