from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError

from onedoor.cases import queries
from onedoor.cases.actions import registering
from onedoor.cases.actions.registering import LONGEST_TEXT, Incoming, headline, register
from onedoor.cases.models import Case, Contact, Report
from onedoor.core import refs
from onedoor.core.models import Delivery, Happening
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.work.models import Task
from tests.small_county import COUNTY, MONDAY, SmallCounty

LAMP = Incoming(
    channel="hotline", text="路灯坏了。晚上很黑。", name="周女士", phone="100 1001 2345", address="翠湖花园3幢"
)


def put(incoming: Incoming, county: SmallCounty) -> tuple[Case, Report]:
    return register(incoming, county=COUNTY, by=county["guide"], at=MONDAY)


def test_a_report_is_kept_as_it_came(county: SmallCounty) -> None:
    text = "  路灯坏了。\n\n晚上很黑。 "
    case, _ = put(replace(LAMP, text=text), county)
    report = Report.objects.select_related("contact").get(case=case)
    assert (report.text, report.channel, report.registered_by, report.received_at) == (
        text,
        "hotline",
        "m-guide",
        MONDAY,
    )
    assert (report.contact.name, report.contact.phone, report.contact.address) == (
        "周女士",
        "100 1001 2345",
        "翠湖花园3幢",
    )
    assert case.title == "路灯坏了"
    assert refs.is_ref(case.ref)


@pytest.mark.parametrize(
    ("where", "area"),
    [
        ({"lon": 123.005, "lat": 28.005}, "990801001001001"),
        ({"lon": 123.005, "lat": 28.005, "area": "990801100201"}, "990801001001001"),
        ({"lon": 100.0, "lat": 28.005, "area": "990801100201"}, "990801100201"),
        ({"area": "990801100201"}, "990801100201"),
        ({}, "990801000000"),
    ],
)
def test_the_place_is_the_grid_of_the_point_or_what_was_chosen_or_the_county(
    county: SmallCounty, where: dict[str, object], area: str
) -> None:
    case, report = put(replace(LAMP, **where), county)  # type: ignore[arg-type]
    assert (case.area, report.area, Task.objects.get(subject=case.subject).area) == (area, area, area)


def test_sending_the_same_form_twice_registers_once(county: SmallCounty) -> None:
    once = put(replace(LAMP, token="t-1"), county)
    again = put(replace(LAMP, token="t-1", text="改过的字。"), county)
    assert (again[0].ref, again[1].id) == (once[0].ref, once[1].id)
    assert (Report.objects.count(), Case.objects.count(), Happening.objects.count()) == (1, 1, 2)
    assert put(replace(LAMP, token="t-2"), county)[0].ref != once[0].ref


def test_a_source_id_is_one_report_per_feed(county: SmallCounty) -> None:
    feed = Actor.feed(COUNTY, "board")
    told = replace(LAMP, feed="board", source_id="A-1")
    refs_ = {register(told, county=COUNTY, by=feed, at=MONDAY)[0].ref for _ in range(2)}
    assert len(refs_) == 1
    assert register(replace(told, feed="other"), county=COUNTY, by=feed, at=MONDAY)[0].ref not in refs_


def test_a_reference_that_is_taken_is_drawn_again(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    first = put(LAMP, county)[0]
    drawn = iter([first.ref, first.ref, refs.new_ref(COUNTY, MONDAY)])
    monkeypatch.setattr(registering, "new_ref", lambda county, at: next(drawn))
    assert put(LAMP, county)[0].ref != first.ref
    monkeypatch.setattr(registering, "new_ref", lambda county, at: first.ref)
    with pytest.raises(RuntimeError):
        put(LAMP, county)
    assert Case.objects.count() == 2


def test_whoever_stays_anonymous_leaves_nothing_behind(county: SmallCounty) -> None:
    case, _ = put(replace(LAMP, anonymous=True, phone="什么都不是"), county)
    contact = Contact.objects.get(report__case=case)
    assert (contact.name, contact.phone, contact.address, contact.phone_index, contact.reply_by) == (
        "",
        "",
        "",
        "",
        "none",
    )


@pytest.mark.parametrize(
    ("more", "confidential"), [({}, False), ({"nature": "inform"}, True), ({"confidential": True}, True)]
)
def test_an_informant_is_confidential_from_the_first_moment(
    county: SmallCounty, more: dict[str, object], confidential: bool
) -> None:
    assert put(replace(LAMP, **more), county)[0].confidential is confidential  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " \n"}, "text"),
        ({"text": "字" * (LONGEST_TEXT + 1)}, "text"),
        ({"text": "路\x00灯"}, "text"),
        ({"name": "周\x00"}, "text"),
        ({"text": "路灯\ud800坏了"}, "text"),
        ({"address": "\udfff"}, "text"),
        ({"phone": "123456"}, "phone"),
        ({"phone": "电话没有"}, "phone"),
        ({"phone": "1234567890123"}, "phone"),
        ({"channel": "pigeon"}, "channel"),
        ({"nature": "joke"}, "nature"),
        ({"urgency": "asap"}, "urgency"),
        ({"reply_by": "owl"}, "reply_by"),
        ({"area": "990809000000"}, "area"),
        ({"area": "\x00"}, "area"),
        ({"token": "t" * 41}, "token"),
        ({"token": "令牌"}, "token"),
        ({"token": "a\x00"}, "token"),
        ({"lon": float("nan"), "lat": 28.0}, "place"),
        ({"lon": 123.0, "lat": float("inf")}, "place"),
        ({"lon": 223.0, "lat": 28.0}, "place"),
        ({"lon": 123.0}, "place"),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(
    county: SmallCounty, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        put(replace(LAMP, **wrong), county)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert Report.objects.count() == Delivery.objects.count() == 0


def test_a_store_without_a_centre_refuses_instead_of_losing_a_report(county: SmallCounty) -> None:
    with pytest.raises(Refused, match="中心"):
        register(LAMP, county="990802", by=county["guide"], at=MONDAY)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("路灯坏了。晚上很黑。", "路灯坏了"),
        ("\n 路灯坏了！！", "路灯坏了"),
        ("字" * 40, "字" * 40),
        ("字" * 41, "字" * 39 + "…"),
        ("。。。", "。。。"),
    ],
)
def test_a_headline_is_the_first_sentence(text: str, title: str) -> None:
    assert headline(text) == title


def test_a_batch_is_registered_whole_or_not_at_all(county: SmallCounty) -> None:
    feed = Actor.feed(COUNTY, "board")
    batch = [replace(LAMP, feed="board", source_id=f"A-{number}") for number in range(3)]
    registering.register_together(batch, county=COUNTY, by=feed, at=MONDAY)
    assert Case.objects.count() == Task.objects.count() == Delivery.objects.filter(subscriber="work.watch").count() == 3
    from django.db import transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        registering.register_together(
            [replace(LAMP, feed="board", source_id="A-9"), batch[0]], county=COUNTY, by=feed, at=MONDAY
        )
    assert Case.objects.count() == 3
    assert [line.happening.name for line in queries.record_of(Case.objects.latest("id"))] == [
        "cases.report_received",
        "cases.registered",
    ]
