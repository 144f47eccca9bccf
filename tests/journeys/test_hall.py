"""What people do in the hall: a number is drawn and called, a report registered from it, a unit comes to the table."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.surfer import DESK, PHONE

pytestmark = pytest.mark.journey


def test_a_number_becomes_a_report_and_a_talk_with_the_unit_that_came(person) -> None:  # type: ignore[no-untyped-def]
    with person(DESK) as guide:
        page = guide.page
        guide.sign_in("guide")
        guide.open("/desk/hall")
        page.keyboard.press("1")  # two keys draw a number
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").get_by_text("A001")).to_be_visible()
        guide.open("/desk/hall/window")
        guide.press("1号窗口")
        expect(page.get_by_role("heading", name="1号窗口")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("已叫号")).to_be_visible()
        with person(PHONE, scripts=False) as waiting:
            waiting.open("/hall/centre/board")
            expect(waiting.page.get_by_text("请到1号窗口")).to_be_visible()
        page.keyboard.press("Control+Enter")
        page.get_by_role("link", name=re.compile("从这个号登记")).click()
        page.get_by_label("说了什么").fill("楼上的卫生间漏水，客厅顶一直在滴，物业说不归他们管。")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("A001的事登记好了")).to_be_visible()
        guide.open("/desk/hall/window")
        page.get_by_role("link", name=re.compile("请单位联合接待")).click()
        page.get_by_label("县住房和城乡建设局").check()
        page.get_by_label("在哪儿谈").fill("2号调解室")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("等到场")).to_be_visible()
        with person(PHONE) as housing:
            housing.sign_in("housing")
            housing.page.get_by_role("link", name=re.compile("楼上的卫生间漏水")).first.click()
            housing.press("签到")
            housing.page.get_by_label("本单位的意见").fill("今天下午上门看，先让楼上停用。")
            housing.press("写本单位意见")
            expect(housing.page.get_by_text("今天下午上门看").first).to_be_visible()
        page.reload()
        expect(page.get_by_text("已到场")).to_be_visible()
        page.get_by_label("来人问了什么、要求什么").fill("要求楼上停用卫生间，修好漏水。")
        page.get_by_label("当面答复了什么、约定了什么").fill("住建局今天下午上门，三天内给处理意见。")
        page.locator("label", has_text="派单办理").click()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("已接谈")).to_be_visible()
        expect(page.get_by_text("三天内给处理意见")).to_be_visible()


def test_a_number_can_be_drawn_on_a_phone_without_any_script(person) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE, scripts=False) as comer:
        comer.open("/hall/centre/ticket")
        comer.press("住房物业")
        expect(comer.page.get_by_text("B001")).to_be_visible()
