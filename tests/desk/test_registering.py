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
