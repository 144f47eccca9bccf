"""The one field of the desk: straight to what has a number, else a page of everything that answers, and the best at
once while somebody types."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from onedoor.cases.actions import dispatching, registering, triaging
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.indexing import index_cases
from onedoor.cases.models import Case
from onedoor.cases.tails import TRIES
from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import Knowledge
from onedoor.core import outbox
from onedoor.desk import hits
from tests.desk.conftest import SignedIn
from tests.rights.crawling import spans
from tests.small_county import COUNTY, MONDAY, POSTS, SmallCounty

LIFT = "翠湖花园3幢电梯又停了，老人下不了楼。"


def told(county: SmallCounty, text: str = LIFT, **more: Any) -> Case:
    """A case that can be found."""
    incoming = Incoming(channel="hotline", text=text, **{"lon": 123.005, "lat": 28.005} | more)
    case = registering.register(incoming, county=COUNTY, by=county["guide"], at=more.pop("at", MONDAY))[0]
    index_cases(COUNTY, [case.pk], at=MONDAY)
    return case


def page(client: Client, asked: str, **more: str) -> str:
    return html.unescape(client.get("/desk/find", {"q": asked, **more}).content.decode())


def offers(client: Client, asked: str) -> str:
    return html.unescape(client.get("/desk/find/offered", {"q": asked}).content.decode())


def refs(text: str) -> list[str]:
    """The cases a page links to, in order."""
    return re.findall(r'href="/desk/cases/(\d{6}-\d{4}-\d{8}-\d)"', text)


@pytest.mark.parametrize("asked", ["电梯", "花园3", "老人 电梯", "湖花", "殿梯", "dianti"])
def test_a_case_is_found_by_two_characters_inside_a_name_by_several_words_and_by_sound(
    signed_in: SignedIn, county: SmallCounty, asked: str
) -> None:
    case = told(county)
    told(county, "临水街烧烤油烟扰民。")
    client = signed_in("dispatch")
    assert refs(page(client, asked)) == [case.ref]
    assert refs(offers(client, asked)) == [case.ref]


def test_what_was_asked_for_is_marked_and_how_it_was_found_is_said(signed_in: SignedIn, county: SmallCounty) -> None:
    told(county)
    client = signed_in("dispatch")
    assert "翠湖花园3幢<mark>电梯</mark>又停了" in page(client, "电梯")
    assert "读音相近的" in page(client, "殿梯") and "读音相近" in offers(client, "殿梯")
    assert 'value="殿梯"' in page(client, "殿梯"), "the question stays in the field"


def test_a_number_beside_what_was_found_is_hidden(signed_in: SignedIn, county: SmallCounty) -> None:
    told(county, "路灯不亮。电话13900110417，晚上都在。")
    assert "139****17" in page(signed_in("dispatch"), "晚上都在")
    assert "13900110417" not in page(signed_in("dispatch"), "晚上都在")


def test_twenty_at_a_time_and_no_more_than_enough(
    signed_in: SignedIn, county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "PAGE", 2)
    monkeypatch.setattr(hits, "MOST", 5)
    cases = {told(county, f"{LIFT}第{n}回。", token=f"t-{n}").ref for n in range(6)}
    client, seen, address = signed_in("dispatch"), [], "?q=电梯"
    for expected in (2, 2, 1):
        text = html.unescape(client.get(f"/desk/find{address}").content.decode())
        found = refs(text)
        assert len(found) == expected
        seen += found
        more = re.findall(r'href="(\?[^"]*)" data-od-key="]"', text)
        address = more[0] if more else ""
    assert not address and "只列最接近的5件" in text
    assert len(set(seen)) == 5 and set(seen) <= cases


def test_what_was_found_is_narrowed_by_state_year_and_unit(signed_in: SignedIn, county: SmallCounty) -> None:
    mine, other = told(county), told(county, LIFT + "还在停。", token="t-2")
    triaging.triage(mine.ref, colour="green", item="15-03", by=county["dispatch"], at=MONDAY)
    dispatching.dispatch(mine.ref, to="town-chengguan", by=county["dispatch"], at=MONDAY)
    index_cases(COUNTY, [mine.pk], at=MONDAY)
    dispatcher, town = signed_in("dispatch"), signed_in("town-chengguan")
    assert set(refs(page(dispatcher, "电梯", state="open"))) == {mine.ref, other.ref}
    assert "这个范围里没有" in page(dispatcher, "电梯", state="ended")
    assert "本单位的" not in page(dispatcher, "电梯"), "the centre is given no case"
    assert refs(page(town, "电梯", mine="1")) == [mine.ref]
    year_before = timezone.now().replace(year=timezone.now().year - 1)
    Case.objects.filter(pk=other.pk).update(registered_at=year_before)
    index_cases(COUNTY, [other.pk], at=MONDAY)
    assert other.ref in refs(page(dispatcher, "电梯")) and other.ref not in refs(page(dispatcher, "电梯", year="1"))


def test_a_tail_finds_for_whoever_speaks_with_callers_alone(signed_in: SignedIn, county: SmallCounty) -> None:
    case = told(county, phone="13900110417")
    told(county, "保密的事。", phone="13900220417", confidential=True)
    told(county, "举报的事。", phone="13900330417", nature="inform")
    finding = {post for post, *_rest in POSTS if refs(page(signed_in(post), "0417"))}
    assert finding == {"guide", "dispatch", "visit"}
    assert refs(page(signed_in("guide"), "0417")) == [case.ref]
    assert "电话尾号0417反映过的" in page(signed_in("guide"), "0417")
    assert "按电话尾号0417查" in offers(signed_in("guide"), "0417")
    assert "尾号" not in offers(signed_in("housing"), "0417")


def test_typing_a_number_asks_for_no_tail(signed_in: SignedIn, county: SmallCounty) -> None:
    told(county, phone="13900110417")
    client = signed_in("guide")
    for _ in range(TRIES + 1):
        assert refs(offers(client, "0417")) == []
    assert refs(page(client, "0417")), "what was offered was not counted"


def test_whoever_asks_for_too_many_tails_is_told_from_when_on(signed_in: SignedIn, county: SmallCounty) -> None:
    client = signed_in("guide")
    for _ in range(TRIES):
        page(client, "0417")
    assert "一小时里最多按尾号查30次" in page(client, "0418")


def test_the_knowledge_base_answers_on_the_same_page(signed_in: SignedIn, county: SmallCounty) -> None:
    Knowledge.objects.create(
        county=COUNTY, code="KB-1", title="电梯困人怎么办", text="不要扒门，先打96333。", reviewed_on=MONDAY.date()
    )
    catalogue.changed()
    client = signed_in("guide")
    for asked in ("困人", "扒门", "殿梯困人"):
        assert "/desk/knowledge/KB-1" in page(client, asked), asked
        assert "/desk/knowledge/KB-1" in html.unescape(client.get(f"/desk/knowledge?q={asked}").content.decode())
    assert "<mark>困人</mark>" in page(client, "困人")


def test_finding_asks_the_store_little(signed_in: SignedIn, county: SmallCounty) -> None:
    for n in range(30):
        told(county, f"{LIFT}第{n}回。", token=f"t-{n}", phone="13900110417")
    client = signed_in("guide")
    client.get("/desk/find", {"q": "电梯"})
    for address, most in (("/desk/find?q=电梯", 10), ("/desk/find?q=殿梯", 11), ("/desk/find/offered?q=电梯", 7)):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked.captured_queries) <= most, [one["sql"][:90] for one in asked.captured_queries]


def test_units_and_places_lead_to_their_lists(signed_in: SignedIn, county: SmallCounty) -> None:
    found = page(signed_in("dispatch"), "城关街道")
    assert "/desk/cases?unit=town-chengguan" in found and "/desk/cases?area=990801001000" in found


def test_nothing_asked_and_nothing_found_say_what_may_be_tried(signed_in: SignedIn) -> None:
    for asked in ("", "没有这样的词"):
        assert "两个字就能找" in page(signed_in("guide"), asked)
        assert "号码的后4到6位" in page(signed_in("guide"), asked)
        assert "号码的后4到6位" not in page(signed_in("housing"), asked)


@pytest.mark.parametrize("nonsense", ["after=1&passed=x", "passed=-3", "after=9:9&passed=99999", "state=none&year=7"])
def test_an_address_that_somebody_made_up_begins_at_the_top(
    signed_in: SignedIn, county: SmallCounty, nonsense: str
) -> None:
    case = told(county)
    answer = signed_in("dispatch").get(f"/desk/find?q=电梯&{nonsense}")
    assert answer.status_code == 200 and (case.ref in answer.content.decode() or "after" in nonsense)


SECRET = "城管局执法车夜里把没收的水果拉回队里分掉了。"


@pytest.mark.parametrize(
    "secret", [{"confidential": True}, {"nature": "inform", "accused": "urban"}], ids=["confidential", "inform"]
)
def test_what_is_secret_is_found_by_nobody_through_any_of_these(
    signed_in: SignedIn, county: SmallCounty, secret: dict[str, Any]
) -> None:
    case = told(county, SECRET, place="三中队后门小巷", phone="10010077881", name="欧阳若愚", **secret)
    outbox.drain(timezone.now() + timedelta(minutes=1))
    asked = ["水果", "没收的水果", "shuiguo", "睡果", "三中队", "小巷", "欧阳若愚", "7881", "10010077881", "保密事项"]
    for post, *_rest in POSTS:
        client = signed_in(post)
        for words in asked:
            for text in (page(client, words), offers(client, words)):
                without = text.replace(words, "")
                assert case.ref not in text, (post, words)
                assert not any(span in without for span in spans(SECRET, 5)), (post, words)


def test_a_case_that_becomes_secret_is_not_found_any_more(signed_in: SignedIn, county: SmallCounty) -> None:
    case = told(county)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert refs(page(signed_in("dispatch"), "电梯")) == [], "even before its entry is taken out"


def test_a_unit_finds_what_it_was_given_and_the_other_area_finds_nothing(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    case = told(county)
    triaging.triage(case.ref, colour="green", item="15-03", by=county["dispatch"], at=MONDAY)
    dispatching.dispatch(case.ref, to="housing", by=county["dispatch"], at=MONDAY)
    index_cases(COUNTY, [case.pk], at=MONDAY)
    assert refs(page(signed_in("housing"), "电梯")) == [case.ref]
    for post in ("urban", "town-shiqiao", "village"):
        assert refs(page(signed_in(post), "电梯")) == refs(offers(signed_in(post), "电梯")) == []
