"""The case page as people use it: a unit on a telephone, with pictures; two who write about one case at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.core.files import photo
from tests.journeys.surfer import DESK, PHONE, Surfer
from tests.journeys.test_first_door import progress, report

pytestmark = pytest.mark.journey

TITLE = "电梯门口贴了停用告示"
THUMB = 44


def given_out(dispatcher: Surfer) -> None:
    """The newest report, given to the housing bureau."""
    dispatcher.open_first(TITLE)
    page = dispatcher.page
    page.locator("label", has_text="绿·常规").click()
    page.get_by_label("事项").select_option("15-03")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("待派单").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("待签收").first).to_be_visible()


def picture(name: str, colour: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo((800, 600), colour=colour)}


def test_a_unit_signs_and_replies_with_pictures_on_a_telephone_and_the_author_sees_them(person) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE) as resident:
        ref, code = report(resident)
        with person(DESK) as dispatcher:
            dispatcher.sign_in("dispatch")
            given_out(dispatcher)
        with person(PHONE) as housing:
            page = housing.page
            housing.sign_in("housing")
            housing.open_first(TITLE)
            thumb = page.get_by_role("button", name="签收").bounding_box()
            assert thumb and thumb["height"] >= THUMB and thumb["y"] + thumb["height"] <= PHONE["height"]
            housing.press("签收")
            text = page.get_by_label("给群众的答复")
            box = text.bounding_box()
            record = page.get_by_role("heading", name=re.compile("经过")).bounding_box()
            assert box and record and box["y"] < PHONE["height"] < record["y"], "the form comes before the history"
            text.fill("已更换主板，电梯恢复运行，费用由维修资金支付。")
            for slot, colour in (("before", "red"), ("after", "green")):
                files = page.locator(f"[data-od-slot={slot}]")
                files.locator("input[type=file][multiple]").set_input_files(picture(f"{slot}.jpg", colour))
                expect(files.get_by_role("img", name=f"{slot}.jpg")).to_be_visible()
            small = [one for one in page.locator("#step .btn:visible").all() if one.bounding_box()["height"] < THUMB]
            assert small == []
            housing.press("答复办结")
            expect(page.get_by_text("待审核").first).to_be_visible()
            page.get_by_role("link", name="办理后：after.jpg").click()
            expect(page.locator("dialog[open] img")).to_be_visible()
            page.keyboard.press("Escape")
        with person(DESK) as reviewer:
            reviewer.sign_in("review")
            reviewer.open_first(TITLE)
            reviewer.press("审核通过")
        told = progress(resident, ref, code)
        assert "已更换主板" in told and "办理前" in told and "办理后" in told
        assert resident.page.locator("main img").count() >= 2


def test_two_who_work_on_one_case_lose_nothing_and_know_of_each_other(person) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE) as resident:
        report(resident)
    with person(DESK) as dispatcher, person(DESK) as guide:
        dispatcher.sign_in("dispatch")
        dispatcher.open_first(TITLE)
        page = dispatcher.page
        page.locator("label", has_text="黄·疑难").click()
        page.get_by_label("事项").select_option("15-03")
        guide.sign_in("guide")
        guide.open(page.url.removeprefix(guide.site) + "?do=describe")
        guide.page.locator("label", has_text="及时·矛盾").click()
        guide.press("修改登记要素")
        expect(guide.page.get_by_text("已修改登记要素")).to_be_visible()
        dispatcher.press("定级分流")
        expect(page.get_by_text("您打开以后，别人已经办了")).to_be_visible()
        expect(page.locator(".od-notice--yellow").get_by_text("引导台")).to_be_visible()
        expect(page.get_by_label("事项")).to_have_value("15-03")
        dispatcher.press("看过了，照样提交")
        expect(page.get_by_text("待派单").first).to_be_visible()
        dispatcher.complaints[:] = [said for said in dispatcher.complaints if "409" not in said]
