"""What is proposed beside a registration and at the steps of a case, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from onedoor.cases.actions import sealing, triaging
from onedoor.cases.models import Assignment, Case
from onedoor.cases.recognising import recognise, vocabulary
from onedoor.catalogue.models import DutyEntry, Item
from onedoor.catalogue.queries import changed
from onedoor.core import outbox
from onedoor.core.models import Happening
from onedoor.dispatch import proposing
from onedoor.dispatch.live import Live
from onedoor.dispatch.model.classifier import Ranked
from onedoor.dispatch.models import Advice, Lesson
from onedoor.organisation.models import Post
from onedoor.organisation.queries import changed as posts_changed
from tests.cases.histories import LIFT, go, registered
from tests.desk.conftest import SignedIn
from tests.desk.situations import informed, secret, stopped
from tests.small_county import COUNTY, MONDAY, SmallCounty

BROKEN = replace(LIFT, text="翠湖花园3幢电梯故障，停了三天。")
BOTH = replace(LIFT, text="翠湖花园3幢电梯故障，楼下饭店油烟扰民。")


def shown(client: Client, case: Case, query: str = "") -> str:
    return client.get(f"/desk/cases/{case.ref}{query}").content.decode()


def cards(page: str) -> list[str]:
    """Each card as words alone."""
    listed = page.partition("od-proposals__cards")[2].partition("</ol>")[0]
    found = listed.split('<li class="od-proposal')[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", f"<{card}").split()) for card in found]


def sealed(page: str) -> str:
    found = re.search(r'name="offered" value="([^"]+)"', page)
    assert found
    return found[1]


def taught(case: Case, unit: str, *, right: bool, source: str = "ruled", n: int = 1, item: str = "15-03") -> None:
    Lesson.objects.bulk_create(
        Lesson(
            county=COUNTY, case=case, item=item, town=case.area[:9], unit=unit, right=right, source=source,
            at=MONDAY + timedelta(seconds=k), colour="yellow",
        )
        for k in range(n)
    )  # fmt: skip


def test_a_listed_item_is_proposed_with_its_unit_its_limit_and_the_entry_that_says_so(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    page = shown(signed_in("dispatch"), registered(county, BROKEN))
    [card] = cards(page)
    assert "电梯故障" in card and "县住房和城乡建设局" in card and "黄·疑难" in card and "前办结" in card
    assert "归县住房和城乡建设局（职责清单）" in card and "协办：城关街道综治中心" in card and "说到： 电梯故障" in card
    assert "系统建议，由您决定" in page and "没有训练过模型" in page and "%" not in card
    assert "od-proposal--first" not in page, "nothing was measured, so nothing stands as first choice"
    assert 'value="15-03" selected' not in page, "nothing is chosen before a person chooses"


def test_an_item_nobody_is_listed_for_says_so_and_cannot_be_dispatched_with_one_press(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    DutyEntry.objects.all().delete()
    changed()
    page = shown(signed_in("dispatch"), registered(county, BROKEN))
    [card] = cards(page)
    assert "没有可派的单位" in card and "但是 职责清单上没有“电梯故障”" in card and 'name="place"' not in page


def test_a_text_that_says_nothing_known_gets_no_card(signed_in: SignedIn, county: SmallCounty) -> None:
    page = shown(signed_in("dispatch"), registered(county, replace(LIFT, text="有一件事想反映。")))
    assert cards(page) == [] and "没有建议" in page


def test_at_dispatch_the_likely_unit_stands_there_and_the_unlikely_one_does_not(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    case, client = go(registered(county, BROKEN), "triage", county), signed_in("dispatch")
    page = shown(client, case)
    assert "%" not in cards(page)[0] and "首选" not in page, "the duty list alone was never measured"
    assert '<option value="housing" selected>' in page, "yet it names one unit, and it stands there"
    taught(case, "housing", right=False, n=4)
    taught(case, "urban", right=True, n=4)
    page = shown(client, case)
    assert [card.split()[0] for card in cards(page)] == ["县城市管理局", "县住房和城乡建设局"]
    assert "职责清单上不是它" in page and "近来退单4次都成立" in page
    assert "od-proposal--first" not in page and 'name="to"' in page
    assert not re.search(r'<option value="(housing|urban)" selected>', page), "below the threshold nobody stands there"


def test_a_leader_sees_the_proposals_and_names_the_unit(signed_in: SignedIn, county: SmallCounty) -> None:
    page = shown(signed_in("leader"), go(registered(county, BROKEN), "triage", county, colour="red"))
    assert len(cards(page)) == 1 and "od-proposal--first" not in page
    assert '<option value="housing" selected>' not in page


def test_the_accused_unit_is_never_proposed(signed_in: SignedIn, county: SmallCounty) -> None:
    case = informed(county)
    by = county["inform"]
    sealing.summarise(case.ref, summary="反映油烟扰民多次未处理，请核查。", by=by, at=MONDAY)
    client = signed_in("inform")
    [card] = cards(shown(client, case))
    assert "油烟扰民" in card and "没有可派的单位" in card and "城市管理局" not in card
    triaging.triage(case.ref, colour="yellow", item="10-01", by=by, at=MONDAY)
    assert "城市管理局" not in "".join(cards(shown(client, case)))


def test_of_a_secret_case_only_the_summary_is_read_and_no_other_case_is_shown(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    told = replace(BOTH, confidential=True)
    case, client = registered(county, told), signed_in("dispatch")
    page = shown(client, case)
    assert cards(page) == [] and 'id="alike"' not in page and 'name="place"' not in page
    sealing.summarise(case.ref, summary="反映一处油烟扰民，请核查。", by=county["dispatch"], at=MONDAY)
    [card] = cards(page := shown(client, case))
    assert "油烟扰民" in card and "电梯" not in card and 'id="alike"' not in page
    assert cards(shown(client, secret(county))) == [], "it cannot be dispatched before there is a summary"


def test_a_village_is_not_proposed_for_what_is_not_admitted(signed_in: SignedIn, county: SmallCounty) -> None:
    DutyEntry.objects.all().delete()
    case = go(registered(county, replace(BROKEN, lon=123.025, lat=28.005)), "triage", county)
    taught(case, "village-shangbu", right=True, source="closed", n=8)
    changed()
    client = signed_in("dispatch")
    assert "上埠村村民委员会" in cards(shown(client, case))[0]
    Item.objects.filter(code="15-03").update(admitted=False)
    changed()
    assert "上埠村村民委员会" not in "".join(cards(shown(client, case)))


def test_taking_the_second_fills_the_form_without_a_script_and_stands_on_the_record(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    case, client = registered(county, BOTH), signed_in("dispatch")
    page = shown(client, case)
    assert len(cards(page)) == 2
    address = f"/desk/cases/{case.ref}/triage"
    again = client.post(address, {"take": "2", "offered": sealed(page), "area": case.area})
    second = again.context["form"].cards[1]
    assert again.status_code == 200 and Case.objects.get().state == "registered" and second.taken
    item = second.fields["item"]
    assert f'value="{item}" selected' in again.content.decode()
    told = {"colour": second.fields["colour"], "item": item, "area": case.area}
    client.post(address, told | {"offered": sealed(again.content.decode())})
    advice = Advice.objects.get()
    assert (advice.rank, advice.item, len(advice.offered), advice.by) == (2, item, 2, "m-dispatch")
    assert Happening.objects.get(name="dispatch.advice_answered").payload["rank"] == 2


@pytest.mark.parametrize("forged", ["", "nonsense", "another case"])
def test_what_was_proposed_is_not_what_a_browser_says(signed_in: SignedIn, county: SmallCounty, forged: str) -> None:
    case, other, client = registered(county, BROKEN), registered(county, BROKEN), signed_in("dispatch")
    token = sealed(shown(client, other)) if forged == "another case" else forged
    told = {"colour": "yellow", "item": "15-03", "area": case.area, "offered": token}
    client.post(f"/desk/cases/{case.ref}/triage", told)
    advice = Advice.objects.get()
    assert (advice.offered, advice.rank) == ([], 0)
    assert not Happening.objects.filter(name="dispatch.advice_answered").exists()
    refused = client.post(f"/desk/cases/{other.ref}/triage", told | {"place": "1"})
    assert refused.status_code == (422 if forged != "another case" else 302)


def test_one_press_triages_and_dispatches_for_whoever_has_both_duties(signed_in: SignedIn, county: SmallCounty) -> None:
    case, client = registered(county, BROKEN), signed_in("dispatch")
    page = shown(client, case)
    assert "按此分流并派单" in page
    answer = client.post(
        f"/desk/cases/{case.ref}/triage", {"place": "1", "offered": sealed(page), "area": case.area}, follow=True
    )
    assert "已定级分流，派给县住房和城乡建设局。" in answer.content.decode()
    case.refresh_from_db()
    assert (case.state, case.colour, case.lead_code) == ("dispatched", "yellow", "housing")
    assert Assignment.objects.filter(case=case, role="assist", unit__code="town-chengguan").exists()
    assert [(one.step, one.rank) for one in Advice.objects.order_by("id")] == [("triage", 1), ("dispatch", 1)]


def test_one_press_is_not_for_who_only_triages_nor_where_somebody_may_be_in_danger(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    case = registered(county, BROKEN)
    endangered = stopped(county)
    Case.objects.filter(pk=endangered.pk).update(item=Item.objects.get(code="15-03"))
    page = shown(signed_in("dispatch"), endangered)
    assert len(cards(page)) == 1 and 'name="place"' not in page
    refused = signed_in("dispatch").post(
        f"/desk/cases/{endangered.ref}/triage", {"place": "1", "offered": sealed(page), "area": endangered.area}
    )
    assert refused.status_code == 422 and "这条建议已经不在了" in refused.content.decode()
    Post.objects.filter(code="dispatch").update(duties=["register", "triage"])
    posts_changed()
    page = shown(signed_in("dispatch"), case)
    assert len(cards(page)) == 1 and 'name="place"' not in page


def test_who_was_right_to_send_it_back_is_not_proposed_again_and_the_item_can_be_corrected(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    case, client = go(registered(county, BOTH), "triage dispatch send_back rule", county), signed_in("dispatch")
    page = shown(client, case)
    assert "县住房和城乡建设局" not in "".join(cards(page)) and '<option value="housing" selected>' not in page
    assert "事项（如需更正）" in page
    address = f"/desk/cases/{case.ref}/dispatch"
    looked = client.post(address, {"look": "1", "item": "10-01"}).content.decode()
    assert "县城市管理局" in cards(looked)[0]
    client.post(address, {"to": "urban", "item": "10-01", "offered": sealed(looked)})
    case.refresh_from_db()
    assert case.item and (case.lead_code, case.item.code) == ("urban", "10-01")
    dispatched = Happening.objects.filter(name="cases.dispatched").latest("id").payload
    assert (dispatched["basis"], dispatched["item"]) == ("duty-list", "10-01")


def test_whoever_must_keep_the_case_stands_there_alone(signed_in: SignedIn, county: SmallCounty) -> None:
    road = "triage dispatch send_back rule"
    page = shown(signed_in("dispatch"), go(registered(county, BROKEN), road, county, to="urban", upheld=False))
    assert "退单没有成立，本件由县城市管理局继续办理" in page and '<option value="urban" selected>' in page
    assert "县住房和城乡建设局" not in "".join(cards(page))


def test_at_a_reassignment_the_unit_that_has_it_is_not_proposed(signed_in: SignedIn, county: SmallCounty) -> None:
    case, client = go(registered(county, BROKEN), "triage dispatch", county, to="urban"), signed_in("dispatch")
    page = shown(client, case, "?do=reassign")
    assert "县住房和城乡建设局" in cards(page)[0] and "县城市管理局" not in "".join(cards(page))
    told = {"to": "housing", "reason": "职责清单写的是住建局。", "offered": sealed(page)}
    client.post(f"/desk/cases/{case.ref}/reassign", told)
    assert Advice.objects.get(step="reassign").rank == 1


def test_closed_cases_that_read_alike_are_fetched_after_the_page(signed_in: SignedIn, county: SmallCounty) -> None:
    road = "triage dispatch sign reply review visit close"
    old = go(registered(county, replace(BROKEN, name="周晓云")), road, county)
    case, client = registered(county, BROKEN), signed_in("dispatch")
    outbox.drain(MONDAY)
    page = shown(client, case)
    assert "读来相像的办结件" in page and old.ref not in page.split('id="alike"')[1].split("</section>")[0]
    fragment = client.get(f"/desk/cases/{case.ref}?do=triage&alike=1", headers={"HX-Request": "true"})
    told = fragment.content.decode()
    assert f"/desk/cases/{old.ref}" in told and "县住房和城乡建设局" in told and "周晓云" not in told
    assert "<html" not in told and "和建议1一样" in told
    assert f"/desk/cases/{old.ref}" in shown(client, case, "?do=triage&alike=1"), "a link shows them without a script"


def heard(client: Client, **told: str) -> str:
    return client.post("/desk/register/heard", told).content.decode()


def test_beside_a_registration_stands_where_the_words_lead(signed_in: SignedIn, county: SmallCounty) -> None:
    client = signed_in("guide")
    [card] = cards(page := heard(client, text=BROKEN.text))
    assert "县住房和城乡建设局" in card and "前办结" in card and "采用这个事项" in card
    assert "事项：电梯故障" in page, "and the chip"
    taken = client.post("/desk/register", {"text": BROKEN.text, "accept": "item:15-03", "token": "t-1"})
    assert 'value="15-03" selected' in taken.content.decode() and "已填入" in taken.content.decode()
    kept = client.post("/desk/register", {"text": BROKEN.text, "accept": "item:15-03", "token": "t-1", "item": "10-01"})
    assert 'value="10-01" selected' in kept.content.decode() and "您已另选事项" in kept.content.decode()


def test_what_is_told_in_confidence_leads_nowhere(signed_in: SignedIn, county: SmallCounty) -> None:
    client = signed_in("guide")
    for told in ({"nature": "inform"}, {"confidential": "on"}):
        assert cards(heard(client, text=BROKEN.text, **told)) == []


@dataclass(frozen=True)
class Reader:
    """A model that thinks what it is told to."""

    thinks: Sequence[Ranked]

    def ranked(self, text: str, most: int = 3) -> Sequence[Ranked]:
        return self.thinks[:most]

    def reasons(self, text: str, label: str, most: int = 5) -> list[Any]:
        return []


def test_where_a_model_reads_the_words_the_chip_is_its_own_and_taken_with_the_others_only_when_sure(
    signed_in: SignedIn, county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("guide")
    for sure in (0.95, 0.4):
        reader = Reader([Ranked("10-01", sure), Ranked("15-03", 0.2)])
        monkeypatch.setattr(proposing, "live", lambda county, reader=reader: Live(3, reader, {}))
        page = heard(client, text=BROKEN.text)
        chips = page.split('id="heard-chips"')[1].split("</div>")[0]
        assert "事项：油烟扰民" in chips and "事项：电梯故障" not in chips
        assert ("data-od-alone" in chips) is (sure < 0.6)
        assert f"{round(sure * 6 / 7 * 100)}%" in cards(page)[0] and ("首选" in cards(page)[0]) is (sure > 0.6)


def test_in_english_only_what_people_wrote_is_chinese(signed_in: SignedIn, county: SmallCounty) -> None:
    from tests.house.test_english import chinese_in, written_in_the_store

    case, client = registered(county, BOTH), signed_in("dispatch")
    client.cookies["django_language"] = "en"
    pieces = re.split(f"({'|'.join(span.words for span in recognise(BOTH.text, vocabulary(COUNTY)).marks)})", BOTH.text)
    written = sorted({*written_in_the_store(), BOTH.text, *filter(None, pieces)}, key=len, reverse=True)
    pages = [shown(client, case, "?do=triage&alike=1"), heard(client, text=BOTH.text)]
    case = go(case, "triage", county)
    pages.append(shown(client, case))
    assert [chinese_in(page, written=written) for page in pages] == [[], [], []]
