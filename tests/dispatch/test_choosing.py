"""A person puts another version of the text model into use, or none: with the right, a reason, and on the record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onedoor.core.models import Happening, Remark
from onedoor.core.refusal import Refused
from onedoor.dispatch.actions.choosing import choose
from onedoor.dispatch.live import live
from onedoor.dispatch.models import TextModel
from onedoor.organisation.models import Post
from onedoor.organisation.queries import changed
from tests.dispatch.examples import LIFT, version
from tests.small_county import COUNTY, MONDAY, SmallCounty, actors

LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def two(county: SmallCounty) -> None:
    """The second of two versions is in use."""
    version(1, state="retired", reason="replaced")
    version(2)


def states() -> dict[int, tuple[str, str]]:
    return {one.number: (one.state, one.reason) for one in TextModel.objects.all()}


def in_use() -> int:
    found = live(COUNTY)
    return found.number if found else 0


def test_an_older_version_comes_back_into_use(county: SmallCounty, two: None) -> None:
    assert in_use() == 2
    choose(1, reason="第2版认不出电梯。", by=county["admin"], at=LATER)
    assert states() == {1: ("live", "chosen"), 2: ("retired", "chosen")}
    assert in_use() == 1 and live(COUNTY).classifier.labels == (LIFT, "x")  # type: ignore[union-attr]
    assert set(TextModel.objects.values_list("changed_at", flat=True)) == {LATER}


def test_it_is_on_the_record_with_its_reason(county: SmallCounty, two: None) -> None:
    choose(1, reason="  第2版认不出电梯。 ", by=county["leader"], at=LATER)
    line = Happening.objects.get(county=COUNTY, name="dispatch.model_chosen")
    assert (line.subject, line.actor) == ("dispatch:model", "m-leader")
    assert (line.payload["number"], line.payload["before"]) == (1, 2)
    assert Remark.objects.get(subject="dispatch:model", seq=line.seq).text == "第2版认不出电梯。"


def test_none_may_be_in_use_and_one_again(county: SmallCounty, two: None) -> None:
    assert choose(0, reason="先停用。", by=county["admin"], at=LATER) is None
    assert in_use() == 0 and {state for state, _reason in states().values()} == {"retired"}
    choose(2, reason="再用。", by=county["admin"], at=LATER)
    assert in_use() == 2


def test_a_version_that_was_kept_back_may_be_used(county: SmallCounty, two: None) -> None:
    version(3, state="kept_back", reason="worse")
    choose(3, reason="测试的事项不对。", by=county["admin"], at=LATER)
    assert states()[3] == ("live", "chosen")


@pytest.mark.parametrize(("number", "said"), [(2, "现在用的就是它"), (7, "没有这一版"), (9, "没有这一版")])
def test_what_is_in_use_gone_or_never_was_is_refused(county: SmallCounty, two: None, number: int, said: str) -> None:
    version(7, state="retired", reason="replaced", gone=True)
    with pytest.raises(Refused, match=said):
        choose(number, reason="换。", by=county["admin"], at=LATER)
    assert in_use() == 2


def test_a_reason_is_asked_for(county: SmallCounty, two: None) -> None:
    with pytest.raises(Refused, match="为什么换"):
        choose(1, reason="  ", by=county["admin"], at=LATER)


@pytest.mark.parametrize("post", ["dispatch", "supervise", "housing", "approve"])
def test_only_leaders_and_administrators_choose(county: SmallCounty, two: None, post: str) -> None:
    with pytest.raises(Refused, match="领导或者系统管理岗"):
        choose(1, reason="换。", by=county[post], at=LATER)


def test_the_leader_of_a_town_does_not_choose_for_the_county(county: SmallCounty, two: None) -> None:
    Post.objects.filter(code="leader").update(area="990801001000")
    changed()
    with pytest.raises(Refused):
        choose(1, reason="换。", by=actors()["leader"], at=LATER)
