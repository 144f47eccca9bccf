"""From the door to the receipt, page by page."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from django.utils.html import escape

from onedoor.cases.models import Case, Contact, Report
from onedoor.citizen.draft import NOTE
from onedoor.core.refs import is_ref
from onedoor.geography import atlas
from onedoor.geography.actions.replacing import Change, replace
from onedoor.geography.models import Area
from onedoor.geography.qr import grid_address
from tests.citizen.conftest import ANSWERS, Resident
from tests.small_county import COUNTY, MONDAY, SmallCounty

BROWSERS_KEEP = 4096
"""Bytes of a cookie every browser keeps, name and attributes included (RFC 6265 §6.1)."""


def said(response: Any) -> str:
    return str(response.content.decode())


def test_a_report_goes_from_the_door_to_a_receipt_without_an_account(resident: Resident) -> None:
    assert "反映问题" in said(resident.get("/"))
    receipt = resident.reports()
    report = Report.objects.select_related("case", "contact").get()
    assert is_ref(report.case.ref)
    assert (report.channel, report.area, report.place) == ("web", "990801001001", "翠湖花园3幢")
    assert (report.contact.name, report.contact.phone, report.contact.reply_by) == ("周晓云", "13900010417", "phone")
    assert report.registered_by == "resident"
    assert receipt.context["ref"] == report.case.ref
    assert receipt.context["code"] not in report.case.ref


def test_the_receipt_reloads_but_opens_for_no_other_browser(resident: Resident, neighbour: Resident) -> None:
    code = resident.reports().context["code"]
    assert resident.get("/receipt").context["code"] == code
    assert neighbour.get("/receipt").headers["Location"] == "/progress"


def test_the_receipts_picture_leads_to_the_progress_page_without_the_code(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("onedoor.citizen.views.receipt.qr.svg", lambda text: drawn.append(text) or "<svg></svg>")
    receipt = resident.reports()
    assert drawn[0].endswith(f"/progress?ref={receipt.context['ref']}")
    assert receipt.context["code"] not in drawn[0]


def test_sending_twice_gives_one_case_and_the_same_receipt(resident: Resident) -> None:
    for step in ANSWERS:
        resident.fills(step)
    draft = resident.client.cookies[NOTE.name].value
    resident.sends()
    first = resident.get("/receipt").context["ref"]
    assert resident.sends().headers["Location"] == "/receipt"
    resident.client.cookies[NOTE.name] = draft  # the second press left before the first answer came
    resident.sends()
    assert resident.get("/receipt").context["ref"] == first
    assert Case.objects.count() == Report.objects.count() == 1


def test_changed_answers_are_another_report_even_when_the_first_answer_was_lost(resident: Resident) -> None:
    for step in ANSWERS:
        resident.fills(step)
    draft = resident.client.cookies[NOTE.name].value
    resident.sends()
    resident.client.cookies[NOTE.name] = draft
    resident.fills("what", text="不是3幢，是5幢的电梯。")
    resident.sends()
    assert Report.objects.count() == 2


def test_the_draft_survives_between_the_pages_and_is_gone_once_sent(resident: Resident) -> None:
    resident.fills("where")
    resident.fills("what")
    assert ANSWERS["what"]["text"] in said(resident.get("/report/what"))
    assert "接着写上次没写完的" in said(resident.get("/"))
    resident.fills("who")
    resident.sends()
    assert resident.client.cookies[NOTE.name].value == ""
    assert resident.get("/report/check").headers["Location"] == "/report/where"


def test_the_draft_can_be_thrown_away(resident: Resident) -> None:
    resident.fills("where")
    resident.client.post("/report/discard")
    assert resident.get("/report/what").headers["Location"] == "/report/where"


def test_the_draft_is_hidden_from_scripts_and_from_the_address(resident: Resident) -> None:
    answer = resident.fills("where", place="某某路1号")
    cookie = answer.cookies[NOTE.name]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 7200)
    assert answer.headers["Location"] == "/report/what"


def test_an_altered_draft_counts_as_none(resident: Resident) -> None:
    resident.fills("where")
    resident.client.cookies[NOTE.name] = resident.client.cookies[NOTE.name].value + "x"
    assert resident.get("/report/what").headers["Location"] == "/report/where"


def test_the_longest_draft_fits_into_a_cookie(resident: Resident) -> None:
    dice = random.Random(7)

    def words(n: int) -> str:
        return "".join(chr(dice.randint(0x4E00, 0x9FA5)) for _ in range(n))

    resident.fills("where", place=words(100))
    resident.fills("what", text=words(500))
    answer = resident.fills("who", name=words(30), reply_by="letter", address=words(100))
    assert answer.status_code == 302
    assert len(answer.cookies[NOTE.name].OutputString()) < BROWSERS_KEEP


@pytest.mark.parametrize(
    ("answered", "asked", "sent_to"),
    [
        ((), "what", "where"),
        ((), "check", "where"),
        (("where",), "who", "what"),
        (("where",), "check", "what"),
        (("where", "what"), "check", "who"),
    ],
)
def test_a_step_that_was_skipped_is_asked_first(
    resident: Resident, answered: tuple[str, ...], asked: str, sent_to: str
) -> None:
    for step in answered:
        resident.fills(step)
    assert resident.get(f"/report/{asked}").headers["Location"] == f"/report/{sent_to}"
    assert resident.client.post(f"/report/{asked}").headers["Location"] == f"/report/{sent_to}"


def test_changing_one_answer_leads_back_to_the_check(resident: Resident) -> None:
    for step in ANSWERS:
        resident.fills(step)
    page = said(resident.get("/report/check"))
    assert "139****0417" in page and "13900010417" not in page
    assert resident.fills("where", place="5幢").headers["Location"] == "/report/check"
    assert "5幢（城关街道·翠湖社区）" in said(resident.get("/report/check"))


@pytest.mark.parametrize(
    ("step", "changed", "sentence"),
    [
        ("where", {"area": ""}, "请选一个，说不清也可以选“说不清是哪里”。"),
        ("where", {"area": "990802001001"}, "名单里没有这个地方"),
        ("where", {"area": "", "lon": "1.0", "lat": "1.0"}, "您现在的位置不在本县"),
        ("where", {"place": "长" * 101}, "最多100字"),
        ("what", {"text": "  \n "}, "还没有说出了什么事"),
        ("what", {"text": "长" * 501}, "最多500字，现在是501字"),
        ("what", {"nature": "love"}, "请从四种里选一种"),
        ("who", {"naming": ""}, "请选一项"),
        ("who", {"phone": ""}, "得有电话号码"),
        ("who", {"phone": "1391234041"}, "手机号应是11位数字，现在是10位"),
        ("who", {"phone": "12345"}, "电话号码应是7到12位数字，现在是5位"),
        ("who", {"phone": "一三九零零"}, "电话号码里只能有数字"),
        ("who", {"reply_by": "letter"}, "得知道寄到哪里"),
        ("who", {"name": "长" * 31}, "最多30字"),
    ],
)
def test_a_mistake_is_named_at_the_top_and_beside_the_field(
    resident: Resident, step: str, changed: dict[str, str], sentence: str
) -> None:
    for before in list(ANSWERS)[: list(ANSWERS).index(step)]:
        resident.fills(before)
    answer = resident.fills(step, **changed)
    page = said(answer)
    assert answer.status_code == 422
    assert "<title>有误：" in page and "您写的还在" in page
    assert page.count(escape(sentence)) == 2
    assert "data-od-errors" in page


def test_what_was_typed_is_still_there_after_a_mistake(resident: Resident) -> None:
    resident.fills("where")
    resident.fills("what")
    page = said(resident.fills("who", phone="1391234041", name="周<b>晓云"))
    assert 'value="1391234041"' in page and "周&lt;b&gt;晓云" in page


@pytest.mark.parametrize("typed", ["139 0001 0417", "139-0001-0417", "１３９０００１０４１７", "+86 13900010417"])
def test_a_phone_number_is_taken_as_people_write_it(resident: Resident, typed: str) -> None:
    resident.reports(who={"phone": typed})
    assert Contact.objects.get().phone == "13900010417"


def test_a_line_break_counts_as_one_character(resident: Resident) -> None:
    resident.reports(what={"text": "\r\n".join(["好"] * 250)})
    assert Report.objects.get().text == "\n".join(["好"] * 250)


def test_nobody_is_named_in_an_anonymous_report_which_still_has_its_code(resident: Resident) -> None:
    receipt = resident.reports(who={"naming": "anonymous", "name": "周晓云", "phone": "139", "reply_by": "phone"})
    contact = Contact.objects.get()
    assert contact.anonymous
    assert (contact.name, contact.phone, contact.phone_index, contact.reply_by) == ("", "", "", "none")
    assert len(receipt.context["code"]) == 8
    assert "打电话问您" not in said(receipt)


def test_a_confidential_report_keeps_its_sender_from_the_handling_unit(resident: Resident) -> None:
    resident.reports(who={"naming": "confidential"})
    assert Case.objects.get().confidential
    assert Contact.objects.get().phone == "13900010417"


def test_an_informant_cannot_give_up_confidentiality(resident: Resident) -> None:
    for step in ANSWERS:
        resident.fills(step)
    assert resident.fills("what", nature="inform").headers["Location"] == "/report/who"
    assert resident.fills("who", naming="open").status_code == 422
    resident.fills("who", naming="confidential")
    resident.sends()
    assert Case.objects.get().confidential


def test_a_code_on_the_wall_gives_the_place(resident: Resident) -> None:
    token = grid_address("990801001001002").rpartition("/")[2]
    assert resident.get(f"/g/{token}").headers["Location"] == "/report/what"
    assert "城关街道·翠湖社区·第2网格" in said(resident.get("/report/what"))
    resident.fills("what")
    resident.fills("who")
    resident.sends()
    report = Report.objects.get()
    assert (report.channel, report.area) == ("qr", "990801001001002")


def test_scanning_keeps_what_was_written(resident: Resident) -> None:
    resident.fills("where")
    resident.fills("what")
    resident.get("/g/" + grid_address("990801100201001").rpartition("/")[2])
    assert ANSWERS["what"]["text"] in said(resident.get("/report/what"))


@pytest.mark.parametrize("token", ["990801001001002-0", "990801001001002", "abc", "990801001001099-9", "５-5", "-"])
def test_a_wrong_code_on_the_wall_is_said_plainly_with_a_way_on(resident: Resident, token: str) -> None:
    answer = resident.get(f"/g/{token}")
    assert answer.status_code == 404
    assert "这个二维码认不出来" in said(answer) and 'href="/report/where"' in said(answer)


def test_a_grid_of_another_county_is_a_wrong_code(resident: Resident) -> None:
    token = grid_address("990802001001002").rpartition("/")[2]
    assert resident.get(f"/g/{token}").status_code == 404


def test_a_code_on_the_wall_outlives_its_grid(resident: Resident, county: SmallCounty) -> None:
    change = Change(2, "990801001000", "990801009000", date.today(), "城关新区街道")
    replace(COUNTY, [change], by=county["admin"], at=MONDAY)
    resident.get("/g/" + grid_address("990801001001002").rpartition("/")[2])
    assert "城关新区街道·翠湖社区" in said(resident.get("/report/what"))


def test_a_position_gives_the_grid(resident: Resident) -> None:
    resident.reports(where={"area": "", "lon": "123.005", "lat": "28.005"})
    report = Report.objects.get()
    assert (report.area, report.lon) == ("990801001001001", 123.005)


def test_a_chosen_place_is_not_moved_by_a_position_elsewhere(resident: Resident) -> None:
    resident.reports(where={"area": "990801100201", "lon": "123.005", "lat": "28.005"})
    report = Report.objects.get()
    assert (report.area, report.lon, report.lat) == ("990801100201", None, None)


def test_a_position_taken_after_a_place_was_kept_counts(resident: Resident) -> None:
    resident.fills("where", area="990801100201")
    resident.fills("where", area="990801100201", lon="123.005", lat="28.005")
    assert "第1网格" in said(resident.get("/report/what"))


def test_a_place_nobody_can_name_is_allowed(resident: Resident) -> None:
    resident.reports(where={"area": "990801000000", "place": ""})
    assert Report.objects.get().area == f"{COUNTY}000000"


def test_a_place_that_went_away_meanwhile_is_asked_again_with_everything_kept(
    resident: Resident, county: SmallCounty
) -> None:
    for step in ANSWERS:
        resident.fills(step)
    Area.objects.filter(code="990801001001").update(valid_to="2021-01-01")
    atlas.changed()
    answer = resident.sends()
    assert answer.status_code == 422
    assert "还没有提交成" in said(answer) and "请重新选择地点" in said(answer)
    assert ANSWERS["what"]["text"] in said(answer)
    assert not Report.objects.exists()
