"""Ask and answer in writing: the author adds to their open case, and whoever has it hears of it."""

from __future__ import annotations

import pytest

from onedoor.cases import queries
from onedoor.cases.models import Attachment, Case
from onedoor.core.models import Happening, Remark
from tests.citizen.conftest import Resident, photo
from tests.citizen.road import TO_REVIEW, TO_UNIT, Road
from tests.citizen.test_photos import numbers
from tests.citizen.test_reporting import said
from tests.small_county import SmallCounty

MORE = "今天又停了，困了一个人。"


def test_words_and_pictures_are_added_and_told_back(road: Road) -> None:
    assert 'href="/progress/add"' in road.goes(*TO_UNIT)
    answer = road.says("add", text=MORE, photos=photo())
    assert answer.headers["Location"] == "/progress/heard"
    page = road.page()
    assert "您补充了情况" in page and MORE in page and "照片或材料1份" in page and "您的照片" in page
    added = Attachment.objects.get()
    assert (added.case_id, added.report_id, added.stage) == (road.case.id, road.report.id, "report")
    told = Happening.objects.get(name="cases.added").payload
    assert (told["report"], told["files"]) == (road.report.id, 1)


def test_a_picture_waits_while_one_goes_on_writing(road: Road) -> None:
    assert road.says("add", text=MORE, photos=photo(), add="1").headers["Location"] == "/progress/add"
    page = said(road.opens("add"))
    (number,) = numbers(page)
    assert MORE in page and road.opens(f"add/photos/{number}").status_code == 200
    assert road.says("add", text="换一句", remove=number).headers["Location"] == "/progress/add"
    assert numbers(said(road.opens("add"))) == [] and "换一句" in said(road.opens("add"))
    assert not Happening.objects.filter(name="cases.added").exists()


def test_a_script_sends_a_picture_by_itself(road: Road, neighbour: Resident) -> None:
    answer = road.says("add/photos", photos=photo())
    assert answer.status_code == 200
    (number,) = numbers(said(answer))
    assert neighbour.client.post("/progress/add/photos", {"photos": photo()}).status_code == 409
    assert neighbour.get(f"/progress/add/photos/{number}").status_code == 404
    road.says("add", text="")
    assert Attachment.objects.get().case == road.case


def test_nothing_at_all_is_asked_for_again(road: Road) -> None:
    answer = road.says("add", text=" ")
    assert answer.status_code == 422 and said(answer).count("还没有写要补充什么") == 2


def test_adding_twice_is_two_lines_and_pressing_twice_is_one(road: Road) -> None:
    road.says("add", text=MORE)
    assert road.resident.client.post("/progress/add", {"text": MORE}).status_code == 302
    road.opens("add")
    road.says("add", text="再补一句。")
    assert Remark.objects.filter(field="text", text="再补一句。").count() == 1


@pytest.mark.parametrize("steps", [(*TO_REVIEW, "solved", "close"), ("answer",), ("ask to decline", "decline")])
def test_an_ended_case_takes_nothing_more_and_says_what_to_do(road: Road, steps: tuple[str, ...]) -> None:
    assert "/progress/add" not in road.goes(*steps)
    answer = road.says("add", text=MORE)
    assert answer.status_code == 409 and "有新情况，可以重新反映" in said(answer)


def test_after_a_merge_the_handled_case_hears_it_and_the_other_author_does_not(
    road: Road, neighbour: Resident, county: SmallCounty
) -> None:
    other = Road(neighbour, county)
    road.goes("triage")
    other.joins(road)
    road.at = other.at
    other.says("add", text=MORE, photos=photo())
    lines = [line for line in queries.record_of(Case.objects.get(ref=road.ref)) if line.words.get("text") == MORE]
    assert [line.happening.name for line in lines] == ["cases.added"]
    assert "您补充了情况" in other.page() and "您的照片" in other.page()
    road.at = other.at
    page = road.page()
    assert "补充了情况，" not in page and MORE not in page and "您的照片" not in page


def test_signs_of_danger_in_what_is_added_stop_mediation(road: Road) -> None:
    road.goes(*TO_UNIT)
    road.says("add", text="他又动手打我了，家暴。")
    assert road.case.safety == "stopped"
    assert "离开本页" in road.page()
