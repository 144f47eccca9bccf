"""Pictures on the way to a report and beside an answer: kept while one writes, seen by their owner alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from onedoor.cases.actions import attaching
from onedoor.cases.attachments import waiting
from onedoor.cases.models import Attachment, Report
from onedoor.cases.models.attachment import Stage
from onedoor.citizen import shots
from tests.citizen.conftest import ANSWERS, Resident, photo
from tests.citizen.road import TO_REVIEW, Road
from tests.citizen.test_reporting import said
from tests.small_county import COUNTY, MONDAY, SmallCounty

WORDS = ANSWERS["what"]["text"]


@pytest.fixture
def writing(resident: Resident) -> Resident:
    """Somebody who has said where."""
    resident.fills("where")
    return resident


def numbers(page: str) -> list[str]:
    return re.findall(r'name="remove" value="(\d+)"', page)


def test_a_picture_is_added_by_the_form_and_what_was_written_is_kept(writing: Resident) -> None:
    answer = writing.fills("what", photos=photo(), add="1", nature="dispute")
    assert answer.headers["Location"] == "/report/what"
    page = said(writing.get("/report/what"))
    assert WORDS in page and len(numbers(page)) == 1 and "再拍一张" in page
    assert re.search(r'value="dispute"[^>]*checked', page)


def test_a_picture_alone_is_a_report_and_says_so(writing: Resident) -> None:
    assert writing.fills("what", text="", photos=[photo(), photo("b.jpg", "red")]).headers["Location"] == "/report/who"
    writing.fills("who")
    assert "没有写字，请看照片（2张）。" in said(writing.get("/report/check"))
    writing.sends()
    report = Report.objects.get()
    assert report.text == "没有写字，请看照片（2张）。" and report.title == "翠湖花园3幢，请看照片"
    assert list(Attachment.objects.values_list("report", "stage")) == [(report.id, Stage.REPORT)] * 2


def test_what_a_phone_writes_into_a_picture_is_gone(writing: Resident) -> None:
    writing.fills("what", photos=photo(), add="1")
    (number,) = numbers(said(writing.get("/report/what")))
    sent = writing.get(f"/report/photos/{number}")
    assert b"FILMED-BY-ZHOU" not in sent.content and sent.content.startswith(b"\xff\xd8")
    assert "no-store" in sent.headers["Cache-Control"] and "sandbox" in sent.headers["Content-Security-Policy"]


def test_a_picture_is_taken_away_without_losing_a_word(writing: Resident) -> None:
    writing.fills("what", photos=[photo(), photo("b.jpg")], add="1")
    first, second = numbers(said(writing.get("/report/what")))
    assert writing.fills("what", remove=first, text="改过的话").headers["Location"] == "/report/what"
    page = said(writing.get("/report/what"))
    assert numbers(page) == [second] and "改过的话" in page


def test_after_the_last_picture_is_gone_words_are_asked_for(writing: Resident) -> None:
    writing.fills("what", text="", photos=photo(), add="1")
    (number,) = numbers(said(writing.get("/report/what")))
    writing.fills("what", text="", remove=number)
    answer = writing.fills("what", text="")
    assert answer.status_code == 422 and "还没有说出了什么事" in said(answer)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"photos": photo("x.jpg")}, "请重新拍一张"),
        ({"add": "1"}, "还没有选照片"),
    ],
)
def test_what_cannot_be_kept_is_named_and_loses_nothing(
    writing: Resident, files: dict[str, object], sentence: str
) -> None:
    if "photos" in files:
        whole = photo().read()
        files = {"photos": type(photo())("x.jpg", whole[: len(whole) // 2], content_type="image/jpeg")}
    answer = writing.fills("what", **files)
    page = said(answer)
    assert answer.status_code == 422 and page.count(sentence) == 2 and "您写的还在" in page and WORDS in page
    assert 'href="#id_photos"' in page


def test_more_than_nine_are_not_kept(writing: Resident, settings: object) -> None:
    settings.ONEDOOR_UPLOAD_MOST = 2  # type: ignore[attr-defined]
    answer = writing.fills("what", photos=[photo(f"{n}.jpg") for n in range(3)])
    assert answer.status_code == 422 and "最多2个文件" in said(answer)
    assert len(numbers(said(writing.get("/report/what")))) == 2


def test_a_script_sends_one_at_a_time_and_is_told_what_the_page_shows(writing: Resident) -> None:
    answer = writing.client.post("/report/photos", {"photos": photo()})
    assert answer.status_code == 200 and len(numbers(said(answer))) == 1 and "<html" not in said(answer)
    answer = writing.client.post("/report/photos", {"photos": type(photo())("x.exe", b"MZ")})
    assert answer.status_code == 422 and "只收照片" in said(answer) and len(numbers(said(answer))) == 1
    assert writing.fills("what", text="").headers["Location"] == "/report/who"


def test_a_script_that_comes_too_late_is_told_to_begin_again(resident: Resident) -> None:
    answer = resident.client.post("/report/photos", {"photos": photo()})
    assert answer.status_code == 409 and "重新开始" in said(answer)
    assert not Attachment.objects.exists()


def test_nobody_else_sees_or_takes_away_a_waiting_picture(writing: Resident, neighbour: Resident) -> None:
    writing.fills("what", photos=photo(), add="1")
    (number,) = numbers(said(writing.get("/report/what")))
    neighbour.fills("where")
    assert neighbour.get(f"/report/photos/{number}").status_code == 404
    neighbour.fills("what", remove=number)
    assert Attachment.objects.count() == 1


def test_throwing_the_draft_away_throws_the_pictures_away(writing: Resident) -> None:
    writing.fills("what", photos=photo(), add="1")
    writing.client.post("/report/discard")
    assert not Attachment.objects.exists()


def test_another_picture_is_another_report_even_when_the_first_answer_was_lost(writing: Resident) -> None:
    writing.fills("what")
    writing.fills("who")
    draft = writing.client.cookies["od_draft"].value
    writing.sends()
    writing.client.cookies["od_draft"] = draft
    writing.fills("what", photos=photo())
    writing.sends()
    assert Report.objects.count() == 2 and Attachment.objects.get().case is not None


def work(road: Road, stage: str) -> Attachment:
    """A picture that the unit adds to its work."""
    key = attaching.new_key()
    by = road.county["housing"]
    attaching.upload(photo().read(), name="a.jpg", key=key, county=COUNTY, by=by, at=road.at)
    return attaching.attach(key, case=road.case, stage=stage, by=by, at=road.at)[0]


def test_the_author_sees_their_own_and_the_work_once_it_was_reviewed(
    resident: Resident, neighbour: Resident, county: SmallCounty
) -> None:
    road = Road(resident, county, what={"photos": photo()})
    assert "您的照片" in road.page()
    road.goes("triage", "give", "sign")
    before, paper = work(road, Stage.BEFORE), work(road, Stage.PAPER)
    assert "办理前" not in road.goes("reply"), "nobody has found it fit to be read"
    assert road.opens(f"files/{before.id}").status_code == 404
    page = road.goes("review")
    assert f"/progress/files/{before.id}?small=1" in page and "办理前的照片" in page
    assert road.opens(f"files/{before.id}").status_code == 200
    assert road.opens(f"files/{paper.id}").status_code == 404
    assert neighbour.get(f"/progress/files/{before.id}").headers["Location"] == "/progress"


def test_one_code_opens_no_file_of_another_case(resident: Resident, neighbour: Resident, county: SmallCounty) -> None:
    road, other = Road(resident, county, what={"photos": photo()}), Road(neighbour, county)
    assert other.opens(f"files/{Attachment.objects.get().id}").status_code == 404
    assert road.opens(f"files/{Attachment.objects.get().id}").status_code == 200


def test_after_the_end_it_is_told_what_came_of_it(road: Road, neighbour: Resident) -> None:
    page = road.goes(*TO_REVIEW, "solved")
    assert "因为您的反映" not in page
    page = road.goes("close")
    assert "因为您的反映" in page and "县住房和城乡建设局办了这件事" in page and "收到的当天就办完了" in page
    assert "份反映说的是同一件事" not in page


def test_how_many_said_the_same_is_told_from_three_on(road: Road, neighbour: Resident, county: SmallCounty) -> None:
    for _each in range(2):
        other = Road(neighbour, county)
        other.at = road.at
        other.joins(road)
    road.goes(*TO_REVIEW)
    for report in Report.objects.all():
        road.goes("solved")
        assert report
    assert "3份反映说的是同一件事，一起办了" in road.goes("close")


def test_waiting_pictures_outlive_the_draft_by_nothing_but_the_night(writing: Resident) -> None:
    writing.fills("what", photos=photo(), add="1")
    key = Attachment.objects.get().key
    assert len(waiting(COUNTY, key)) == 1
    with time_machine.travel(MONDAY + timedelta(days=4000), tick=False):
        assert writing.get("/report/what").headers["Location"] == "/report/where"
    shots.thrown_away(key, county=COUNTY)
    assert waiting(COUNTY, key) == []
