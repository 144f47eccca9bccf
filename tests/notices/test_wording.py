from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from onedoor.core.models import Happening, Remark
from onedoor.core.refusal import Refused
from onedoor.notices.actions.rewording import LONGEST, reword
from onedoor.notices.actions.telling import tell
from onedoor.notices.addresses import Address
from onedoor.notices.kinds import ALWAYS, KINDS, NEUTRAL, Kind
from onedoor.notices.models import Message
from onedoor.notices.wording import said
from tests.notices.conftest import CASE, REF, RESIDENT, Door, note
from tests.small_county import COUNTY, MONDAY, SmallCounty

RESIDENTS = {code: kind for code, kind in KINDS.items() if kind.resident}
FACTS = {"due": "2026-09-16T17:30:00+08:00", "unit": "housing"}
WANTED = {
    "registered", "extended", "extension_refused", "suspended", "resumed", "replied", "reopened", "merged", "unmerged",
    "declined", "appeal_decided", "transferred", "visit_missed", "limit_moved", "raised", "task_due", "task_overdue",
    "urged", "order_issued", "order_answered", "order_discharged", "case_given", "request_asked", "request_decided",
    "emergency", "safety_stop", "digest",
}  # fmt: skip


def message(kind: str, **more: object) -> Message:
    return Message(
        county=COUNTY, subject=CASE, kind=kind, to=RESIDENT, box=RESIDENT, facts=FACTS, channel="sms",
        made_at=MONDAY, not_before=MONDAY, **more,
    )  # fmt: skip


def test_every_kind_the_centre_needs_is_there() -> None:
    assert KINDS.keys() >= WANTED


@pytest.mark.parametrize("kind", RESIDENTS.values(), ids=RESIDENTS)
def test_what_a_resident_gets_is_short_leads_on_and_names_neither_unit_nor_person(kind: Kind) -> None:
    assert len(kind.text) <= 70, "one short message"
    assert {"ref", "address"} <= set(re.findall(r"\{(\w+)\}", kind.text))
    assert kind.needs <= {"due"}


def test_the_subject_line_of_a_resident_s_mail_is_the_same_whatever_it_is_about() -> None:
    assert {kind.title for kind in RESIDENTS.values()} == {"有新进展"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_is_filled_in_whole(county: SmallCounty, kind: str) -> None:
    words = said(message(kind, gathers=3), now=MONDAY)
    assert not set("{}") & set(words.text) and words.title


def test_codes_become_words_where_they_are_shown(county: SmallCounty) -> None:
    assert said(message("order_issued"), now=MONDAY).text == (
        f"对编号{REF}的事项发出督办单，请县住房和城乡建设局在9月16日17:30前回复。"
    )


def test_a_county_says_it_in_its_own_words_and_goes_back_to_the_shipped_ones(county: SmallCounty) -> None:
    shipped = said(message("replied"), now=MONDAY).text
    reword("replied", language="zh", text="云州县：{ref}已答复，{address}", by=county["admin"], at=MONDAY)
    assert said(message("replied"), now=MONDAY).text.startswith(f"云州县：{REF}已答复，")
    with override("en"):
        assert "云州县" not in said(message("replied"), now=MONDAY).text
    reword("replied", language="zh", text=" ", by=county["admin"], at=MONDAY)
    assert said(message("replied"), now=MONDAY).text == shipped
    lines = Happening.objects.filter(name="notices.notice_reworded").order_by("seq")
    assert [line.payload["shipped"] for line in lines] == [False, True]
    assert Remark.objects.get(subject="notice:replied").text == "云州县：{ref}已答复，{address}"


def test_a_letter_speaks_the_language_of_its_recipient(door: Door, county: SmallCounty) -> None:
    reword("replied", language="en", text="{ref} was answered: {address}", by=county["admin"], at=MONDAY)
    door.reached["17"] = Address(phone="13900010417", language="en")
    tell(note("replied"), note("replied", to="report:18"))
    door.run(MONDAY)
    assert door.texts[0] == f"{REF} was answered: https://door.example.org"
    assert door.texts[1].startswith("您反映的事项")


def test_words_from_elsewhere_in_a_text_are_not_filled_in_again(county: SmallCounty) -> None:
    odd = message("replied")
    odd.subject = "case:{address}"
    assert said(odd, now=MONDAY).text.count("{address}") == 1


@pytest.mark.parametrize(
    ("kind", "language", "text", "field", "sentence"),
    [
        ("replied", "zh", "{name}您好", "text", "填不了{name}"),
        ("replied", "zh", "{ref.__class__}", "text", "花括号"),
        ("replied", "zh", "{}", "text", "填不了{}"),
        ("replied", "zh", "{ref", "text", "花括号要成对"),
        ("replied", "zh", "长" * (LONGEST + 1), "text", f"最长{LONGEST}个字"),
        ("replied", "fr", "bonjour", "language", "中文"),
        ("gossip", "zh", "听说", "kind", "没有“gossip”"),
    ],
)
def test_a_text_that_cannot_be_filled_in_is_refused(
    county: SmallCounty, kind: str, language: str, text: str, field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        reword(kind, language=language, text=text, by=county["admin"], at=MONDAY)
    assert refused.value.field == field and sentence in str(refused.value)
    assert not Happening.objects.filter(name="notices.notice_reworded").exists()


def test_only_who_runs_the_system_rewords(county: SmallCounty) -> None:
    with pytest.raises(Refused, match="系统管理岗"):
        reword("replied", language="zh", text="好", by=county["dispatch"], at=MONDAY)


def test_a_kind_may_name_what_it_is_told_with_and_no_more(county: SmallCounty) -> None:
    reword("extended", language="zh", text="延到{due}", by=county["admin"], at=MONDAY)
    with pytest.raises(Refused):
        reword(NEUTRAL, language="zh", text="延到{due}", by=county["admin"], at=MONDAY)
    assert KINDS["extended"].needs | ALWAYS == {"due", "ref", "address", "count"}
