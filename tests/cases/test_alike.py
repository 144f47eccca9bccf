from __future__ import annotations

from dataclasses import replace

from onedoor.cases.actions.registering import Incoming, register
from onedoor.cases.likely import Alike, alike
from onedoor.cases.models import Case
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

LIFT = Incoming(
    channel="hotline", text="翠湖花园3幢电梯又停了，维修基金没下落", place="翠湖花园3幢", area="990801001001",
    item="15-03", phone="13900010417",
)  # fmt: skip


def given(county: SmallCounty, told: Incoming) -> Case:
    return register(told, county=COUNTY, by=county["guide"], at=MONDAY)[0]


def near(county: SmallCounty, who: str = "guide", *, text: str = "翠湖花园3幢2单元电梯坏了", item: str = "15-03",
         place: str = "翠湖花园3幢2单元", area: str = "990801001001") -> list[Alike]:  # fmt: skip
    return alike(county[who], text=text, place=place, area=area, item=item, at=MONDAY + MINUTE)


def test_what_is_told_again_is_found_with_what_both_have_in_common(county: SmallCounty) -> None:
    case = given(county, LIFT)
    (one,) = near(county)
    assert (one.case, one.place, one.village, one.item, one.words) == (case, "翠湖花园3幢", True, True, ("电梯",))


def test_the_likeliest_comes_first_and_what_is_somewhere_else_not_at_all(county: SmallCounty) -> None:
    other = given(county, replace(LIFT, place="翠湖花园9幢", text="9幢电梯门关不上，停了"))
    same = given(county, LIFT)
    given(county, replace(LIFT, area="990801100201", place="上埠新村", text="上埠新村电梯坏了"))
    assert [one.case for one in near(county)] == [same, other]
    assert near(county, place="学院路8号", text="学院路8号路灯不亮", item="", area="990801001002") == []


def test_without_a_village_the_place_alone_decides(county: SmallCounty) -> None:
    case = given(county, LIFT)
    assert [one.case for one in near(county, area="")] == [case]
    assert near(county, area="", place="金桂小区") == []


def test_secret_cases_are_never_named_and_nobody_sees_what_they_may_not_open(county: SmallCounty) -> None:
    given(county, replace(LIFT, confidential=True))
    given(county, replace(LIFT, nature="inform"))
    assert near(county) == [] and near(county, "dispatch") == []
    given(county, LIFT)
    assert near(county, "housing") == []
