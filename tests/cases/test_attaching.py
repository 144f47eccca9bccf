"""Pictures and papers wait under a key, join what they belong to, and stand on its record; nothing unsent is kept."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import Error, connection, transaction

from onedoor.cases import attachments, queries
from onedoor.cases.actions import clearing, registering, replying
from onedoor.cases.actions.attaching import add_files, new_key, remove, upload
from onedoor.cases.actions.erasing import erase
from onedoor.cases.models import Attachment, Case, Report
from onedoor.cases.queries import Sight
from onedoor.cases.replaying import replayed
from onedoor.core import audit, nightly, outbox
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.simulation import invariants
from tests.cases.histories import LIFT, REPLY, go, now
from tests.core.files import PDF, photo
from tests.core.tampering import tamper
from tests.small_county import COUNTY, MONDAY, SmallCounty

RESIDENT = Actor.resident(COUNTY)
KEY = "draft-0001-of-zhou"
EVERYTHING = Sight(True, True, True)
PAGE = Sight(page=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.ONEDOOR_FILES = tmp_path
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def sent(key: str = KEY, content: bytes = PDF, name: str = "合同.pdf") -> Attachment:
    return upload(content, name=name, key=key, county=COUNTY, by=RESIDENT, at=MONDAY)


def registered(**told: object) -> tuple[Case, Report]:
    incoming = replace(LIFT, uploads=KEY, **told)  # type: ignore[arg-type]
    return registering.register(incoming, county=COUNTY, by=RESIDENT, at=MONDAY)


def lines(case: Case) -> list[dict[str, object]]:
    return [line.payload for line in Happening.objects.filter(subject=case.subject, name="cases.attached")]


def test_what_was_sent_with_a_report_joins_it_and_is_on_the_record(county: SmallCounty) -> None:
    paper, picture = sent(), sent(content=photo(turned=True), name="楼道.HEIC.png")
    case, report = registered()
    told = attachments.attachments_of(case, EVERYTHING)
    assert [(one.name, one.type, one.stage, one.report_id, one.key) for one in told] == [
        ("合同.pdf", "application/pdf", "report", report.id, ""),
        ("楼道.HEIC.jpg", "image/jpeg", "report", report.id, ""),
    ]
    assert (told[1].width, told[1].height) == (480, 640)
    assert attachments.content_of(told[0]) == PDF and attachments.waiting(COUNTY, KEY) == []
    assert [line["attachment"] for line in lines(case)] == [paper.id, picture.id]
    assert replayed(Happening.objects.filter(subject=case.subject).order_by("seq"))["state"] == "registered"
    assert audit.verify().problems == [] == invariants.check().problems


def test_a_form_that_is_sent_twice_attaches_once(county: SmallCounty) -> None:
    sent()
    first, second = registered(token="t1"), registered(token="t1")
    assert first[0].ref == second[0].ref and len(lines(first[0])) == 1


def test_a_file_that_is_gone_keeps_the_report_from_being_sent_and_says_so(county: SmallCounty, folder: Path) -> None:
    (folder / sent().file[:2]).rename(folder / "elsewhere")
    with pytest.raises(Refused, match="打不开"):
        registered()
    assert not Case.objects.exists() and len(attachments.waiting(COUNTY, KEY)) == 1


def test_only_what_still_waits_can_be_taken_away_and_only_with_its_key(county: SmallCounty, folder: Path) -> None:
    one, other = sent(), sent()
    with pytest.raises(Refused, match="已经交上"):
        remove(one.id, key="draft-0002-of-wu", county=COUNTY)
    with transaction.atomic():
        remove(one.id, key=KEY, county=COUNTY)
    registered()
    with pytest.raises(Refused, match="已经交上"):
        remove(other.id, key=KEY, county=COUNTY)
    assert Attachment.objects.get().id == other.id


def test_too_many_a_bad_key_and_a_full_disk_are_refused(settings, county: SmallCounty, monkeypatch) -> None:
    settings.ONEDOOR_UPLOAD_MOST = 2
    for _ in range(2):
        sent()
    with pytest.raises(Refused, match="最多2个文件"):
        sent()
    with pytest.raises(Refused, match="刷新页面"):
        sent(key="1")

    def full(_content: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("onedoor.core.blobs.keep", full)
    with pytest.raises(Refused, match="磁盘可能满了"):
        sent(key="draft-0003-of-sun")
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"), ("C:\\Users\\zhou\\照片.exe", "照片.pdf"), ("", "附件.pdf"),
        ("photo\u202egpj.exe", "photogpj.pdf"), ("楼" * 300, "楼" * 80 + ".pdf"),
    ],
)  # fmt: skip
def test_a_name_keeps_its_words_and_nothing_else(county: SmallCounty, told: str, kept: str) -> None:
    assert sent(name=told).name == kept


def test_pictures_of_the_work_come_with_the_reply_and_the_author_sees_them(county: SmallCounty) -> None:
    sent()
    case, report = registered()
    go(case, "triage dispatch sign", county)
    before, after = new_key(), new_key()
    sent(before, photo(), "之前.jpg")
    sent(after, photo(), "之后.jpg")
    replying.reply(case.ref, text=REPLY, before=before, after=after, by=county["housing"], at=MONDAY)
    assert [one.stage for one in attachments.attachments_of(now(case), PAGE)] == ["before", "after"]
    assert [one.stage for one in attachments.shown_to_author(report)] == ["report", "before", "after"]
    stranger = registering.register(LIFT, county=COUNTY, by=RESIDENT, at=MONDAY)[1]
    assert attachments.shown_to_author(stranger) == []
    assert audit.verify().problems == [] == invariants.check().problems


def test_of_a_secret_case_a_unit_sees_the_pictures_of_the_work_alone(county: SmallCounty) -> None:
    sent()
    case, _report = registered(confidential=True)
    sent(KEY)
    add_files(case.ref, uploads=KEY, by=county["dispatch"], at=MONDAY)
    go(case, "summarise triage dispatch", county)
    unit = queries.sight(now(case), county["housing"])
    assert attachments.attachments_of(now(case), unit) == []
    paper = attachments.attachments_of(now(case), EVERYTHING)[1]
    with pytest.raises(Refused, match="没有这份附件"):
        attachments.attached(now(case), unit, paper.id)


def test_whoever_works_on_a_case_adds_papers_and_nobody_else(county: SmallCounty) -> None:
    case = go(registered()[0], "triage dispatch sign", county, assists=["town-chengguan"])
    for post in ("housing", "town-chengguan", "review"):
        sent()
        add_files(case.ref, uploads=KEY, by=county[post], at=MONDAY)
    sent()
    for post, stage, says in (
        ("urban", "paper", "不是您的职责"), ("town-chengguan", "before", "可选范围"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=says):
            add_files(case.ref, uploads=KEY, stage=stage, by=county[post], at=MONDAY)
    with pytest.raises(Refused, match="还没有选文件"):
        add_files(case.ref, uploads=new_key(), by=county["housing"], at=MONDAY)
    assert len(lines(case)) == 3


def test_what_nobody_sent_goes_after_a_day_and_so_does_a_file_no_row_names(county: SmallCounty, folder: Path) -> None:
    unsent, report = sent("draft-0009-of-sun"), sent()
    registered()
    (folder / "ab" / "cd").mkdir(parents=True)
    orphan = folder / "ab" / "cd" / ("abcd" + "0" * 44)
    orphan.write_bytes(b"broken off")
    for path in folder.rglob("*"):
        os.utime(path, (MONDAY.timestamp(), MONDAY.timestamp()))
    assert clearing.clear_files(at=MONDAY + timedelta(hours=23)) == (0, 0)
    assert clearing.clear_files(at=MONDAY + timedelta(days=2)) == (1, 1)
    assert files(folder) == [report.file] and not Attachment.objects.filter(pk=unsent.pk).exists()


def test_the_worker_clears_by_night(county: SmallCounty) -> None:
    sent()
    nightly.begin(MONDAY)
    outbox.drain(MONDAY + timedelta(days=2))
    assert not Attachment.objects.exists()


def test_erasing_takes_bytes_name_and_salt_and_the_record_stays_whole(county: SmallCounty, folder: Path) -> None:
    sent()
    case, report = registered()
    case = go(case, "triage dispatch sign", county)
    key = new_key()
    sent(key, photo())
    replying.reply(case.ref, text=REPLY, after=key, by=county["housing"], at=MONDAY)
    go(case, "review visit close", county)
    erase(case.ref, report=report.id, ground="request", by=county["privacy"], at=MONDAY)
    assert files(folder) == []
    kept = [(one.name, one.file, bytes(one.salt), one.erased_at) for one in Attachment.objects.order_by("id")]
    assert kept == [("", "", b"", MONDAY)] * 2
    assert attachments.attachments_of(now(case), EVERYTHING) == []
    said = Happening.objects.get(name="cases.person_erased").payload["files"]
    assert sorted(said) == sorted(Attachment.objects.values_list("id", flat=True))
    assert audit.verify().problems == [] == invariants.check().problems


def test_a_neighbour_s_pictures_stay_when_one_reporter_of_two_is_erased(county: SmallCounty) -> None:
    sent()
    main = registered()[0]
    sent()
    joined, report = registered(name="吴先生", phone="10010054321")
    go(main, "triage", county)
    go(joined, "merge", county, into=main.ref)
    go(main, "dispatch sign reply review", county)
    go(main, "visit visit close", county)
    erase(joined.ref, report=report.id, ground="request", by=county["privacy"], at=MONDAY)
    assert [one.erased_at is None for one in Attachment.objects.order_by("id")] == [True, False]
    assert audit.verify().problems == []


@pytest.mark.parametrize(
    ("sql", "passes"),
    [
        ("DELETE FROM cases_attachment", False),
        ("UPDATE cases_attachment SET stage = 'after'", False),
        ("UPDATE cases_attachment SET name = '', file = '', salt = '', erased_at = at, size = 1", False),
        ("UPDATE cases_attachment SET name = '', file = '', salt = '', erased_at = at", True),
    ],
)
def test_the_store_itself_keeps_what_was_attached(county: SmallCounty, sql: str, passes: bool) -> None:
    sent()
    registered()

    def attempt() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    if passes:
        attempt()
    else:
        with pytest.raises(Error, match="never"):
            attempt()


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("other bytes", "was altered or its file is gone"),
        ("no file", "was altered or its file is gone"),
        ("emptied", "was emptied, and nothing on the record tells"),
        ("deleted", "is on the record but not in the store"),
    ],
)
def test_what_was_tampered_with_is_found(county: SmallCounty, folder: Path, what: str, found: str) -> None:
    one, other = sent(), sent("draft-0010-of-sun", PDF + b"%")
    subject = registered()[0].subject
    match what:
        case "other bytes":
            tamper("cases_attachment", "UPDATE cases_attachment SET file = %s WHERE id = %s", other.file, one.id)
        case "no file":
            (folder / one.file[:2]).rename(folder / "elsewhere")
        case "emptied":
            empty = "name = %s, file = '', salt = %s, erased_at = at"
            tamper("cases_attachment", f"UPDATE cases_attachment SET {empty} WHERE id = %s", b"", b"", one.id)
        case "deleted":
            tamper("cases_attachment", "DELETE FROM cases_attachment WHERE id = %s", one.id)
    (problem,) = audit.verify().problems
    assert problem.endswith(found) and str(one.id) in problem, (problem, subject)
