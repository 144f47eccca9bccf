"""An informant's report from the first click to the archive: the unit it is about reaches nothing of it, and the unit
that looks into it reads the desk's summary alone (DESIGN §9, DOMAIN F.4)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import (
    closing,
    dispatching,
    extending,
    registering,
    replying,
    requesting,
    reviewing,
    sealing,
    signing,
    triaging,
    unmasking,
    visiting,
)
from onedoor.cases.actions.attaching import new_key, upload
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Attachment, Case
from onedoor.core import outbox
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.exchange.api import auth
from onedoor.exchange.models import Client, Scope
from onedoor.notices.models import Message
from onedoor.organisation.actor import Actor
from onedoor.work.actions.ordering import issue_order
from onedoor.work.queries import overdue
from tests.core.files import PDF, photo
from tests.rights.calling import everything_told
from tests.rights.crawling import browser, everything, spans
from tests.small_county import COUNTY, MONDAY, SmallCounty

NAME, PHONE, ADDRESS = "欧阳若愚", "10010077881", "翠湖花园9幢1单元302室"
TEXT = "城管局执法车上个月初七夜里把没收来的水果拉回队里分掉了，我就住在队部隔壁，亲眼看见三回。"
PLACE = "城管三中队后门的小巷"
PAPER = "隔壁看见的经过.pdf"
SUMMARY = "请核查暂扣物品的登记、保管和处置是否合规。"
DAY = timedelta(days=1)

TOLD = Incoming(
    channel="web", text=TEXT, name=NAME, phone=PHONE, address=ADDRESS, place=PLACE, nature="inform", accused="urban",
    lon=123.005, lat=28.005,
)  # fmt: skip


def lived(county: SmallCounty) -> Case:
    """The whole life: summarised, given to another unit, extended, answered, called back, closed."""
    key = new_key()
    for content, name in ((photo(), f"{NAME}拍的.jpg"), (PDF, PAPER)):
        upload(content, name=name, key=key, county=COUNTY, by=Actor.resident(COUNTY), at=MONDAY)
    told = replace(TOLD, uploads=key)
    case, report = registering.register(told, county=COUNTY, by=Actor.resident(COUNTY), at=MONDAY)
    by, ref = county["inform"], case.ref
    sealing.summarise(ref, summary=SUMMARY, by=by, at=MONDAY)
    triaging.triage(ref, colour="yellow", item="10-01", by=by, at=MONDAY)
    dispatching.dispatch(ref, to="housing", assists=["town-chengguan"], by=by, at=MONDAY)
    signing.sign(ref, by=county["housing"], at=MONDAY)
    extending.ask_extension(ref, n=2, reason="账册要逐笔核对。", by=county["housing"], at=MONDAY)
    requesting.decide(ref, request=case.requests.get().id, granted=True, reason="同意延期。", by=by, at=MONDAY)
    outbox.drain(MONDAY + 20 * DAY)
    at = MONDAY + 20 * DAY
    replying.reply(ref, text="已核对台账，发现两处登记不全，已责令改正并通报。", by=county["housing"], at=at)
    reviewing.review(ref, by=by, at=at)
    unmasking.ask_unmask(ref, report=report.id, reason="需要回访核实。", by=by, at=at)
    comment = "他说看见第四回了，还是那辆尾号八八的车。"
    visiting.visit(ref, contacted=True, solved=True, satisfied=True, comment=comment, by=by, at=at)
    closing.close(ref, by=by, at=at)
    outbox.drain(at + 30 * DAY)
    return Case.objects.get(pk=case.pk)


def tells(pages: dict[str, str], *words: str) -> list[tuple[str, str]]:
    """Which page holds which of these words, spaces and punctuation left out."""
    plain = {address: re.sub(r"[\s，。！？、；：]", "", text) for address, text in pages.items()}
    return [(address, word) for address, text in plain.items() for word in words if word in text]


@pytest.fixture
def case(county: SmallCounty) -> Case:
    return lived(county)


def files_of(case: Case) -> list[str]:
    return [f"/desk/cases/{case.ref}/files/{one.id}" for one in Attachment.objects.filter(case=case)]


def addresses(case: Case) -> list[str]:
    ref = case.ref
    return [
        f"/desk/cases/{ref}", f"/desk/cases/{ref}/slip", f"/desk/cases/{ref}/copy", "/desk/messages",
        "/desk/overdue", "/desk/orders", f"/desk/find?q={ref}", f"/desk/cases/{ref}/peek", "/desk/cases",
        "/desk/cases?flag=inform&flag=confidential",
        "/desk/cases?follow=1", "/desk/export?flag=inform", "/desk/exports", "/desk/bulk",
    ]  # fmt: skip


def test_the_accused_unit_reaches_neither_identity_nor_words_nor_the_case_itself(case: Case) -> None:
    pages = everything(
        "urban", asking=[NAME, PHONE, PHONE[-4:], PLACE, "水果", "shuiguo", case.ref], knowing=addresses(case)
    )
    words = [*spans(TEXT, 5), NAME, PHONE, ADDRESS, PLACE, PAPER, "尾号八八", *spans(SUMMARY, 8)]
    assert tells(pages, *words) == []
    linked = [address for address, text in pages.items() if f'href="/desk/cases/{case.ref}"' in text]
    assert linked == [], "the accused unit does not even learn that there is a case"


@pytest.mark.parametrize("login", ["urban", "housing", "town-chengguan"])
def test_no_unit_opens_what_came_with_it_and_whoever_handles_such_reports_does(case: Case, login: str) -> None:
    addresses_of_files = files_of(case)
    assert len(addresses_of_files) == 2
    for address in addresses_of_files:
        for query in ("", "?small=1"):
            assert browser(login).get(address + query).status_code == 404
            assert browser("inform").get(address + query).status_code == 200


def test_the_accused_unit_got_no_task_and_no_message(case: Case) -> None:
    assert not case.assignments.filter(unit__code="urban").exists()
    assert not Message.objects.filter(to__contains="urban").exists()


@pytest.mark.parametrize("login", ["housing", "town-chengguan"])
def test_the_unit_that_looks_into_it_reads_the_summary_and_nothing_else(case: Case, login: str) -> None:
    pages = everything(login, asking=[NAME, PHONE, PLACE], knowing=addresses(case))
    assert tells(pages, *spans(SUMMARY, 8)), "the summary is what the unit works by"
    assert tells(pages, *spans(TEXT, 6), NAME, PHONE, ADDRESS, PLACE, "尾号八八") == []


@pytest.mark.parametrize(
    "login", ["guide", "dispatch", "review", "visit", "leader", "approve", "appeal", "town-shiqiao"]
)
def test_other_posts_of_the_house_reach_nothing_of_it_either(case: Case, login: str) -> None:
    pages = everything(login, asking=[NAME, PHONE, PHONE[-4:], PLACE, "水果"], knowing=addresses(case))
    assert tells(pages, *spans(TEXT, 6), NAME, PHONE, ADDRESS, PLACE, "尾号八八") == []


def test_the_crawl_finds_what_leaks(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that cannot fail proves nothing: with the walls down, the same search finds the words."""
    everything_is_open = queries.Sight(page=True, originals=True, voices=True, contact=True)
    monkeypatch.setattr(queries, "sight", lambda case, actor: everything_is_open)
    pages = everything("urban", knowing=addresses(case))
    assert tells(pages, *spans(TEXT, 5)) and tells(pages, "尾号八八")


def test_the_record_names_nobody_and_holds_no_word_of_the_report(case: Case) -> None:
    for line in Happening.objects.filter(subject=case.subject):
        told = str(line.payload)
        assert not any(word in told for word in (NAME, PHONE, ADDRESS, PLACE, *spans(TEXT, 5)))
    for message in Message.objects.filter(subject=case.subject):
        assert not any(word in str(message.facts) for word in (NAME, PHONE, *spans(TEXT, 5)))


def test_it_can_be_given_to_the_accused_neither_as_lead_nor_to_help(county: SmallCounty) -> None:
    case, _report = registering.register(TOLD, county=COUNTY, by=Actor.resident(COUNTY), at=MONDAY)
    by = county["inform"]
    sealing.summarise(case.ref, summary=SUMMARY, by=by, at=MONDAY)
    triaging.triage(case.ref, colour="yellow", item="10-01", by=by, at=MONDAY)
    for to, assists in (("urban", []), ("housing", ["urban"])):
        with pytest.raises(Refused, match="被反映的单位"):
            dispatching.dispatch(case.ref, to=to, assists=assists, by=by, at=MONDAY)


def test_the_author_sees_all_of_it(case: Case, client) -> None:  # type: ignore[no-untyped-def]
    code = queries.query_code(case.ref, case.reports.get().id)
    page = client.post("/progress", {"ref": case.ref, "code": code}, follow=True)
    assert TEXT in page.content.decode()


def test_a_supervisor_does_not_see_what_is_late_about_it_nor_orders_about_it(county: SmallCounty) -> None:
    case, _report = registering.register(TOLD, county=COUNTY, by=Actor.resident(COUNTY), at=MONDAY)
    outbox.drain(MONDAY + 9 * DAY)
    assert not overdue(county["approve"], now=MONDAY + 9 * DAY).filter(subject=case.subject).exists()
    assert overdue(county["inform"], now=MONDAY + 9 * DAY).filter(subject=case.subject).exists()
    with pytest.raises(Refused, match="不是您的职责"):
        issue_order(
            case.subject, unit="housing", reason="overdue", level="yellow", requirement="请抓紧。", days=2,
            by=county["approve"], at=MONDAY + 9 * DAY,
        )  # fmt: skip


def test_an_order_about_it_goes_to_whoever_handles_it_and_never_to_the_accused(county: SmallCounty) -> None:
    case, _report = registering.register(TOLD, county=COUNTY, by=Actor.resident(COUNTY), at=MONDAY)
    inform, approve = county["inform"], county["approve"]
    both = replace(inform, standings=(*inform.standings, *approve.standings))
    with pytest.raises(Refused, match="正在办理的单位"):
        issue_order(
            case.subject,
            unit="urban",
            reason="leader",
            level="yellow",
            requirement="请说明。",
            days=2,
            by=both,
            at=MONDAY,
        )


@pytest.mark.parametrize(("login", "there"), [("urban", False), ("housing", True), ("guide", False), ("inform", True)])
def test_an_exported_list_holds_no_word_of_it_for_anybody(case: Case, login: str, there: bool) -> None:
    columns = ["ref", "title", "place", "unit", "text", "marks", "amount"]
    told = {"format": "csv", "columns": columns, "purpose": "核对本月清单"}
    file = b"".join(browser(login).post("/desk/export", told)).decode()
    assert (case.ref in file) is there
    assert tells({"file": file}, *spans(TEXT, 5), *spans(SUMMARY, 6), NAME, PHONE, ADDRESS, PLACE, "尾号八八") == []


def called(case: Case, unit: str, *scopes: str) -> dict[str, str]:
    """What another system of a unit is told, by every operation that reads."""
    known = [case.ref, str(case.reports.get().id), *(str(one.id) for one in Attachment.objects.filter(case=case))]
    return everything_told(*scopes, unit=unit, knowing=known)


@pytest.mark.parametrize("unit", ["centre", "housing", "urban", "town-chengguan"])
def test_no_other_system_is_told_anything_of_it(case: Case, unit: str) -> None:
    words = [*spans(TEXT, 5), NAME, PHONE, ADDRESS, PLACE, PAPER, "尾号八八", *spans(SUMMARY, 8), case.ref]
    for scopes in (Scope.values, *([scope] for scope in Scope.values)):
        answers = called(case, unit, *scopes)
        assert len(answers) > 10 and tells(answers, *words) == []


def test_a_confidential_case_leaves_by_no_operation_either(county: SmallCounty) -> None:
    kept = confidential()
    for unit in ("centre", "housing"):
        assert tells(called(kept, unit), kept.ref, *spans(TEXT, 5)) == []


def test_the_calls_find_what_leaks(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    made = auth.actor_of

    def within(client: Client, scope: Scope) -> Actor:
        return replace(made(client, scope), outside=False)

    monkeypatch.setattr(auth, "actor_of", within)
    kept = confidential()
    assert tells(called(kept, "centre"), kept.ref)


def confidential() -> Case:
    told = Incoming(channel="web", text=TEXT, name=NAME, phone=PHONE, confidential=True)
    return registering.register(told, county=COUNTY, by=Actor.resident(COUNTY), at=MONDAY)[0]
