"""A case in the field order of another system: its words, its mask, its trace, and never a secret one."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import translation

from onedoor.cases.actions import sealing
from onedoor.cases.actions.copying import copy_out
from onedoor.cases.actions.registering import register
from onedoor.cases.models import Case
from onedoor.core import audit
from onedoor.core.models import Happening, Remark
from onedoor.core.refusal import Refused
from onedoor.desk.copies.sheet import SOURCES, CopySheet, on_one_line, sheets
from tests.cases.histories import LIFT, REPLY, go, registered
from tests.desk.conftest import SignedIn
from tests.small_county import COUNTY, MONDAY, SmallCounty

MASKED = {"sheet": "hotline", "who": "masked"}
CLEAR = {"sheet": "hotline", "who": "clear", "reason": "转市热线，对方要回访"}


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for sheets of one's own that this test alone uses."""
    monkeypatch.setattr(django_settings, "ONEDOOR_COPIES", tmp_path)
    return tmp_path


def cells(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea[^>]*data-heading="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {html.unescape(heading): html.unescape(value) for heading, value in found}


def copied(signed_in: SignedIn, case: Case, told: dict[str, str], post: str = "dispatch") -> str:
    return signed_in(post).post(f"/desk/cases/{case.ref}/copy", told).content.decode()


def events(case: Case) -> list[str]:
    names = Happening.objects.filter(subject=case.subject).order_by("seq").values_list("name", flat=True)
    return [name for name in names if name in ("cases.contact_unmasked", "cases.case_copied")]


def test_the_sheet_has_the_fields_of_the_other_system_in_its_order(signed_in: SignedIn, county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign reply", county)
    page = copied(signed_in, case, MASKED)
    told = cells(page)
    assert list(told) == [field.heading for field in sheets()["hotline"].fields]
    assert told["来源渠道"] == "电话"
    assert told["来电号码"] == "100****2345"
    assert told["诉求人"] == "周**"
    assert told["内容"] == LIFT.text
    assert told["来电时间"] == "2026-09-14 09:30:00"
    assert told["紧急程度"] == "一般"
    assert told["承办单位"] == "县住房和城乡建设局"
    assert told["答复内容"] == REPLY
    assert told["县平台编号"] == case.ref
    row = html.unescape(re.findall(r'id="copy-row"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[0])
    assert [cell.strip("'") for cell in row.split("\t")] == [on_one_line(value).strip("'") for value in told.values()]


def test_every_copying_out_is_on_the_record_and_looking_at_the_form_is_not(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    case = registered(county)
    assert "市12345热线工单" in signed_in("dispatch").get(f"/desk/cases/{case.ref}/copy").content.decode()
    assert events(case) == []
    copied(signed_in, case, MASKED)
    assert events(case) == ["cases.case_copied"]
    line = Happening.objects.get(name="cases.case_copied")
    assert (line.payload["sheet"], line.payload["clear"], line.actor) == ("hotline", False, county["dispatch"].code)
    page = signed_in("dispatch").get(f"/desk/cases/{case.ref}").content.decode()
    assert "开了抄录单" in page and "市12345热线工单" in page
    assert audit.verify().sound


def test_the_name_and_number_need_a_reason_as_everywhere(signed_in: SignedIn, county: SmallCounty) -> None:
    case = registered(county)
    refused = copied(signed_in, case, CLEAR | {"reason": " "})
    assert "查看身份要写明原因" in refused and LIFT.phone not in refused
    assert events(case) == []
    told = cells(copied(signed_in, case, CLEAR))
    assert (told["诉求人"], told["来电号码"]) == (LIFT.name, LIFT.phone)
    assert events(case) == ["cases.contact_unmasked", "cases.case_copied"]
    assert Remark.objects.get(subject=case.subject, field="reason").text == CLEAR["reason"]
    assert audit.verify().sound


def test_whoever_may_not_see_who_it_is_gets_it_masked_whatever_is_sent(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    case = registered(county)
    told = cells(copied(signed_in, case, CLEAR, "review"))
    assert told["诉求人"] == "周**"
    assert events(case) == ["cases.case_copied"]


def test_somebody_without_a_name_is_copied_as_such(county: SmallCounty, signed_in: SignedIn) -> None:
    case = register(replace(LIFT, anonymous=True), county=COUNTY, by=county["guide"], at=MONDAY)[0]
    told = cells(copied(signed_in, case, CLEAR))
    assert (told["诉求人"], told["来电号码"], told["是否匿名"]) == ("", "", "是")


@pytest.mark.parametrize("how", ["confidential", "inform"])
def test_a_secret_case_is_never_copied_out(signed_in: SignedIn, county: SmallCounty, how: str) -> None:
    told = replace(LIFT, confidential=True) if how == "confidential" else replace(LIFT, nature="inform")
    case = register(told, county=COUNTY, by=county["guide"], at=MONDAY)[0]
    post = "dispatch" if how == "confidential" else "inform"
    page = signed_in(post).get(f"/desk/cases/{case.ref}").content.decode()
    assert f"/desk/cases/{case.ref}/copy" not in page
    for answer in (
        signed_in(post).get(f"/desk/cases/{case.ref}/copy"),
        signed_in(post).post(f"/desk/cases/{case.ref}/copy", MASKED),
    ):
        assert answer.status_code == 404
        assert "不抄录" in answer.content.decode()
    with pytest.raises(Refused, match="不抄录"):
        copy_out(case.ref, sheet="hotline", clear=False, reason="", by=county[post], at=MONDAY)
    assert events(case) == []


def test_a_case_that_became_secret_is_copied_no_more(signed_in: SignedIn, county: SmallCounty) -> None:
    case = registered(county)
    sealing.seal(case.ref, by=county["guide"], at=MONDAY)
    assert "不抄录" in copied(signed_in, case, MASKED)


def test_what_is_too_long_is_marked_and_left_whole(signed_in: SignedIn, county: SmallCounty) -> None:
    text = "电梯停了。" * 500
    case = register(replace(LIFT, text=text), county=COUNTY, by=county["guide"], at=MONDAY)[0]
    page = copied(signed_in, case, MASKED)
    assert cells(page)["内容"] == text
    assert "od-copy__cell--long" in page and "<span data-count>2500</span>/2000" in page
    short = copied(signed_in, registered(county), MASKED)
    assert "od-copy__cell--long" not in short


def test_the_words_are_chinese_whatever_language_the_page_is_in(signed_in: SignedIn, county: SmallCounty) -> None:
    case = registered(county)
    with translation.override("en"):
        page = (
            signed_in("dispatch")
            .post(f"/desk/cases/{case.ref}/copy", MASKED, headers={"accept-language": "en"})
            .content.decode()
        )
    assert cells(page)["是否匿名"] == "否"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("一\n二\t三  四", "一 二 三 四"),
        ("=SUM(A1)", "'=SUM(A1)"),
        ("@x", "'@x"),
        ("-3.5", "-3.5"),
        ("-A1", "'-A1"),
        ("+8613900010417", "+8613900010417"),
    ],
)
def test_a_line_for_a_table_holds_neither_breaks_nor_formulas(text: str, line: str) -> None:
    assert on_one_line(text) == line


# Sheets of one's own

OWN = """
name = "mine"
[title]
zh = "省平台"
en = "Province"
[[fields]]
heading = "编号"
from = "ref"
[[fields]]
heading = "来源"
constant = "县中心"
[[fields]]
heading = "类别"
from = "nature"
codes = { demand = "01", petition = "02" }
other = "99"
[[fields]]
heading = "日期"
from = "registered_at"
form = "%Y%m%d"
"""


def test_a_sheet_of_ones_own_lies_in_a_folder(signed_in: SignedIn, county: SmallCounty, own: Path) -> None:
    (own / "mine.toml").write_text(OWN, encoding="utf-8")
    case = registered(county)
    told = cells(copied(signed_in, case, {"sheet": "mine", "who": "masked"}))
    assert told == {"编号": case.ref, "来源": "县中心", "类别": "01", "日期": "20260914"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('from = "ref"', 'from = "reference"', ["编号", "reference", "ref、title"]),
        ('from = "ref"', 'from = "ref"\ncodes = { a = "b" }', ["编号", "不是代码"]),
        ('constant = "县中心"', 'constant = "县中心"\nfrom = "ref"', ["来源", "只能写一个"]),
        ('heading = "编号"\n', "", ["heading"]),
        ('name = "mine"', 'name = "mine"\ncolour = "red"', ["colour", "拼写"]),
        ("[title]", "[title", ["TOML"]),
    ],
)
def test_a_wrong_sheet_is_refused_with_its_file_and_what_is_wrong(
    signed_in: SignedIn, county: SmallCounty, own: Path, old: str, new: str, said: list[str]
) -> None:
    assert old in OWN
    (own / "mine.toml").write_text(OWN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        sheets()
    assert [word for word in ["mine.toml", *said] if word not in str(refused.value)] == []
    assert "mine.toml" in signed_in("dispatch").get(f"/desk/cases/{registered(county).ref}/copy").content.decode()


def test_every_source_can_be_copied(signed_in: SignedIn, county: SmallCounty, own: Path) -> None:
    fields = "".join(f'[[fields]]\nheading = "{name}"\nfrom = "{name}"\n' for name in SOURCES)
    (own / "all.toml").write_text(f'name = "all"\n[title]\nzh = "全"\nen = "All"\n{fields}', encoding="utf-8")
    case = go(registered(county), "triage dispatch sign reply", county)
    assert cells(copied(signed_in, case, {"sheet": "all", "who": "masked"})).keys() == set(SOURCES)


def test_the_shipped_sheets_can_be_read() -> None:
    assert {name: type(sheet) for name, sheet in sheets().items()} == {"hotline": CopySheet, "petition": CopySheet}
