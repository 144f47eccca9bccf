"""The author adds to their open case; it is on the record, tells whoever holds it, and gives nobody away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onedoor.cases import attachments, queries
from onedoor.cases.actions import adding, attaching, merging, withdrawing
from onedoor.cases.models import Case
from onedoor.core import outbox
from onedoor.core.refusal import Refused
from onedoor.notices.models import Message
from onedoor.organisation.actor import Actor
from tests.cases.histories import LIFT, go, registered
from tests.core import files
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

MORE = "今天又停了，困了一个人。"


def author(case: Case) -> Actor:
    return Actor.author(COUNTY, case.ref)


def a_photo(by: Actor) -> str:
    """The key under which a photo waits."""
    key = attaching.new_key()
    attaching.upload(files.photo(), name="a.jpg", key=key, county=COUNTY, by=by, at=MONDAY)
    return key


def added(case: Case, *, voices: bool = True) -> list[dict[str, str]]:
    record = queries.record_of(case, voices=voices)
    return [line.words for line in record if line.happening.name == "cases.added"]


def test_words_and_a_photo_reach_whoever_holds_the_case(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign", county)
    adding.add(case.ref, text=MORE, uploads=a_photo(author(case)), by=author(case), at=MONDAY)
    assert added(case) == [{"text": MORE}]
    (photo,) = attachments.attachments_of(case, queries.sight(case, county["housing"]))
    assert (photo.report, photo.key, photo.stage) == (case.reports.get(), "", "report")
    outbox.drain(MONDAY + MINUTE)
    assert Message.objects.get(kind="added").to == "duty:housing:handle:990801001001001"


def test_of_a_secret_case_no_unit_reads_or_sees_it(county: SmallCounty) -> None:
    case = registered(county, replace(LIFT, confidential=True))
    adding.add(case.ref, text=MORE, uploads=a_photo(author(case)), by=author(case), at=MONDAY)
    assert added(case, voices=False) == [{}] and added(case) == [{"text": MORE}]
    assert attachments.attachments_of(case, queries.Sight(page=True)) == []


def test_after_a_merge_it_reaches_the_case_that_is_handled(county: SmallCounty) -> None:
    main, case = registered(county), registered(county)
    merging.merge(case.ref, into=main.ref, reason="同一部电梯", by=county["dispatch"], at=MONDAY)
    adding.add(case.ref, text=MORE, uploads=a_photo(author(case)), by=author(case), at=MONDAY)
    assert added(main) == [{"text": MORE}] and added(case) == []
    assert [one.report for one in attachments.of_report(case.reports.get())] == [case.reports.get()]


def test_signs_of_danger_stop_both_where_they_are_handled_together(county: SmallCounty) -> None:
    main, case = registered(county), registered(county)
    merging.merge(case.ref, into=main.ref, reason="同一部电梯", by=county["dispatch"], at=MONDAY)
    adding.add(case.ref, text="他又动手打我了，家暴。", by=author(case), at=MONDAY)
    assert list(Case.objects.values_list("safety", flat=True)) == ["stopped", "stopped"]


@pytest.mark.parametrize("who", ["guide", "housing", "system", "another"])
def test_nobody_but_the_author_adds(county: SmallCounty, who: str) -> None:
    case, other = registered(county), registered(county)
    by = {"system": Actor.system(COUNTY), "another": author(other)}.get(who) or county[who]
    with pytest.raises(Refused, match="本人"):
        adding.add(case.ref, text=MORE, by=by, at=MONDAY)
    assert added(case) == []


def test_nothing_is_added_to_what_has_ended_and_nothing_is_no_addition(county: SmallCounty) -> None:
    case = registered(county)
    with pytest.raises(Refused, match="写一句话"):
        adding.add(case.ref, text=" ", uploads=attaching.new_key(), by=author(case), at=MONDAY)
    withdrawing.withdraw(case.ref, by=author(case), at=MONDAY)
    with pytest.raises(Refused, match="已经结束"):
        adding.add(case.ref, text=MORE, by=author(case), at=MONDAY)
