"""What a resident does with a phone: report with a photo in a minute, with and without scripts, add to it later, and
say that it is not solved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.core import files
from tests.journeys.surfer import DESK, PHONE, Surfer

pytestmark = pytest.mark.journey

GRID = "990801001001001"


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What lies in the album of a phone."""
    folder = tmp_path_factory.mktemp("album")
    taken = [folder / "lift.jpg", folder / "notice.jpg"]
    for path, colour in zip(taken, ("red", "green"), strict=True):
        path.write_bytes(files.photo(colour=colour))
    return taken


def scan(resident: Surfer) -> None:
    """The QR code on the wall."""
    from onedoor.core.refs import check_digit

    resident.open(f"/g/{GRID}-{check_digit(GRID)}")
    expect(resident.page.get_by_role("heading", name="拍一张，或者说一说")).to_be_visible()


def send(resident: Surfer, text: str) -> None:
    """From the sentence to the receipt: four pages with the one of the code; one field that must be filled, and whether
    to keep it confidential, which nobody chooses for the resident."""
    page = resident.page
    page.get_by_label("出了什么事").fill(text)
    resident.press("下一步")
    page.locator("label", has_text="不用保密").click()
    page.get_by_label("电话", exact=True).fill("13900010417")
    resident.press("下一步")
    expect(page.get_by_text("139****0417，打电话答复")).to_be_visible()
    resident.press("提交")
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()


def test_a_photo_is_sent_at_once_survives_a_broken_line_and_more_is_added_later(person, photos: list[Path]) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE) as resident:
        page = resident.page
        scan(resident)
        page.route("**/report/photos", lambda route: route.abort())
        page.locator("#id_photos").set_input_files(photos[0])
        expect(page.get_by_text("没传上去：网络不通")).to_be_visible()
        page.unroute("**/report/photos")
        resident.complaints.clear()  # the browser said that the line was broken, as it should
        resident.press("重传")
        expect(page.get_by_alt_text("第1张照片")).to_be_visible()
        page.locator("#id_album").set_input_files(photos[1])
        expect(page.get_by_alt_text("第2张照片")).to_be_visible()
        send(resident, "电梯门口贴了停用告示好几天。")
        resident.press("查进度")
        expect(page.get_by_alt_text("您的第2张照片")).to_be_visible()
        page.get_by_role("link", name=re.compile("补充情况")).click()
        page.locator("#id_album").set_input_files(photos[0])
        expect(page.get_by_alt_text("第1张照片")).to_be_visible()
        page.get_by_label("要补充什么").fill("今天又停了。")
        resident.press("补上")
        page.get_by_role("link", name="回到进度").click()
        expect(page.get_by_text("您补充了情况")).to_be_visible()
        expect(page.get_by_alt_text("您的第3张照片")).to_be_visible()


def test_the_same_goes_without_any_script(person, photos: list[Path]) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE, scripts=False) as resident:
        page = resident.page
        scan(resident)
        page.get_by_label("出了什么事").fill("写了一半的话")
        page.locator("#id_album").set_input_files(photos)
        resident.press("加上照片")
        expect(page.get_by_label("出了什么事")).to_have_value("写了一半的话")
        resident.press("去掉第2张")
        expect(page.locator(".od-shot")).to_have_count(1)
        send(resident, "楼道灯坏了。")
        resident.press("查进度")
        expect(page.get_by_alt_text("您的第1张照片")).to_be_visible()


def test_not_solved_is_said_on_the_phone_and_opens_the_case_again(person) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE) as resident:
        page = resident.page
        scan(resident)
        send(resident, "路灯不亮，问哪里报修。")
        with person(DESK) as guide:
            guide.sign_in("guide")
            guide.open(f"/desk/cases/{page.locator('.od-code').first.inner_text().replace(' ', '')}?do=answer")
            guide.page.locator("textarea[name=text]").fill("请打供电服务热线报修，两天内修好。")
            guide.page.keyboard.press("Control+Enter")
            expect(guide.page.get_by_text("当场答复").first).to_be_visible()
        resident.press("查进度")
        expect(page.get_by_text("请打供电服务热线报修")).to_be_visible()
        page.get_by_role("link", name=re.compile("没有解决")).click()
        page.get_by_role("textbox", name="哪里没有解决").fill("三天了还没有修。")
        resident.press("没有解决，请重新办")
        expect(page.get_by_text("记下了：没有解决")).to_be_visible()
        expect(page.get_by_text("您说没有解决，正在重新看")).to_be_visible()
