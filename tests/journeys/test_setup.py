"""An administrator renames a unit and sees it in the history; a workbook with a mistake says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.surfer import DESK, PHONE
from tests.setup.files import workbook

pytestmark = pytest.mark.journey


def test_a_unit_is_renamed_on_the_screen_and_a_workbook_with_a_mistake_says_where(person, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "set-up.xlsx"
    with person(DESK) as admin:
        admin.sign_in("admin")
        page = admin.page
        page.get_by_role("link", name="设置", exact=True).click()
        page.get_by_role("link", name="单位", exact=True).click()
        page.get_by_role("link", name="urban", exact=True).click()
        page.get_by_label("名称").fill("县城管局")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("已存上")).to_be_visible()
        expect(page.get_by_role("complementary")).to_contain_text("县城市管理局 → 县城管局")

        page.get_by_role("link", name="设置", exact=True).first.click()
        page.get_by_role("link", name=re.compile("导入设置表")).click()
        told = [
            ["代码", "名称", "类型", "区划代码", "上级单位"],
            ["urban", "县城管局", "部门", "990801000000", "centr"],
        ]
        file.write_bytes(workbook({"单位": [list(row) for row in told]}))
        page.locator("input[type=file]").set_input_files(file)
        admin.press("上传")
        expect(page.get_by_text("单位里没有代码“centr”；是不是“centre”？")).to_be_visible()
        expect(page.get_by_text("单位!E2")).to_be_visible()
        admin.complaints.clear()  # the browser reports the 422 of the page that names the mistake

        told[1][4] = "centre"
        file.write_bytes(workbook({"单位": [list(row) for row in told]}))
        page.locator("input[type=file]").set_input_files(file)
        admin.press("上传")
        expect(page.get_by_text("还没有写")).to_be_visible()
        admin.press("确认导入")
        expect(page.get_by_text("全部写好了")).to_be_visible()


def test_the_set_up_works_on_a_phone_without_any_script(person) -> None:  # type: ignore[no-untyped-def]
    with person(PHONE, scripts=False) as admin:
        admin.sign_in("admin")
        admin.open("/desk/setup/posts/row?k=guide")
        admin.page.get_by_label("名称").fill("引导岗")
        admin.press("保存")
        expect(admin.page.get_by_text("已存上")).to_be_visible()
