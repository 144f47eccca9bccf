"""Reports over the API: brought in once, read by whoever may, and nothing of what is secret."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from onedoor.cases.actions.registering import register
from onedoor.cases.actions.sealing import seal
from onedoor.cases.models import Case, Report
from onedoor.organisation.actor import Actor
from tests.cases.histories import LIFT as LIFT_TOLD
from tests.cases.histories import go, registered
from tests.exchange.api.clients import LIFT, caller, told
from tests.small_county import COUNTY, MONDAY, SmallCounty

INFORM = LIFT | {"nature": "inform", "accused": "urban", "text": "城管局把没收的水果分掉了。"}


def test_a_report_opens_a_case_and_answers_with_its_receipt(county: SmallCounty) -> None:
    answer = caller("reports:write").post("/reports", LIFT)
    assert answer.status_code == 201, answer.content.decode()
    receipt = told(answer)
    report = Report.objects.select_related("case", "contact").get(pk=int(receipt["id"]))
    assert receipt["case"] == report.case.ref and receipt["query_code"] in receipt["receipt"]
    assert (report.channel, report.area, report.registered_by[:7]) == ("hotline", "990801001001", "client:")
    assert (report.contact.name, report.text) == (LIFT["name"], LIFT["text"])


def test_a_repeat_answers_with_the_same_case_and_says_so(county: SmallCounty) -> None:
    system = caller("reports:write")
    first = system.post("/reports", LIFT, once="a-1")
    again = system.post("/reports", LIFT | {"urgency": "normal"}, once="a-1")  # a default, given or not, is the same
    assert (first.status_code, again.status_code, again["Idempotent-Replay"]) == (201, 200, "true")
    assert told(first) == told(again)
    assert "Idempotent-Replay" not in first and Case.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(county: SmallCounty) -> None:
    system = caller("reports:write")
    system.post("/reports", LIFT, once="a-1")
    answer = system.post("/reports", LIFT | {"text": "另一件事。"}, once="a-1")
    assert (answer.status_code, told(answer)["errors"][0]["field"]) == (409, "Idempotency-Key")
    assert Case.objects.count() == 1


def test_two_systems_may_use_the_same_key(county: SmallCounty) -> None:
    answers = [caller("reports:write").post("/reports", LIFT, once="a-1").status_code for _system in range(2)]
    assert answers == [201, 201] and Case.objects.count() == 2


def test_the_sender_s_own_number_is_used_once(county: SmallCounty) -> None:
    system = caller("reports:write")
    body = LIFT | {"source_id": "H-17"}
    first, again = system.post("/reports", body), system.post("/reports", body)
    other = system.post("/reports", body | {"text": "另一件事。"})
    assert [answer.status_code for answer in (first, again, other)] == [201, 200, 409]
    assert told(other)["errors"][0]["field"] == "source_id"
    assert Case.objects.count() == 1


def test_a_place_outside_the_key_s_area_is_refused_by_name(county: SmallCounty) -> None:
    system = caller("reports:write", unit="town-chengguan")
    answer = system.post("/reports", LIFT | {"area": "990801100201"})
    assert (answer.status_code, told(answer)["errors"][0]["field"]) == (422, "area")
    by_point = system.post("/reports", LIFT | {"area": "", "lon": 123.025, "lat": 28.005})
    assert by_point.status_code == 422 and Case.objects.count() == 0


def test_a_report_without_a_place_is_put_into_the_area_of_the_key(county: SmallCounty) -> None:
    caller("reports:write", unit="town-chengguan").post("/reports", LIFT | {"area": ""})
    assert Report.objects.get().area == "990801001000"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " \n"}, "text"), ({"text": "字" * 20_001}, "text"), ({"text": "有\u0000字"}, "text"),
        ({"channel": "pigeon"}, "channel"), ({"phone": "12"}, "phone"), ({"item": "99-99"}, "item"),
        ({"lon": 123.0}, "place"), ({"lon": "123", "lat": 28.0}, "lon"), ({"sent_at": "2026-09-14"}, "sent_at"),
        ({"upstream_by": 1}, "upstream_by"), ({"colour": "red"}, "colour"), ({"anonymous": "yes"}, "anonymous"),
        ({"area": "990801999000"}, "area"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_in_both_languages(county: SmallCounty, wrong: dict[str, object], field: str) -> None:
    answer = caller("reports:write").post("/reports", LIFT | wrong)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    (error,) = told(answer)["errors"]
    assert error["field"] == field and error["detail"] and error["detail_en"]
    assert Case.objects.count() == 0


def test_each_of_a_batch_has_its_own_result(county: SmallCounty) -> None:
    system = caller("reports:write")
    batch = {"reports": [LIFT, LIFT | {"item": "99-99"}, LIFT | {"text": "另一件。"}]}
    answer = system.post("/reports/batch", batch, once="b-1")
    assert answer.status_code == 200, answer.content.decode()
    results = told(answer)["results"]
    assert [one["status"] for one in results] == [201, 422, 201]
    assert results[1]["problem"]["errors"][0]["field"] == "item" and results[0]["receipt"]["query_code"]
    again = told(system.post("/reports/batch", batch, once="b-1"))["results"]
    assert [one["status"] for one in again] == [200, 422, 200] and Case.objects.count() == 2


def test_an_informant_s_report_is_taken_and_tells_nothing_but_ref_and_code(county: SmallCounty) -> None:
    system = caller()
    receipt = told(system.post("/reports", INFORM))
    assert {name for name, value in receipt.items() if value} == {"case", "query_code"}
    report = Report.objects.get()
    assert told(system.get("/reports"))["items"] == []
    assert system.get(f"/reports/{report.id}").status_code == 404
    writer = caller("reports:write")
    told(writer.post("/reports", INFORM))
    assert told(writer.get("/reports"))["items"] == [], "not even to whoever brought it"


def test_a_case_sealed_later_is_gone_from_the_api(county: SmallCounty) -> None:
    system = caller()
    receipt = told(system.post("/reports", LIFT))
    assert system.get(f"/reports/{receipt['id']}").status_code == 200
    seal(receipt["case"], by=county["dispatch"], at=MONDAY)
    missing, never = system.get(f"/reports/{receipt['id']}"), system.get("/reports/72057594037927936")
    assert missing.status_code == never.status_code == 404 and told(missing) == told(never)


def test_a_centre_s_system_reads_its_area_and_a_unit_s_what_it_was_given(county: SmallCounty) -> None:
    mine, other = registered(county), registered(county, replace(LIFT_TOLD, area="990801100201", lon=None, lat=None))
    go(mine, "triage dispatch", county)

    def seen_by(**terms: str) -> set[str]:
        return {one["case"] for one in told(caller("reports:read", **terms).get("/reports"))["items"]}

    assert seen_by() == {mine.ref, other.ref}
    assert seen_by(area="990801100000") == {other.ref}
    assert seen_by(unit="housing") == {mine.ref}
    assert seen_by(unit="urban") == set() == seen_by(unit="town-shiqiao")


def test_a_writer_reads_what_it_brought_and_nothing_else(county: SmallCounty) -> None:
    registered(county)
    system = caller("reports:write")
    receipt = told(system.post("/reports", LIFT | {"source_id": "H-17"}))
    (one,) = told(system.get("/reports"))["items"]
    assert (one["id"], one["mine"], one["source_id"]) == (receipt["id"], True, "H-17")


def test_names_and_numbers_come_masked(county: SmallCounty) -> None:
    system = caller()
    receipt = told(system.post("/reports", LIFT | {"phone": "10010012345", "text": "请打10010067890找我。"}))
    answer = system.get(f"/reports/{receipt['id']}").content.decode()
    assert "周**" in answer and "100****2345" in answer
    assert not any(word in answer for word in ("周晓云", "10010012345", "10010067890"))


def test_the_list_is_narrowed_and_paged_without_gap_or_repeat(county: SmallCounty) -> None:
    system = caller()
    for number in range(5):
        system.post("/reports", LIFT | {"text": f"第{number}件。"})
    page = told(system.get("/reports?limit=2"))
    seen = [one["id"] for one in page["items"]]
    system.post("/reports", LIFT | {"text": "后来的。"})
    while page["next"]:
        answer = system.get(f"/reports?limit=2&cursor={page['next']}")
        page = told(answer)
        seen += [one["id"] for one in page["items"]]
    assert len(seen) == len(set(seen)) == 5 and "Link" not in answer
    assert told(system.get("/reports?channel=web"))["items"] == []
    assert len(told(system.get("/reports?area=990801001000&mine=true"))["items"]) == 6
    assert told(system.get("/reports?to=2026-01-01"))["items"] == []


def test_an_action_asked_twice_for_its_english_registers_nothing(county: SmallCounty) -> None:
    """A refusal made on the spot is asked again in English: that must leave no trace."""
    caller("reports:write").post("/reports", LIFT | {"item": "99-99"})
    assert Case.objects.count() == 0 == Report.objects.count()


def test_the_cost_of_a_report_and_of_a_page(county: SmallCounty, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    system = caller()
    register(LIFT_TOLD, county=COUNTY, by=Actor.resident(COUNTY), at=MONDAY)
    system.post("/reports", LIFT)
    with django_assert_max_num_queries(8 if connection.vendor == "postgresql" else 14):  # SQLite: a statement a table
        system.post("/reports", LIFT)
    with django_assert_max_num_queries(6):
        system.get("/reports")
