"""Who is erased leaves a record that is whole and says nothing of them; who must be kept is not erased (F.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from onedoor.cases import erasable, queries
from onedoor.cases.actions import holding, retaining
from onedoor.cases.actions.erasing import ERASED_TITLE, erase, erase_person
from onedoor.cases.actions.importing import Past, import_history
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case, Contact, Report
from onedoor.cases.replaying import replayed
from onedoor.cases.subscribers import retain
from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import Threshold
from onedoor.core import audit, outbox
from onedoor.core.events import Notice
from onedoor.core.models import Delivery, Happening, Remark
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.simulation import invariants
from tests.cases.histories import LIFT, go, now, registered
from tests.core.tampering import tamper
from tests.small_county import COUNTY, MONDAY, SmallCounty

ROAD = "triage dispatch sign reply review visit close"
QUOTING = "周女士您好，电梯已更换主板，恢复运行。"
YEARS = timedelta(days=1096)


@pytest.fixture
def ended(county: SmallCounty) -> Case:
    return go(registered(county), ROAD, county, text=QUOTING)


def report_of(case: Case) -> Report:
    return queries.reports_of(case).get()


def erased(case: Case, county: SmallCounty, ground: str = "request") -> Report:
    report = report_of(case)
    erase(case.ref, report=report.id, ground=ground, by=county["privacy"], at=MONDAY)
    return Report.objects.get(pk=report.pk)


def sound() -> None:
    assert audit.verify().problems == []
    assert invariants.check().problems == []


def test_an_erased_report_says_nothing_and_the_record_stays_whole(ended: Case, county: SmallCounty) -> None:
    lines = Happening.objects.filter(subject=ended.subject).count()
    report = erased(ended, county)
    contact = Contact.objects.get(report=report)
    assert (report.title, report.text, report.place, report.lon, report.lat, bytes(report.salt)) == ("",) * 3 + (
        None, None, b"",
    )  # fmt: skip
    assert (contact.name, contact.phone, contact.address) == ("",) * 3
    assert (contact.phone_index, contact.tail_index) == ("",) * 2
    case = now(ended)
    assert (case.title, case.summary) == (ERASED_TITLE, "")
    assert not Remark.objects.filter(subject=case.subject).exists()
    record = [line.happening for line in queries.record_of(case)]
    assert len(record) == lines + 1
    assert (record[-1].name, record[-1].payload["ground"], record[-1].actor) == (
        "cases.person_erased", "request", "m-privacy",
    )  # fmt: skip
    assert replayed(record)["state"] == "closed"
    sound()


def test_erasing_twice_says_it_once(ended: Case, county: SmallCounty) -> None:
    erased(ended, county)
    lines = Happening.objects.count()
    erased(ended, county)
    assert Happening.objects.count() == lines


def test_only_who_protects_personal_information_may(ended: Case, county: SmallCounty) -> None:
    for post in set(county.actors) - {"privacy"}:
        with pytest.raises(Refused, match="个人信息保护岗"):
            erase(ended.ref, report=report_of(ended).id, ground="request", by=county[post], at=MONDAY)
    author = queries.author(COUNTY, ended.ref, queries.query_code(ended.ref, report_of(ended).id))[0]
    with pytest.raises(Refused, match="个人信息保护岗"):
        erase(ended.ref, report=report_of(ended).id, ground="request", by=author, at=MONDAY)


def test_an_open_case_is_kept_unless_having_it_was_unlawful(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign", county)
    with pytest.raises(Refused, match="还没有办结"):
        erased(case, county)
    erased(case, county, ground="unlawful")
    go(case, "reply review visit close", county)
    sound()


def test_a_ground_nobody_knows_is_refused(ended: Case, county: SmallCounty) -> None:
    with pytest.raises(Refused, match="法定的理由"):
        erased(ended, county, ground="because")


def test_nothing_is_erased_under_a_legal_hold_until_it_ends(ended: Case, county: SmallCounty) -> None:
    with pytest.raises(Refused, match="哪个机关"):
        holding.hold(ended.ref, reason=" ", by=county["privacy"], at=MONDAY)
    holding.hold(ended.ref, reason="县法院调取", by=county["privacy"], at=MONDAY)
    with pytest.raises(Refused, match="已经保全"):
        holding.hold(ended.ref, reason="再来一次", by=county["privacy"], at=MONDAY)
    for ground in ("request", "unlawful"):
        with pytest.raises(Refused, match="已经保全"):
            erased(ended, county, ground=ground)
    assert erasable.due(COUNTY, at=MONDAY + YEARS) == []
    holding.unhold(ended.ref, reason="判决生效", by=county["privacy"], at=MONDAY)
    erased(ended, county)
    sound()


def test_what_a_merged_case_said_of_them_goes_too_and_the_rest_of_it_stays(county: SmallCounty) -> None:
    other = replace(LIFT, name="吴先生", phone="10010054321", text="单元门坏了。", title="门")
    main, joined = registered(county, other), registered(county)
    go(main, "triage", county)
    go(joined, "merge", county, into=main.ref)
    with pytest.raises(Refused, match="还没有办结"):
        erased(now(joined), county)
    go(main, "dispatch sign reply review", county, text=QUOTING)
    go(main, "visit visit close", county)
    erased(now(joined), county)
    assert {remark.field: remark.text for remark in Remark.objects.filter(subject=main.subject)} == {}
    assert now(main).title == "门"
    assert report_of(main).text == "单元门坏了。"
    names = list(Happening.objects.filter(name="cases.person_erased").values_list("subject", flat=True))
    assert sorted(names) == sorted([main.subject, joined.subject])
    sound()


def test_a_person_is_found_by_phone_and_one_open_case_does_not_keep_the_others(county: SmallCounty) -> None:
    done = go(registered(county), ROAD, county)
    open_still = registered(county, replace(LIFT, phone="+86 100 1001 2345"))
    registered(county, replace(LIFT, phone="10010099999"))
    found = erasable.of_phone(COUNTY, "100-1001-2345")
    assert {report.case_id for report in found} == {done.id, open_still.id}
    outcome = erase_person(found, ground="request", by=county["privacy"], at=MONDAY)
    assert [report.case_id for report in outcome.erased] == [done.id]
    assert [report.case_id for report, _why in outcome.refused] == [open_still.id]
    assert erasable.of_phone(COUNTY, "") == []


def test_a_report_is_kept_for_the_county_s_days_and_then_goes_by_night(ended: Case, county: SmallCounty) -> None:
    open_still = registered(county)
    with pytest.raises(Refused, match="还没有期满"):
        erased(ended, county, ground="expired")
    assert erasable.due(COUNTY, at=MONDAY + YEARS - timedelta(days=2)) == []
    Threshold.objects.create(county=COUNTY, code="keep_report", n=30, valid_from=MONDAY.date())
    catalogue.changed()
    night = MONDAY + timedelta(days=31)
    assert [report.case_id for report in erasable.due(COUNTY, at=night)] == [ended.id]
    retain(Notice(COUNTY, "", "", {}, night, 0, 1, "1"), night)
    outbox.drain(night)
    assert report_of(ended).erased_at == night
    assert report_of(open_still).text
    assert Happening.objects.get(name="cases.person_erased").actor == "system"


def test_the_nights_go_on_batch_by_batch(county: SmallCounty) -> None:
    for _ in range(3):
        go(registered(county), ROAD, county)
    at = MONDAY + YEARS
    outcome, behind = retaining.erase_due(COUNTY, by=Actor.system(COUNTY), at=at, most=2)
    assert (len(outcome.erased), behind) == (2, outcome.erased[-1].id)
    outcome, behind = retaining.erase_due(COUNTY, by=Actor.system(COUNTY), at=at, after=behind, most=2)
    assert (len(outcome.erased), behind) == (1, None)


def test_history_is_kept_from_the_day_it_was_imported(county: SmallCounty) -> None:
    long_ago = MONDAY - timedelta(days=4000)
    told = Incoming(channel="board", text="路灯坏了。", feed="old", source_id="1")
    past = Past(told, long_ago, reply="已修。", replied_at=long_ago)
    import_history([past], county=COUNTY, by=Actor.feed(COUNTY, "old"))
    assert erasable.due(COUNTY, at=MONDAY) == []
    (found,) = erasable.due(COUNTY, at=MONDAY + 2 * YEARS)
    outcome = erase_person([found], ground="expired", by=county["privacy"], at=MONDAY + 2 * YEARS)
    assert outcome.refused == []
    sound()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_contact SET phone_index = 'f00d'",
        "UPDATE cases_contact SET tail_index = 'f00d'",
        "UPDATE cases_report SET title = '电梯'",
    ],
)
def test_what_comes_back_after_erasing_is_found(ended: Case, county: SmallCounty, sql: str) -> None:
    report = erased(ended, county)
    tamper(sql.split()[1], sql)
    assert audit.verify().problems == [
        f"{COUNTY} {ended.subject}: report {report.id} was erased and says something again"
    ]


def test_a_word_that_comes_back_is_found(ended: Case, county: SmallCounty) -> None:
    kept = Remark.objects.filter(subject=ended.subject).first()
    assert kept is not None
    erased(ended, county)
    kept.save(force_insert=True)
    told = f"{COUNTY} {ended.subject} {kept.seq}: the {kept.field} was erased and is there again"
    assert audit.verify().problems == [told]


def test_a_report_emptied_behind_the_record_is_found(ended: Case, county: SmallCounty) -> None:
    report = report_of(ended)
    empty = "title = '', text = '', place = '', lon = NULL, lat = NULL, salt = %s"
    tamper("cases_report", f"UPDATE cases_report SET {empty}, erased_at = received_at WHERE id = %s", b"", report.id)
    Contact.objects.filter(report=report).update(name="", phone="", address="", phone_index="", tail_index="")
    assert audit.verify().problems == [
        f"{COUNTY} {ended.subject}: report {report.id} was emptied, and nothing on the record tells of it"
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_report SET text = '没有坏。' WHERE id = %s",
        "UPDATE cases_report SET title = '', text = '', place = '', erased_at = received_at WHERE id = %s",
        "UPDATE cases_report SET erased_at = received_at WHERE id = %s",
    ],
)
def test_the_store_lets_a_report_be_erased_whole_and_changed_in_no_other_way(ended: Case, sql: str) -> None:
    with pytest.raises(Error, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [report_of(ended).id])


def test_an_erased_report_is_never_written_again(ended: Case, county: SmallCounty) -> None:
    report = erased(ended, county)
    for change in ({"text": "电梯坏了。"}, {"erased_at": None}, {"lon": 123.0}):
        with pytest.raises(Error, match="never changed"), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**change)


def test_a_failed_delivery_forgets_what_it_said(ended: Case, county: SmallCounty) -> None:
    Delivery.objects.filter(subject=ended.subject).update(error="周女士")
    erased(ended, county)
    assert not Delivery.objects.exclude(error="").exists()


def test_the_command_lists_masked_and_erases_nothing_by_itself(ended: Case, county: SmallCounty) -> None:
    out = StringIO()
    call_command("erase", phone=LIFT.phone, dry_run=True, stdout=out)
    said = out.getvalue()
    assert ended.ref in said and "周**" in said and "100****2345" in said
    assert LIFT.phone not in said and LIFT.name not in said
    assert report_of(ended).erased_at is None
    with pytest.raises(CommandError, match="--ground"):
        call_command("erase", ended.ref)
    with pytest.raises(CommandError, match="--yes"):
        call_command("erase", ended.ref, ground="request", stdout=StringIO())
    with pytest.raises(CommandError, match="--due"):
        call_command("erase", ended.ref, due=True)
