"""What people do: a resident reports on a phone, the centre and a unit take it to its end, the resident sees it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.surfer import DESK, PHONE, Surfer

pytestmark = pytest.mark.journey


def report(resident: Surfer) -> tuple[str, str]:
    """Report a broken lift from the QR code on the wall; gives reference and query code."""
    from onedoor.core.refs import check_digit

    page = resident.page
    grid = "990801001001001"
    resident.open(f"/g/{grid}-{check_digit(grid)}")
    page.get_by_label("出了什么事").fill("电梯门口贴了停用告示好几天，八楼两位老人下不了楼。")
    resident.press("下一步")
    page.locator("label", has_text="不用保密").click()
    page.locator("input[name=name]").fill("周晓云")
    page.locator("input[name=phone]").fill("13900010417")
    resident.press("下一步")
    expect(page.get_by_text("周晓云")).to_be_visible()
    resident.press("提交")
    told = page.locator("main").inner_text()
    ref = re.search(r"\d{6}-\d{4}-\d{4} ?\d{4}-\d", told)
    code = re.search(r"(?<![\d-])\d{4} \d{4}(?![\d-])", told.replace(ref.group(0), "") if ref else told)
    assert ref and code, told
    return ref.group(0), code.group(0)


def progress(resident: Surfer, ref: str, code: str) -> str:
    resident.open("/progress")
    if resident.page.locator("input[name=ref]").count():
        resident.page.locator("input[name=ref]").fill(ref)
        resident.page.locator("input[name=code]").fill(code)
        resident.press("^查$")
    return resident.page.locator("main").inner_text()


def test_a_report_goes_from_the_phone_to_its_end_and_the_resident_sees_it(person) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE) as resident:
        ref, code = report(resident)
        with person(DESK) as dispatcher:
            dispatcher.sign_in("dispatch")
            dispatcher.open_listed(ref)
            dispatcher.page.locator("label", has_text="黄·疑难").click()
            dispatcher.page.get_by_label("事项").select_option("15-03")
            dispatcher.page.keyboard.press("Control+Enter")
            expect(dispatcher.page.get_by_text("待派单").first).to_be_visible()
            dispatcher.page.keyboard.press("Control+Enter")
            expect(dispatcher.page.get_by_text("待签收").first).to_be_visible()
        with person(DESK) as housing:
            housing.sign_in("housing")
            housing.open_listed(ref)
            housing.press("签收")
            housing.page.get_by_label("给群众的答复").fill("已更换主板，电梯九月二十日恢复运行，费用由维修资金支付。")
            housing.press("答复办结")
            expect(housing.page.get_by_text("待审核").first).to_be_visible()
        with person(PHONE) as reviewer:  # the desk works on a phone too
            reviewer.sign_in("review")
            reviewer.open_listed(ref)
            reviewer.press("审核通过")
        with person(DESK) as caller:
            caller.sign_in("visit")
            caller.open_listed(ref)
            for question in ("联系到了吗", "解决了吗", "满意吗"):
                caller.page.get_by_role("group", name=re.compile(question)).locator("label").first.click()
            caller.press("记录回访")
            expect(caller.page.get_by_text("待结案").first).to_be_visible()
        with person(DESK) as closer:
            closer.sign_in("review")
            closer.open_listed(ref)
            closer.press("结案")
            expect(closer.page.get_by_text("已结案").first).to_be_visible()
        told = progress(resident, ref, code)
        assert "已更换主板，电梯九月二十日恢复运行" in told
        assert "测试" not in told and "分派督办岗" not in told


def test_the_door_opens_without_any_script(person) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE, scripts=False) as resident:
        ref, code = report(resident)
        assert "正在看您的反映" in progress(resident, ref, code)


def test_the_desk_speaks_english_when_asked(person) -> None:  # type: ignore[no-untyped-def]
    with person(DESK) as guide:
        guide.sign_in("dispatch")
        guide.page.locator("summary", has_text="分派督办岗").click()
        guide.press("English")
        expect(guide.page.locator("html")).to_have_attribute("lang", "en")
        expect(guide.page.get_by_role("link", name=re.compile("Register")).first).to_be_visible()
