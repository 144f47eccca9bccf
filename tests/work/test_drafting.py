from __future__ import annotations

from datetime import timedelta

import pytest

from onedoor.core import outbox, personal
from onedoor.core.personal import Traces
from onedoor.core.refusal import Refused
from onedoor.notices.models import Message
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Post
from onedoor.organisation.queries import changed
from onedoor.work.actions.drafting import clear_old, drop, hand_over, keep
from onedoor.work.models import Draft
from onedoor.work.queries import draft_of, drafts_of
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

PAGE = "register:t-1"
WORDS = {"text": "翠湖花园3幢电梯又停了", "phone": "13900010417", "kind": ["help", "consult"]}


def written(by: Actor, *, version: int = 0, page: str = PAGE, text: str = "电梯又停了") -> Draft:
    return keep(page, values={"text": text}, title=text, version=version, by=by, at=MONDAY)


def test_what_is_written_is_kept_encrypted_and_is_there_for_its_author_alone(county: SmallCounty) -> None:
    kept = keep(PAGE, values=WORDS, title="电梯", version=0, by=county["guide"], at=MONDAY)
    assert (kept.version, draft_of(county["guide"], PAGE)) == (1, kept)
    assert draft_of(county["dispatch"], PAGE) is None and drafts_of(county["dispatch"]) == []
    assert (
        keep(PAGE, values=WORDS | {"text": "又停了"}, title="", version=1, by=county["guide"], at=MONDAY).version == 2
    )
    assert Draft.objects.count() == 1


def test_a_window_that_has_not_seen_the_newest_words_writes_over_nothing(county: SmallCounty) -> None:
    written(county["guide"], text="旧的")
    written(county["guide"], version=1, text="新的")
    for seen in (0, 1, 3):
        with pytest.raises(Refused) as refusal:
            written(county["guide"], version=seen, text="别的窗口")
        assert refusal.value.field == "version"
    assert "新的" in Draft.objects.get().values


def test_a_window_behind_a_form_that_was_sent_does_not_bring_the_draft_back(county: SmallCounty) -> None:
    written(county["guide"])
    drop(PAGE, by=county["guide"])
    with pytest.raises(Refused):
        written(county["guide"], version=1)
    assert not Draft.objects.exists()
    drop(PAGE, by=county["guide"])  # nothing there is nothing to do


def test_nobody_drops_what_is_somebody_else_s(county: SmallCounty) -> None:
    written(county["guide"])
    drop(PAGE, by=county["dispatch"])
    assert Draft.objects.exists()


@pytest.fixture
def seat(county: SmallCounty) -> Actor:
    """Whoever sits at the seat for 人社: the post of dispatch, as this county has it."""
    Post.objects.filter(code="dispatch").update(specialities=["人社"])
    changed()
    return county["dispatch"]


def test_a_seat_goes_on_with_everything_that_was_written_and_is_told(county: SmallCounty, seat: Actor) -> None:
    keep(PAGE, values=WORDS, title="电梯", version=0, by=county["guide"], at=MONDAY)
    handed = hand_over(PAGE, to_post="dispatch", by=county["guide"], at=MONDAY)
    assert draft_of(seat, PAGE) == handed and draft_of(county["review"], PAGE) is None
    outbox.drain(MONDAY + MINUTE)
    told = Message.objects.get(kind="draft_handed")
    assert (told.to, told.urgent) == ("member:m-dispatch", True)
    taken = written(seat, version=handed.version, text="已问清楚")
    assert (taken.member, taken.to_post) == ("m-dispatch", "")
    assert draft_of(county["guide"], PAGE) is None, "it is in other hands now"
    with pytest.raises(Refused):
        written(county["guide"], version=handed.version, text="还在写")


def test_only_a_registration_goes_to_another_seat_and_only_to_one_that_registers(
    county: SmallCounty, seat: Actor
) -> None:
    written(county["guide"])
    written(county["guide"], page="case:990801-2609-00000000-1:reply")
    written(county["housing"])
    for by, page, to in (
        ("guide", PAGE, "housing"), ("guide", PAGE, "nobody"), ("guide", PAGE, "guide"), ("housing", PAGE, "dispatch"),
        ("guide", "register:none", "dispatch"), ("guide", "case:990801-2609-00000000-1:reply", "dispatch"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            hand_over(page, to_post=to, by=county[by], at=MONDAY)
    assert not Draft.objects.exclude(to_post="").exists()


def test_what_nobody_went_on_with_for_fourteen_days_goes(county: SmallCounty) -> None:
    written(county["guide"])
    written(county["guide"], page="register:t-2")
    Draft.objects.filter(page=PAGE).update(saved_at=MONDAY - timedelta(days=14, seconds=1))
    assert clear_old(at=MONDAY) == 1
    assert [draft.page for draft in drafts_of(county["guide"])] == ["register:t-2"]


def test_a_person_who_is_erased_is_gone_from_drafts_too_and_no_other_draft_is(county: SmallCounty) -> None:
    written(county["guide"], text="来电13900010417，\n说“电梯又停了”")
    written(county["guide"], page="register:t-2", text="周云说路灯坏了")
    gone = personal.sweep(Traces(COUNTY, "", "", ("周云", "13900010417")))
    assert gone == 1 and [draft.page for draft in drafts_of(county["guide"])] == ["register:t-2"]


def test_what_cannot_be_kept_is_refused_with_a_sentence(county: SmallCounty) -> None:
    for page, text in (("", "字"), ("Ä", "字"), ("register:" + "x" * 80, "字"), (PAGE, "字" * 200_001)):
        with pytest.raises(Refused):
            written(county["guide"], page=page, text=text)
