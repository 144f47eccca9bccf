"""The set-up on screens: a row is changed, its history tells it, and nobody's work is lost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from onedoor.core import audit
from onedoor.core.models import Happening
from onedoor.organisation.models import Member, Unit
from onedoor.organisation.queries import directory
from onedoor.setup import export
from onedoor.setup.models import Upload
from onedoor.setup.state import State
from tests.setup.files import cells_of, put, workbook
from tests.small_county import COUNTY, SmallCounty

HOUSING = "/desk/setup/units/row?k=housing"
TOLD = {
    "name": "县住房和城乡建设局", "kind": "department", "area": "990801000000", "parent": "", "seen": "",
}  # fmt: skip


@pytest.fixture
def admin(county: SmallCounty) -> Client:
    client = Client()
    client.force_login(Member.objects.get(login="admin"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def seen(page: HttpResponse) -> str:
    found = re.search(r'name="seen" value="(\w*)"', page.content.decode())
    assert found
    return found[1]


def text(page: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def sent(admin: Client, sheets: dict[str, list[list[object]]]) -> HttpResponse:
    file = SimpleUploadedFile("set-up.xlsx", workbook(sheets))
    return admin.post("/desk/setup/import", {"file": file})  # type: ignore[return-value]


def as_file() -> dict[str, list[list[object]]]:
    return cells_of(export.workbook(State(COUNTY, timezone.now())))


def test_a_unit_is_renamed_and_the_history_says_who_when_and_from_what_to_what(admin: Client) -> None:
    opened = seen(admin.get(HOUSING))
    answer = admin.post(HOUSING, TOLD | {"name": "县住房城乡建设局", "seen": opened}, follow=True)
    assert "已存上" in text(answer)
    assert directory(COUNTY).by_code["housing"].name == "县住房城乡建设局"
    told = text(admin.get("/desk/setup/units/history?k=housing"))
    assert "名称 县住房和城乡建设局 → 县住房城乡建设局" in told
    assert "系统管理岗" in told and "在页面上" in told
    line = Happening.objects.get(subject="setup:units")
    assert line.payload["columns"] == ["name"] and line.payload["key"] == "housing"
    assert "县住房" not in str(line.payload)
    assert audit.verify().problems == []


def test_a_mistake_stands_beside_its_field_and_nothing_is_lost(admin: Client) -> None:
    answer = admin.post(HOUSING, TOLD | {"name": "", "parent": "housing", "seen": seen(admin.get(HOUSING))})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search(r'id="id_name_error".*?是空的。请填名称。', page, re.S)
    assert '<option value="housing" selected' in page
    assert Unit.objects.get(code="housing").parent is None


def test_of_two_who_change_the_same_row_the_second_sees_what_the_first_did_and_loses_nothing(admin: Client) -> None:
    opened = seen(admin.get(HOUSING))
    admin.post(HOUSING, TOLD | {"name": "甲改的", "seen": opened})
    answer = admin.post(HOUSING, TOLD | {"name": "乙改的", "seen": opened})
    assert answer.status_code == 409
    assert "甲改的" in text(answer) and 'value="乙改的"' in answer.content.decode()
    assert Unit.objects.get(code="housing").name == "甲改的"
    admin.post(HOUSING, TOLD | {"name": "乙改的", "seen": seen(answer)})
    assert Unit.objects.get(code="housing").name == "乙改的"


def test_a_unit_somebody_still_works_in_is_not_ended(admin: Client) -> None:
    answer = admin.post(HOUSING, TOLD | {"ended": "on", "seen": seen(admin.get(HOUSING))})
    assert answer.status_code == 422 and "请先改那一行，再停用" in text(answer)
    assert Unit.objects.get(code="housing").active


def test_nobody_locks_everybody_out(admin: Client) -> None:
    page = "/desk/setup/seats/row?k=admin&k=m-admin&k=2020-01-01"
    told = {"role": "A", "valid_to": "2026-01-01", "seen": seen(admin.get(page))}
    answer = admin.post(page, told)
    assert answer.status_code == 422 and "没有人管系统" in text(answer)


def test_a_new_member_gets_a_password_that_is_shown_once_and_kept_nowhere(admin: Client) -> None:
    answer = admin.post("/desk/setup/members/new", {"code": "m-new", "login": "new", "name": "新来的"})
    found = re.search(r"od-setup__password\">([^<]+)<", answer.content.decode())
    assert found and Member.objects.get(login="new").check_password(found[1])
    assert found[1] not in str(list(Happening.objects.values_list("payload", flat=True)))
    assert "新来的" not in text(admin.get("/desk/setup/members/history")), "the record keeps codes, never names"


def test_an_upload_shows_what_it_would_do_and_writes_nothing_before_somebody_agrees(admin: Client) -> None:
    sheets = as_file()
    put(sheets, "单位", 3, "名称", "县住建局")
    shown = sent(admin, sheets)
    told = text(shown)
    assert "还没有写" in told and "县住房和城乡建设局 → 县住建局" in told
    assert Unit.objects.get(code="housing").name == "县住房和城乡建设局"
    plan = re.search(r'name="plan" value="(\w+)"', shown.content.decode())
    assert plan
    assert "全部写好了" in text(admin.post("/desk/setup/import/agree", {"plan": plan[1]}))
    assert Unit.objects.get(code="housing").name == "县住建局"
    assert not Upload.objects.exists()


def test_what_changed_since_the_upload_is_shown_again_and_not_written_over(admin: Client) -> None:
    sheets = as_file()
    put(sheets, "单位", 3, "名称", "县住建局")
    plan = re.search(r'name="plan" value="(\w+)"', sent(admin, sheets).content.decode())
    assert plan
    Unit.objects.filter(code="housing").update(name="县住房保障局")
    answer = admin.post("/desk/setup/import/agree", {"plan": plan[1]})
    assert answer.status_code == 409 and "县住房保障局 → 县住建局" in text(answer)
    assert Unit.objects.get(code="housing").name == "县住房保障局"


def test_a_workbook_with_a_mistake_says_where_and_what_to_do(admin: Client) -> None:
    sheets = as_file()
    put(sheets, "单位", 3, "上级单位", "housng")
    answer = sent(admin, sheets)
    assert answer.status_code == 422
    assert "单位!E3 ：单位里没有代码“housng”；是不是“housing”？" in text(answer)
    assert "确认导入" not in text(answer)


def test_the_download_is_the_set_up_and_the_record_says_who_took_it(admin: Client) -> None:
    answer = admin.post("/desk/setup/export")
    assert cells_of(answer.content)["单位"] == as_file()["单位"]
    line = Happening.objects.get(subject="setup:workbook")
    assert (line.name, line.actor, line.payload["sheets"]["units"]) == ("setup.workbook_exported", "m-admin", 6)
