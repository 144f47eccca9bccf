from __future__ import annotations

from onedoor.cases.models import Case, Report
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
