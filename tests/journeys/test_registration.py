"""Registration by keyboard alone; a killed browser loses nothing; two windows; without any script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.surfer import DESK, PHONE, Surfer

pytestmark = pytest.mark.journey

TOLD = "翠湖社区翠湖花园3幢电梯故障，停了三天，30多户业主不满。我姓周，电话139 0001 0417。"
MOST_KEYS = 25


class Typist:
    """Somebody who never touches the mouse; counts every key but those of the text itself."""

    def __init__(self, surfer: Surfer) -> None:
        self.surfer, self.pressed = surfer, 0

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            self.surfer.page.keyboard.press(key)
        self.pressed += times

    def write(self, text: str) -> None:
        self.surfer.page.keyboard.insert_text(text)


def test_a_call_is_registered_by_keyboard_alone(person) -> None:  # type: ignore[no-untyped-def]
    with person(DESK) as guide:
        guide.sign_in("guide")
        page, keys = guide.page, Typist(guide)
        keys.press("n")
        expect(page.get_by_label("说了什么")).to_be_focused()
        keys.write(TOLD)
        expect(page.locator("#heard-marks mark.od-mark--phone")).to_have_text("139 0001 0417")
        under = "text => getComputedStyle(text).backgroundColor"
        assert page.get_by_label("说了什么").evaluate(under) == "rgba(0, 0, 0, 0)", "the marks lie under the text"
        keys.press("Alt+1")
        expect(page.locator("#id_place")).to_have_value("翠湖社区翠湖花园3幢")
        expect(page.locator("#id_area")).to_have_value("990801001001")
        keys.press("Alt+0")
        expect(page.locator("#id_item")).to_have_value("15-03")
        expect(page.locator("#id_phone")).to_have_value("13900010417")
        expect(page.locator("#id_name")).to_have_value("周")
        keys.press("Alt+l")
        expect(page.locator("#id_place")).to_be_focused()
        keys.press("Tab")
        expect(page.locator("#id_area")).to_be_focused()
        keys.press("Control+Enter")
        expect(page.get_by_role("heading", name="已登记，请告诉来人")).to_be_visible()
        assert keys.pressed <= MOST_KEYS, keys.pressed


def test_an_emergency_is_answered_by_key_before_it_goes_through(person) -> None:  # type: ignore[no-untyped-def]
    with person(DESK) as guide:
        guide.sign_in("guide")
        page, keys = guide.page, Typist(guide)
        keys.press("n")
        expect(page.get_by_label("说了什么")).to_be_focused()
        keys.write("翠湖花园5幢，孩子困在电梯里，快来人")
        expect(page.get_by_text("困在电梯").first).to_be_visible()
        expect(page.get_by_role("heading", name="可能是紧急情况")).to_be_visible()
        keys.press("F9")
        expect(page.get_by_label("谁接的")).to_be_focused()
        assert page.locator("input[name=emergency_service]:checked").input_value() == "119"
        keys.write("指挥中心3号席")
        keys.press("Control+Enter")
        expect(page.get_by_role("heading", name="已登记，请告诉来人")).to_be_visible()
        keys.press("Control+Enter")
        expect(page.get_by_text("指挥中心3号席接").first).to_be_visible()
        assert keys.pressed <= MOST_KEYS


def test_a_killed_browser_loses_nothing_and_two_windows_write_over_nothing(browser: Browser, person) -> None:  # type: ignore[no-untyped-def]
    with person(DESK) as guide:
        guide.sign_in("guide")
        guide.open("/desk/register")
        guide.page.get_by_label("说了什么").fill("溪口村三组路灯不亮，已经一个星期")
        expect(guide.page.locator("[data-od-draft-words]")).to_have_text(re.compile(r"草稿已存\d\d:\d\d:\d\d"))
        guide.page.context.close()
        guide.page = browser.new_context(viewport=DESK, locale="zh-CN").new_page()  # type: ignore[arg-type]
        guide.sign_in("guide")
        guide.open("/desk/register")
        guide.page.get_by_role("link", name=re.compile("溪口村三组路灯不亮")).click()
        text = guide.page.get_by_label("说了什么")
        expect(text).to_have_value("溪口村三组路灯不亮，已经一个星期")
        other = guide.page.context.new_page()
        other.goto(guide.page.url)
        other.get_by_label("说了什么").fill("溪口村三组路灯不亮，第二个窗口写的")
        other.keyboard.press("Control+s")
        expect(other.locator("[data-od-draft-words]")).to_have_text(re.compile("草稿已存"))
        text.fill("溪口村三组路灯不亮，第一个窗口写的")
        guide.page.keyboard.press("Control+s")
        expect(guide.page.get_by_text("另一个窗口存了更新的内容")).to_be_visible()
        guide.page.get_by_role("button", name="用那边的").click()
        expect(text).to_have_value("溪口村三组路灯不亮，第二个窗口写的")
        other.close()
        guide.complaints = [said for said in guide.complaints if "409" not in said]
        guide.page.set_default_timeout(10_000)


def test_a_call_is_registered_on_a_phone_without_any_script(person) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE, scripts=False) as guide:
        guide.sign_in("guide")
        guide.open("/desk/register")
        page = guide.page
        page.get_by_label("说了什么").fill(TOLD)
        page.get_by_role("button", name="识别").click()
        page.get_by_role("button", name="电话：13900010417").click()
        assert page.locator("#id_phone").input_value() == "13900010417"
        page.locator("button[data-od-primary]").click()
        expect(page.get_by_role("heading", name="已登记，请告诉来人")).to_be_visible()
