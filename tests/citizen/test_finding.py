"""The place by its name or on the map; answers before one reports; what is told about one's own data."""

from __future__ import annotations

from datetime import date

import pytest

from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import Knowledge
from onedoor.citizen import keepsake
from tests.citizen.conftest import ANSWERS, Resident
from tests.citizen.test_reporting import said
from tests.small_county import COUNTY


@pytest.mark.parametrize("named", ["翠湖", "翠湖社区", "翠湖 社区", "翠湖花园3幢", "城关街道翠湖社区"])
def test_a_place_is_found_as_people_write_it(resident: Resident, named: str) -> None:
    page = said(resident.get("/report/where", data={"q": named}))
    assert 'href="/report/where?area=990801001001"' in page and "城关街道·翠湖社区" in page


def test_a_name_nobody_knows_says_what_else_to_do(resident: Resident) -> None:
    page = said(resident.get("/report/where", data={"q": "<b>天宫"}))
    assert "没有找到“&lt;b&gt;天宫”" in page and "说不清也可以" in page


def test_a_found_place_is_chosen_with_the_rest_of_the_answers_kept(resident: Resident) -> None:
    resident.fills("where", area="990801100201", place="村口小桥边")
    page = said(resident.get("/report/where", data={"area": "990801001001"}))
    assert '<option value="990801001001" selected>' in page and "村口小桥边" in page and "选了城关街道·翠湖社区" in page
    assert said(resident.get("/report/where", data={"area": "110101001001"})).count("选了") == 0


def test_the_map_leads_down_to_a_grid_that_can_be_chosen(resident: Resident) -> None:
    steps = ["", "/990801001000", "/990801001001", "/990801001001002"]
    for here, there in zip(steps, steps[1:], strict=False):
        assert f'href="/report/map{there}"' in said(resident.get(f"/report/map{here}"))
    page = said(resident.get("/report/map/990801001001002"))
    assert 'href="/report/where?area=990801001001002"' in page and "就选第2网格" in page
    page = said(resident.get("/report/where", data={"area": "990801001001002"}))
    assert '<option value="990801001001002" selected>' in page
    assert resident.fills("where", area="990801001001002").headers["Location"] == "/report/what"
    assert resident.get("/report/map/110101001001").headers["Location"] == "/report/map"


@pytest.fixture
def answers(resident: Resident) -> None:
    for code, title, words, public in (
        ("K1", "电梯停了找谁", ["电梯", "停用"], True),
        ("K2", "电梯维保单位名册", ["电梯"], False),
        ("K3", "居住证在哪里办", ["居住证"], True),
    ):
        Knowledge.objects.create(
            county=COUNTY, code=code, title=title, text=f"{title}的答案。", words=words, public=public,
            citation="特种设备安全法第38条", reviewed_on=date(2026, 9, 1),
        )  # fmt: skip
    catalogue.changed()


def test_residents_find_what_is_meant_for_them_and_nothing_else(resident: Resident, answers: None) -> None:
    page = said(resident.get("/ask"))
    assert "电梯停了找谁" in page and "居住证在哪里办" in page and "名册" not in page
    page = said(resident.get("/ask", data={"q": "电梯"}))
    assert "电梯停了找谁的答案。" in page and "特种设备安全法第38条" in page
    assert "居住证在哪里办" not in page and "名册" not in page
    assert "没有找到答案" in said(resident.get("/ask", data={"q": "外星人"}))


def test_what_may_answer_stands_beside_the_report_and_never_in_its_way(resident: Resident, answers: None) -> None:
    for step in ANSWERS:
        resident.fills(step)
    page = said(resident.get("/report/check"))
    assert "可能已经有答案" in page and "电梯停了找谁的答案。" in page and "名册" not in page
    assert resident.sends().headers["Location"] == "/receipt"


def test_an_informants_words_are_compared_with_nothing(resident: Resident, answers: None) -> None:
    resident.fills("where")
    resident.fills("what", nature="inform")
    resident.fills("who", naming="confidential")
    assert "可能已经有答案" not in said(resident.get("/report/check"))


def test_everything_that_is_asked_for_is_told_before_it_is_given(resident: Resident) -> None:
    page = said(resident.get("/privacy"))
    for label in keepsake.labels().values():
        assert f"<dt>{label}" in page and label in page.partition("</table>")[0], label
    for words in ("办完以后3年", "谁看得到", "看一次记一次", "个人信息保护法第13条第3项"):
        assert words in page
    for path in ("/", "/report/who"):
        resident.fills("where")
        resident.fills("what")
        assert 'href="/privacy"' in said(resident.get(path)), path


def test_what_cannot_wait_is_sent_to_the_telephone_before_it_is_sent_here(resident: Resident) -> None:
    resident.fills("where")
    resident.fills("what", text="楼下煤气泄漏，味道很大。")
    resident.fills("who")
    page = said(resident.get("/report/check"))
    assert "还有危险的，请马上打<b>119" in page and 'form="send"' in page
