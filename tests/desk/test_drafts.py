from __future__ import annotations

import pytest

from onedoor.cases.models import Case
from onedoor.organisation.models import Post
from onedoor.organisation.queries import changed
from onedoor.work.models import Draft
from tests.desk.conftest import SignedIn

PAGE = {"draft_page": "register:t-1", "text": "翠湖花园3幢电梯又停了", "phone": "13900010417", "token": "t-1"}


def test_a_form_keeps_itself_and_a_new_browser_goes_on_with_every_field(signed_in: SignedIn) -> None:
    told = signed_in("guide").post("/desk/drafts", PAGE | {"draft_version": "0", "kind": "help"}).json()
    assert told["version"] == 1 and len(told["saved_at"]) == 8
    page = signed_in("guide").get("/desk/register").content.decode()
    assert "翠湖花园3幢电梯又停了" in page and "/desk/register?draft=t-1" in page
    form = signed_in("guide").get("/desk/register?draft=t-1").content.decode()
    assert ">\n翠湖花园3幢电梯又停了</textarea>" in form and 'value="13900010417"' in form
    assert 'data-od-draft="register:t-1" data-od-draft-version="1"' in form


def test_a_window_that_is_behind_is_told_what_the_newer_one_wrote(signed_in: SignedIn) -> None:
    client = signed_in("guide")
    client.post("/desk/drafts", PAGE | {"draft_version": "0", "draft_window": "a", "draft_nth": "1"})
    answer = client.post("/desk/drafts", PAGE | {"draft_version": "0", "text": "别的", "draft_window": "b"})
    assert answer.status_code == 409
    assert (answer.json()["version"], answer.json()["values"]["text"]) == (1, PAGE["text"])
    assert "用哪一份" in answer.json()["said"]


def test_a_window_whose_answer_was_lost_saves_on_and_an_overtaken_one_changes_nothing(signed_in: SignedIn) -> None:
    client = signed_in("guide")

    def save(nth: int, text: str) -> int:
        told = {"draft_version": "0", "draft_window": "a", "draft_nth": str(nth), "text": text}
        return client.post("/desk/drafts", PAGE | told).status_code

    assert [save(1, "一"), save(3, "一二三"), save(2, "一二")] == [200, 200, 200]
    assert client.get("/desk/drafts?page=register:t-1").json()["values"]["text"] == "一二三"


def test_a_draft_is_gone_once_the_form_was_accepted_and_stays_when_it_was_not(signed_in: SignedIn) -> None:
    client = signed_in("guide")
    form = {"channel": "hotline", "reply_by": "phone", "nature": "demand", "urgency": "normal"}
    client.post("/desk/drafts", PAGE | {"draft_version": "0"})
    assert client.post("/desk/register", PAGE | form | {"phone": "12"}).status_code == 422
    assert Draft.objects.exists()
    assert client.post("/desk/register", PAGE | form).status_code == 302
    assert Case.objects.exists() and not Draft.objects.exists()


def test_drafts_are_listed_and_thrown_away_by_their_author_alone(signed_in: SignedIn) -> None:
    signed_in("guide").post("/desk/drafts", PAGE | {"draft_version": "0"})
    assert PAGE["text"] in signed_in("guide").get("/desk/drafts").content.decode()
    assert PAGE["text"] not in signed_in("dispatch").get("/desk/drafts").content.decode()
    signed_in("dispatch").post("/desk/drafts/drop", {"page": "register:t-1"})
    assert Draft.objects.exists()
    signed_in("guide").post("/desk/drafts/drop", {"page": "register:t-1"})
    assert not Draft.objects.exists()


@pytest.fixture
def seat(signed_in: SignedIn) -> None:
    Post.objects.filter(code="dispatch").update(specialities=["人社", "方言"])
    changed()


def test_a_call_goes_to_another_seat_with_everything_written(signed_in: SignedIn, seat: None) -> None:
    page = signed_in("guide").get("/desk/register").content.decode()
    assert 'name="hand_over" value="dispatch"' in page and "人社、方言" in page
    answer = signed_in("guide").post("/desk/register", PAGE | {"hand_over": "dispatch"}, follow=True)
    assert "转给分派督办岗了" in answer.content.decode() and "还没有人接" in answer.content.decode()
    there = signed_in("dispatch").get("/desk/drafts").content.decode()
    assert "转给我的席位" in there and PAGE["text"] in there and not Case.objects.exists()
    assert 'value="13900010417"' in signed_in("dispatch").get("/desk/register?draft=t-1").content.decode()


def test_a_call_that_cannot_be_handed_over_keeps_what_was_written(signed_in: SignedIn) -> None:
    answer = signed_in("guide").post("/desk/register", PAGE | {"hand_over": "housing"})
    assert answer.status_code == 422
    assert "没有这个专席" in answer.content.decode() and PAGE["text"] in answer.content.decode()
