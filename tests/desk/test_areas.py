"""The areas on screens: where one is, what lies there, what followed what; a file is looked at before it is written."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from onedoor.geography.actions.replacing import Change, replace
from onedoor.geography.atlas import atlas
from onedoor.geography.models import Area
from tests.desk.conftest import SignedIn
from tests.small_county import COUNTY, MONDAY


class Operator:
    code = "operator"


def upload(browser: Client, text: str, name: str = "a.csv", **more: str) -> HttpResponse:
    told = {"file": SimpleUploadedFile(name, text.encode()), "on": "2026-09-14", **more}
    return browser.post("/desk/areas/import", told)  # type: ignore[return-value]


def test_a_town_shows_its_map_its_villages_and_whose_they_are(signed_in: SignedIn) -> None:
    page = signed_in("housing").get("/desk/areas?in=990801100000").content.decode()
    assert "石桥镇的地图" in page and page.count('class="od-map__area"') == 2
    assert "上埠村村民委员会" in page
    assert "石桥镇综治中心" in page and "上级代管" in page, "溪口村 has no unit of its own"
    assert "导入" not in page, "only who administers the county imports"


def test_an_old_code_leads_to_the_new_one_and_stays_on_the_list(signed_in: SignedIn) -> None:
    replace(COUNTY, [Change(2, "990801100000", "990801108000", date.today(), "石桥街道")], by=Operator(), at=MONDAY)
    browser = signed_in("guide")
    moved = browser.get("/desk/areas?in=990801100000")
    assert (moved.status_code, moved["Location"]) == (302, "/desk/areas?in=990801108000")
    listed = browser.get("/desk/areas").content.decode()
    row = listed.partition('class="od-areas__ended"')[2].partition("</tr>")[0]
    assert "990801100000" in row and "石桥镇" in row and 'in=990801108000">石桥街道</a>' in row
    assert browser.get("/desk/areas?in=990809000000").status_code == 404


def test_a_file_is_looked_at_first_and_written_once_agreed(signed_in: SignedIn) -> None:
    browser = signed_in("admin")
    looked = upload(browser, "code,name,parent\n990801101000,新桥镇,990801\n")
    assert looked.status_code == 200 and "990801101000" in looked.content.decode() and "确认" in looked.content.decode()
    assert not Area.objects.filter(code="990801101000").exists()
    agreed = browser.post("/desk/areas/import/agree", follow=True)
    assert "收下了，1处变了" in agreed.content.decode()
    assert atlas(COUNTY).name("990801101000") == "新桥镇"
    again = browser.post("/desk/areas/import/agree")
    assert again.status_code == 422 and "再上传一次" in again.content.decode()
    assert "没有要改的" in upload(browser, "code,name,parent\n990801101000,新桥镇,990801\n").content.decode()


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("code,name\n990801101000,\n", "a.csv", "第2行"),
        ("code,name\n990802000000,青岭县\n", "a.csv", "没有本县"),
        ("{}", "a.geojson", "不是GeoJSON"),
        ("nothing", "a.csv", "看不出各列是什么"),
    ],
)
def test_a_wrong_file_changes_nothing_and_says_why(signed_in: SignedIn, text: str, name: str, said: str) -> None:
    before = list(Area.objects.order_by("id").values())
    answer = upload(signed_in("admin"), text, name)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert list(Area.objects.order_by("id").values()) == before
