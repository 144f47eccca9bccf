"""Words of danger in their context: what rings, what stays calm and why, what a county adds or silences, and how often
the list is wrong on real messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from onedoor.catalogue.alarms import Row, bell
from onedoor.catalogue.alarms.pattern import plain
from onedoor.catalogue.models import EmergencyLine, EmergencyWord, SafetyWord
from onedoor.catalogue.models.safety_word import Sign
from onedoor.catalogue.queries import changed, emergencies_in, signs_in

COUNTY = "990801"
HERE = Path(__file__).parent
SHIPPED = bell()
PIECES = [*"着火了打我孩子刀，。…+(/){} \n", "反锁", "昏迷", "😀"]


def sentences(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[-1]) for line in lines if line.strip()]


def rung(text: str, rows: tuple[Row, ...] = ()) -> set[str]:
    return {alarm.kind for alarm in (bell(rows) if rows else SHIPPED).ring(text)}


def reasons(text: str) -> set[str]:
    return {alarm.calm for alarm in SHIPPED.weighed(text)} - {""}


@pytest.mark.parametrize(("kind", "told"), sentences("alarms_development.txt"))
def test_the_number_or_sign_the_words_call_for(kind: str, told: str) -> None:
    assert kind in rung(told)


def test_every_acceptance_sentence_is_caught_and_no_calm_one_prompts() -> None:
    missed = [told for _kind, told in sentences("emergencies.txt") if not rung(told)]
    prompted = [told for _kind, told in sentences("calm.txt") if rung(told)]
    assert (missed, prompted) == ([], [])


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("担心电动车上楼会着火了", "担心"), ("去年隔壁家着火了", "去年"), ("厨房没有着火了", "没有"),
        ("万一小区着火了，谁都出不来", "万一"), ("学校搞演练，说教学楼着火了", "演练"),
    ],
)  # fmt: skip
def test_what_stands_around_the_words_keeps_them_calm_and_is_told(told: str, why: str) -> None:
    assert "119" not in rung(told) and why in reasons(told)
    assert "119" in rung("我家着火了")


def test_what_is_happening_now_rings_although_it_began_before() -> None:
    assert "110" in rung("我爸昨天早上出门，到现在没回来，他有老年痴呆")
    assert "119" not in rung("物业说整改，又着大火") and "119" in rung("物业说整改，刚刚着大火")


def test_words_far_apart_ring_together_and_are_told_one_by_one() -> None:
    row = Row("119", "铁门…喊")
    (alarm,) = bell([row]).ring("里屋的铁门关得死死的，有人喊")
    assert (alarm.kind, alarm.words, alarm.said, alarm.start) == ("119", ("铁门", "喊"), "铁门…喊", 3)
    assert "119" not in rung("里屋有铁门。有人在外面喊", (row,)), "another sentence"
    assert "119" in rung("有人喊，铁门打不开", (Row("119", "铁门+喊"),)), "in any order"


def test_a_sign_needs_no_now_and_self_harm_is_one() -> None:
    assert rung("去年起丈夫就打我") == {"violence"}
    assert rung("我不想活了") == {"self-harm", "110"}
    assert rung("气死我了，想死你们了，跳楼价甩卖") == set()


def test_a_county_adds_a_word_and_says_what_keeps_it_calm() -> None:
    row = Row("119", "冒黄烟…味", unless="烟囱、砖厂")
    assert "119" in rung("对面冒黄烟，一股怪味道", (row,))
    assert "119" not in rung("砖厂烟囱老是冒黄烟，有味道", (Row("119", "*", silent=True), row))
    assert "119" in rung("我家着火了", (row,)), "the shipped list still rings"


def test_a_county_silences_a_word_or_the_whole_shipped_list_of_a_kind() -> None:
    assert "119" not in rung("着火了烧烤店又占道", (Row("119", "着火了烧烤店", silent=True),))
    assert rung("我家着火了，有人昏迷不醒", (Row("119", "*", silent=True),)) == {"120"}


def test_marks_of_the_shipped_list_mean_nothing_in_a_countys_word() -> None:
    assert list(plain("(甲/乙)").found("(甲/乙)")) == [((0, 5),)]
    assert not list(plain("(甲/乙)").found("甲"))
    assert rung("啊", (Row("119", "…"), Row("119", "+"), Row("119", " "))) == set()


def test_the_countys_rows_are_heard_once_the_catalogue_is_read_again(db: None) -> None:
    EmergencyWord.objects.create(county=COUNTY, line="119", word="冒紫烟", unless="节目")
    SafetyWord.objects.create(county=COUNTY, sign="child", word="*", silent=True)
    changed()
    assert emergencies_in(COUNTY, "房顶冒紫烟") == [("119", "冒紫烟", 2)]
    assert emergencies_in(COUNTY, "节目里冒紫烟") == []
    assert "child" not in signs_in(COUNTY, "路边有个弃婴")
    assert signs_in(COUNTY, "老公又打我，我不想活了") == ("violence", "self-harm")


def test_every_line_of_the_list_calls_for_a_known_number_or_sign() -> None:
    known = {*EmergencyLine.values, *Sign.values}
    kinds = {kind for line in SHIPPED._lines for kind in line.kinds}
    assert kinds == known


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(st.sampled_from([*"着火了打我孩子刀，。…+(/){} \n", "反锁", "昏迷", "😀"]), max_size=60).map("".join),
    )
)
def test_nothing_in_a_text_makes_it_fail(text: str) -> None:
    for alarm in SHIPPED.ring(text):
        assert alarm.words == tuple(text[start:end] for start, end in alarm.places) and all(alarm.words)
        assert all(one[1] <= two[0] for one, two in zip(alarm.places, alarm.places[1:], strict=False))


@pytest.mark.shared
def test_at_most_one_real_message_in_a_hundred_prompts(shared: Path) -> None:
    """A city's petition board: complaints, most of them weeks old. Each one that still prompts is judged in
    docs/how-to/emergency-words.md; here all of them count, the true ones too."""
    rows = CalamineWorkbook.from_path(shared / "messages" / "messages.xlsx").get_sheet_by_index(0).to_python()
    subject, body = rows[0].index("留言主题"), rows[0].index("留言详情")
    prompted = [row[0] for row in rows[1:] if rung(f"{row[subject]}。{' '.join(str(row[body]).split())}")]
    assert len(rows) == 4327
    assert len(prompted) <= 0.01 * 4326, prompted
