from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client

from onedoor.cases.models import Case, Report
from onedoor.desk.forms.registration import RegistrationForm, read
from onedoor.work.models import Draft
from tests.desk.conftest import SignedIn

TOLD = {
    "text": "临水街夜间烧烤油烟扰民", "channel": "hotline", "reply_by": "phone", "nature": "demand",
    "urgency": "normal", "area": "990801001001", "phone": "139 0001 0417", "token": "t-1",
}  # fmt: skip


def test_a_call_is_registered_and_the_slip_gives_reference_and_code(signed_in: SignedIn) -> None:
    answer = signed_in("guide").post("/desk/register", TOLD, follow=True)
    case = Case.objects.get()
    assert case.area == "990801001001" and case.channel == "hotline"
    assert answer.redirect_chain[-1][0] == f"/desk/cases/{case.ref}/slip"
    assert "查询码" in answer.content.decode() and "<svg" in answer.content.decode()


def test_a_form_that_is_sent_twice_is_one_case(signed_in: SignedIn) -> None:
    client = signed_in("guide")
    first, second = (client.post("/desk/register", TOLD)["Location"] for _ in range(2))
    assert first == second and Report.objects.count() == 1


def test_what_cannot_be_registered_comes_back_with_what_was_written(signed_in: SignedIn) -> None:
    answer = signed_in("guide").post("/desk/register", TOLD | {"phone": "12"})
    assert answer.status_code == 422
    assert "电话号码应是7到12位数字" in answer.content.decode() and TOLD["text"] in answer.content.decode()
    assert not Case.objects.exists()


def test_a_post_without_the_duty_cannot_register(signed_in: SignedIn) -> None:
    assert signed_in("housing").get("/desk/register").status_code == 403
    assert signed_in("housing").post("/desk/register", TOLD).status_code == 403
    assert not Case.objects.exists()


def test_a_caller_is_recognised_by_the_phone(signed_in: SignedIn) -> None:
    signed_in("guide").post("/desk/register", TOLD)
    assert TOLD["text"] in signed_in("guide").get("/desk/find?q=13900010417").content.decode()
    assert TOLD["text"] not in signed_in("housing").get("/desk/find?q=13900010417").content.decode()


def test_a_reference_leads_to_its_case_however_it_is_typed(signed_in: SignedIn) -> None:
    signed_in("guide").post("/desk/register", TOLD)
    ref = Case.objects.get().ref
    for typed in (ref, ref.replace("-", ""), ref.replace("-", " ")):
        assert signed_in("guide").get("/desk/find", {"q": typed})["Location"] == f"/desk/cases/{ref}"


INFORMED = TOLD | {"nature": "inform", "accused": "urban", "kind": "inform", "people": "under-50"}


def test_an_informant_s_report_is_registered_and_whoever_did_hands_out_its_receipt(signed_in: SignedIn) -> None:
    client = signed_in("guide")
    page = client.post("/desk/register", INFORMED, follow=True)
    case = Case.objects.get()
    assert (case.confidential, case.accused and case.accused.code, case.kind) == (True, "urban", "inform")
    assert page.status_code == 200 and "查询码" in page.content.decode() and "打开本件" not in page.content.decode()
    assert client.get(f"/desk/cases/{case.ref}").status_code == 404
    assert signed_in("dispatch").get(f"/desk/cases/{case.ref}/slip").status_code == 404


def test_only_an_informant_s_report_names_an_accused_unit(signed_in: SignedIn) -> None:
    answer = signed_in("guide").post("/desk/register", INFORMED | {"nature": "demand"})
    assert answer.status_code == 422 and "只有举报才填被反映的单位" in answer.content.decode()


def test_an_upstream_number_and_day_come_from_above_only(signed_in: SignedIn) -> None:
    above = {"upstream_no": "JS-2026-1", "upstream_by": "2026-12-31"}
    answer = signed_in("guide").post("/desk/register", TOLD | above)
    assert answer.status_code == 422 and "只有上级交办的才填" in answer.content.decode()
    signed_in("guide").post("/desk/register", TOLD | above | {"channel": "upper"})
    case = Case.objects.get()
    assert (case.upstream_no, str(case.upstream_by), case.channel) == ("JS-2026-1", "2026-12-31", "upper")


def heard(client: Client, **told: str) -> str:
    return client.post("/desk/register/heard", told).content.decode()


def test_what_is_written_is_recognised_marked_and_offered(signed_in: SignedIn) -> None:
    page = heard(signed_in("guide"), text="翠湖社区翠湖花园3幢电梯故障，电话139 0001 0417", seq="7")
    assert '<mark class="od-mark od-mark--phone">139 0001 0417</mark>' in page
    assert "翠湖社区翠湖花园3幢" in page and "事项：电梯故障" in page and "990801001001" in page


def test_without_script_a_suggestion_is_taken_and_nothing_typed_is_written_over(signed_in: SignedIn) -> None:
    told = {"text": "翠湖社区3幢电梯故障，我姓周，电话13900010417", "name": "吴先生", "token": "t-1"}
    page = signed_in("guide").post("/desk/register", told | {"accept": "all"}).content.decode()
    assert 'name="phone" value="13900010417"' in page and 'value="990801001001" selected' in page
    assert 'name="name" value="吴先生"' in page and "您已另填" in page
    assert not Case.objects.exists()


def test_earlier_cases_of_the_phone_are_shown_open_ones_first_and_secret_ones_never(signed_in: SignedIn) -> None:
    client = signed_in("guide")
    client.post("/desk/register", TOLD)
    client.post("/desk/register", TOLD | {"token": "t-2", "text": "说给您一个人听的事", "confidential": "on"})
    page = heard(client, text="又是我", phone="13900010417")
    assert TOLD["text"] in page and "不必重复登记" in page and "说给您一个人听" not in page and "保密事项" not in page


def test_the_emergency_is_answered_before_anything_is_registered(signed_in: SignedIn) -> None:
    client, told = signed_in("guide"), TOLD | {"text": "孩子困在电梯里，翠湖花园3幢"}
    page = client.post("/desk/register", told)
    assert page.status_code == 422 and "听到" in page.content.decode() and told["text"] in page.content.decode()
    assert client.post("/desk/register", told | {"emergency": "calm"}).status_code == 422
    assert client.post("/desk/register", told | {"emergency": "transferred"}).status_code == 422
    assert not Case.objects.exists()
    through = {"emergency": "transferred", "emergency_service": "119", "emergency_by": "3号席", "emergency_at": "09:31"}
    client.post("/desk/register", told | through)
    case = Case.objects.get()
    assert case.state == "transferred"
    assert "09:31转接，3号席接" in client.get(f"/desk/cases/{case.ref}").content.decode()


def test_a_question_is_answered_and_ended_at_once_and_nothing_else_is(signed_in: SignedIn) -> None:
    client = signed_in("guide")
    asked = TOLD | {"text": "请问公积金怎么提取", "kind": "consult", "do": "answer"}
    assert client.post("/desk/register", asked).status_code == 422, "there is no answer yet"
    assert client.post("/desk/register", asked | {"kind": "complaint", "reply": "可以网上办。"}).status_code == 422
    assert not Case.objects.exists()
    client.post("/desk/register", asked | {"reply": "可以网上办。"})
    assert Case.objects.get().state == "answered"


def test_the_item_and_the_language_are_taken_along(signed_in: SignedIn) -> None:
    signed_in("guide").post("/desk/register", TOLD | {"item": "10-01", "text_only": "on", "tongue": "sign"})
    case = Case.objects.get()
    contact = Report.objects.get().contact
    assert case.item is not None and case.item.code == "10-01"
    assert (contact.text_only, contact.tongue, contact.reply_by) == (True, "sign", "message")


ABOVE = {"channel": "upper", "upstream_no": "JS-2026-1", "upstream_by": "2026-12-31"}
THROUGH = {"emergency": "transferred", "emergency_service": "119", "emergency_by": "小赵", "emergency_at": "09:05"}
ANSWERED = {"do": "answer", "reply": "已经告诉来人", "kind": "consult"}


@pytest.mark.parametrize(
    "more",
    [
        {}, {"kind": "", "people": "", "confidential": ""}, {"confidential": "on", "text_only": "1"}, ABOVE, THROUGH,
        ANSWERED, {"item": "15-03", "tongue": "sign", "people": "50-100"}, {"nature": "inform", "accused": "urban"},
        {"name": "  周女士 ", "place": "   "},
        {"text": ""}, {"text": "x" * 20_001}, {"channel": ""}, {"channel": "citizen"}, {"kind": "nothing"},
        {"item": "99-99"}, {"accused": "urban"}, {"accused": "nobody", "nature": "inform"}, {"upstream_no": "JS-1"},
        {"upstream_by": "some day", "channel": "upper"}, {"phone": "1" * 31}, {"text": "话\x00话"},
        {"emergency": "transferred"}, {"emergency": "calm", "text": "着火了"}, {"do": "answer"},
        ANSWERED | {"kind": "complaint"}, ANSWERED | {"nature": "petition"},
    ],
)  # fmt: skip
def test_the_quick_reading_of_a_form_says_what_the_form_says(signed_in: SignedIn, more: dict[str, str]) -> None:
    post = QueryDict(mutable=True)
    post.update(TOLD | more)
    answers = more.get("do") == "answer"
    form = RegistrationForm(post, county="990801", answers=answers)
    assert read(post, county="990801", answers=answers) == (form.told if form.is_valid() else None)


def test_what_is_sent_takes_its_draft_along_and_no_other(signed_in: SignedIn) -> None:
    client = signed_in("guide")
    for token in ("t-1", "t-2"):
        client.post("/desk/register", TOLD | {"token": token, "do": "draft"})
    client.post("/desk/register", TOLD)
    assert list(Draft.objects.values_list("page", flat=True)) == ["register:t-2"]
