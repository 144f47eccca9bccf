"""Files on the case page: who sees which, how they are served, and how they come in with a step."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from onedoor.cases.actions import registering
from onedoor.cases.actions.attaching import new_key, upload
from onedoor.cases.models import Attachment, Case, Viewing
from onedoor.organisation.actor import Actor
from tests.cases.histories import LIFT, go, now
from tests.core.files import PDF, photo
from tests.desk.conftest import SignedIn
from tests.small_county import COUNTY, MONDAY, SmallCounty

REPLY = "已更换主板，电梯恢复运行，费用由维修资金支付。"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> None:
    settings.ONEDOOR_FILES = tmp_path


def sent(key: str, content: bytes, name: str) -> Attachment:
    return upload(content, name=name, key=key, county=COUNTY, by=Actor.resident(COUNTY), at=MONDAY)


def brought(**told: object) -> Case:
    """A report with a picture and a paper."""
    key = new_key()
    sent(key, photo((900, 600)), "楼道.jpg")
    sent(key, PDF, "合同.pdf")
    incoming = replace(LIFT, uploads=key, **told)  # type: ignore[arg-type]
    return registering.register(incoming, county=COUNTY, by=Actor.resident(COUNTY), at=MONDAY)[0]


def addresses(case: Case) -> list[str]:
    kept = Attachment.objects.filter(case=case).order_by("id")
    return [f"/desk/cases/{case.ref}/files/{one.id}" for one in kept]


def shown(client: Client, case: Case, query: str = "") -> str:
    return client.get(f"/desk/cases/{case.ref}{query}").content.decode()


def test_a_file_is_served_so_that_nothing_in_it_can_act(signed_in: SignedIn, county: SmallCounty) -> None:
    case, client = brought(), signed_in("dispatch")
    picture, paper = (client.get(address) for address in addresses(case))
    assert (picture["Content-Type"], paper["Content-Type"]) == ("image/jpeg", "application/pdf")
    assert paper.content == PDF and paper["Content-Disposition"].startswith("attachment;")
    assert picture["Content-Disposition"].startswith("inline;")
    for answer in (picture, paper):
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    small = client.get(addresses(case)[0] + "?small=1")
    assert Image.open(BytesIO(small.content)).size == (480, 320)
    assert Viewing.objects.get(case=case).times == 2, "a list of small pictures is no opening"


def test_the_page_shows_what_was_brought_to_whoever_reads_the_report(signed_in: SignedIn, county: SmallCounty) -> None:
    case = go(brought(), "triage dispatch", county)
    for post in ("dispatch", "housing"):
        page = shown(signed_in(post), case)
        assert all(f'href="{address}"' in page for address in addresses(case))
        assert 'alt="来件附件：楼道.jpg"' in page and "合同.pdf" in page and "添加附件" in page
    assert signed_in("urban").get(addresses(case)[0]).status_code == 404


def test_of_a_secret_case_the_unit_is_shown_no_file_and_opens_none(signed_in: SignedIn, county: SmallCounty) -> None:
    case = go(brought(confidential=True), "triage summarise dispatch", county)
    page = shown(signed_in("housing"), case)
    assert "/files/" not in page and "楼道" not in page and "合同" not in page
    for address in [*addresses(case), f"/desk/cases/{case.ref}/files/1"]:
        answer = signed_in("housing").get(address)
        assert answer.status_code == 404 and "没有这份附件，或者您没有查看它的权限" in answer.content.decode()
    for address in addresses(case):
        assert signed_in("dispatch").get(address).status_code == 200


def test_a_file_belongs_to_its_case(signed_in: SignedIn, county: SmallCounty) -> None:
    case, other = brought(), brought()
    mixed = addresses(other)[0].replace(other.ref, case.ref)
    assert signed_in("dispatch").get(mixed).status_code == 404


def picked(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def replied(client: Client, case: Case, **told: object) -> object:
    keys = {"before": new_key(), "after": new_key()}
    return client.post(f"/desk/cases/{case.ref}/reply", {"text": REPLY} | keys | told)


def test_a_unit_replies_with_pictures_before_and_after(signed_in: SignedIn, handled: Case) -> None:
    client = signed_in("housing")
    form = shown(client, handled)
    assert 'enctype="multipart/form-data"' in form and 'capture="environment"' in form
    keys = dict(re.findall(r'name="(before|after)" value="([^"]+)"', form))
    files = {"before_files": [picked(photo(), "坏的.jpg")], "after_files": [picked(photo(), f"{n}.jpg") for n in "12"]}
    answer = client.post(f"/desk/cases/{handled.ref}/reply", {"text": REPLY} | keys | files, follow=True)
    page = answer.content.decode()
    assert now(handled).state == "replied" and "办理前后" in page
    assert page.count("data-od-picture>") == 3 and "办理后，2个" in page
    stages = Attachment.objects.filter(case=handled, report=None).order_by("id").values_list("stage", flat=True)
    assert list(stages) == ["before", "after", "after"]


def test_a_file_that_is_refused_keeps_words_and_the_other_files(signed_in: SignedIn, handled: Case) -> None:
    client, key = signed_in("housing"), new_key()
    files = [picked(photo(), "好.jpg"), picked(b"MZ\x90" + b"0" * 99, "程序.exe")]
    answer = replied(client, handled, before=key, before_files=files)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422 and "程序.exe：只收照片" in page  # type: ignore[attr-defined]
    assert REPLY in page and f'value="{key}"' in page and "data:image/jpeg;base64," in page
    assert now(handled).state == "handling"
    (waits,) = Attachment.objects.filter(case=None)
    kept = replied(client, handled, before=key, remove=str(waits.id), **{"from": "before"})
    page = kept.content.decode()  # type: ignore[attr-defined]
    assert kept.status_code == 200 and REPLY in page and not Attachment.objects.filter(case=None).exists()  # type: ignore[attr-defined]


def test_files_can_be_sent_ahead_of_the_form_by_whoever_sees_the_case(signed_in: SignedIn, handled: Case) -> None:
    key, where = new_key(), f"/desk/cases/{handled.ref}/uploads"
    told = {"field": "after", "key": key}
    ahead = signed_in("housing").post(where, told | {"after_files": picked(photo(), "修好.jpg")})
    assert ahead.status_code == 200 and "修好.jpg" in ahead.content.decode()
    wrong = signed_in("housing").post(where, told | {"after_files": picked(b"", "空.jpg")})
    assert wrong.status_code == 422 and "空.jpg" in wrong.content.decode() and "修好.jpg" in wrong.content.decode()
    for post, more in (("urban", {}), ("housing", {"field": "other"}), ("housing", {"key": "1"})):
        assert signed_in(post).post(where, told | {"after_files": picked(photo(), "x.jpg")} | more).status_code == 404
    replied(signed_in("housing"), handled, after=key)
    assert [one.name for one in Attachment.objects.filter(case=handled)] == ["修好.jpg"]


def test_whoever_works_on_it_adds_papers_from_the_menu(signed_in: SignedIn, handled: Case) -> None:
    assert "do=attach" in shown(signed_in("housing"), handled)
    key, where = new_key(), f"/desk/cases/{handled.ref}/attach"
    empty = signed_in("housing").post(where, {"stage": "paper", "uploads": key})
    assert empty.status_code == 422 and "还没有选文件" in empty.content.decode()
    signed_in("housing").post(where, {"stage": "paper", "uploads": key, "uploads_files": picked(PDF, "检测报告.pdf")})
    assert "检测报告.pdf" in shown(signed_in("dispatch"), handled)
    signed_in("dispatch").post(
        where, {"stage": "report", "uploads": new_key(), "uploads_files": picked(PDF, "身份材料.pdf")}
    )
    assert Attachment.objects.get(stage="report").report is not None
