"""The end of a phone finds what its owner reported: for those who speak with them, never what is secret, and not by
trying."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from onedoor.cases.actions import registering
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case, Contact
from onedoor.cases.tails import TRIES, WINDOW, found_by_tail, is_tail
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from tests.small_county import COUNTY, MONDAY, POSTS, SmallCounty

ALL = {code for code, *_rest in POSTS}


def told(county: SmallCounty, phone: str, **more: Any) -> Case:
    incoming = Incoming(channel="hotline", text="路灯不亮。", phone=phone, **more)
    return registering.register(incoming, county=COUNTY, by=county["guide"], at=MONDAY)[0]


def finding(county: SmallCounty, tail: str) -> dict[str, list[Case]]:
    """What each post finds, of those who find anything."""
    found = {post: found_by_tail(county[post], tail, at=MONDAY) for post in ALL}
    return {post: cases for post, cases in found.items() if cases}


def fill() -> None:
    """What the migration does to rows that were there before."""
    import_module("onedoor.cases.migrations.0010_fill_phone_tails").fill(apps, connection.schema_editor(atomic=False))


@pytest.mark.parametrize(
    ("asked", "yes"),
    [("0417", True), (" 0417 ", True), ("10417", True), ("210417", True), ("２１０417", True), ("04-17", True),
     ("417", False), ("1210417", False), ("3幢0417", False), ("", False), ("电梯", False)],
)  # fmt: skip
def test_a_tail_is_four_to_six_digits(asked: str, yes: bool) -> None:
    assert is_tail(asked) is yes


def test_whoever_registers_or_calls_back_finds_by_the_last_digits(county: SmallCounty) -> None:
    case = told(county, "139 0011 0417")
    told(county, "13900119999")
    assert finding(county, "0417") == dict.fromkeys(("guide", "dispatch", "visit"), [case])


def test_more_digits_tell_apart_what_ends_alike(county: SmallCounty) -> None:
    one, other = told(county, "13900110417"), told(county, "13900220417")
    assert {case.pk for case in found_by_tail(county["guide"], "0417", at=MONDAY)} == {one.pk, other.pk}
    assert found_by_tail(county["guide"], "20417", at=MONDAY) == [other]
    assert found_by_tail(county["guide"], "990417", at=MONDAY) == []


@pytest.mark.parametrize("secret", [{"confidential": True}, {"nature": "inform"}, {"anonymous": True}])
def test_nobody_finds_who_wished_not_to_be_known(county: SmallCounty, secret: dict[str, Any]) -> None:
    told(county, "13900110417", **secret)
    assert finding(county, "0417") == {}


def test_the_twenty_latest_are_given(county: SmallCounty) -> None:
    for _ in range(22):
        told(county, "13900110417")
    assert len(found_by_tail(county["guide"], "0417", at=MONDAY)) == 20


def test_a_member_cannot_try_all_tails(county: SmallCounty) -> None:
    told(county, "13900110417")
    for number in range(TRIES):
        found_by_tail(county["guide"], f"{number:04d}", at=MONDAY)
    with pytest.raises(Refused, match="10:30以后再查"):
        found_by_tail(county["guide"], "0417", at=MONDAY)
    assert found_by_tail(county["visit"], "0417", at=MONDAY), "another member's tries are their own"
    assert found_by_tail(county["guide"], "0417", at=MONDAY + WINDOW + timedelta(seconds=1))


def test_rows_from_before_get_their_tail_when_the_store_is_prepared(county: SmallCounty) -> None:
    case = told(county, "13900110417")
    told(county, "", anonymous=True)
    Contact.objects.update(tail_index="")
    fill()
    assert found_by_tail(county["guide"], "0417", at=MONDAY) == [case]
    assert Contact.objects.exclude(tail_index="").count() == 1


def test_a_damaged_row_does_not_keep_the_others_from_theirs(county: SmallCounty) -> None:
    damaged, whole = told(county, "13900110417"), told(county, "13900220417")
    Contact.objects.update(tail_index="")
    with connection.cursor() as cursor:
        bad = Contact.objects.filter(report__case=damaged).values_list("id", flat=True).get()
        cursor.execute("UPDATE cases_contact SET phone = %s WHERE id = %s", [b"A\x01xbroken-beyond-reading-it", bad])
    fill()
    kept = dict(Contact.objects.values_list("report__case__ref", "tail_index"))
    assert kept[whole.ref] and not kept[damaged.ref]


def test_the_system_and_a_resident_find_nobody(county: SmallCounty) -> None:
    told(county, "13900110417")
    for actor in (Actor.system(COUNTY), Actor.resident(COUNTY)):
        assert found_by_tail(actor, "0417", at=MONDAY) == []
