"""A case is found by any part of its words, by whoever may see it, for as long as they may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone

from onedoor.cases import searching
from onedoor.cases.actions import sealing
from onedoor.cases.actions.erasing import erase
from onedoor.cases.actions.importing import Past, import_history
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.indexing import BATCH, KIND, index_cases, later
from onedoor.cases.models import Case
from onedoor.cases.searching import Found, Narrow, search
from onedoor.core import outbox
from onedoor.core.models import Delivery, SearchEntry
from onedoor.core.search.highlight import Part
from onedoor.organisation.actor import Actor
from tests.cases.histories import LIFT, author, first_report, go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

FUMES = Incoming("web", "学院路烧烤店油烟直排，熏得窗户不敢开。", place="学院路18号", area="990801001002")
FIELD = Incoming("grid", "村口机耕路被挖断，农民工运不出苗木。", place="上埠村口", area="990801100201")
ROAD = "triage dispatch sign reply review visit close"


def kept(county: SmallCounty, *told: Incoming) -> list[Case]:
    """Cases registered and, the lane having run, ready to be found."""
    cases = [registered(county, one) for one in told]
    outbox.drain(MONDAY)
    return cases


def found(actor: Actor, asked: str, **narrow: object) -> list[str]:
    hits = search(actor, asked, at=MONDAY, narrow=Narrow(**narrow)).hits  # type: ignore[arg-type]
    return [hit.case.ref for hit in hits]


def plain(parts: Sequence[Part]) -> str:
    """The parts as text, what is marked in brackets."""
    return "".join(f"[{text}]" if marked else text for text, marked in parts)


def test_a_phone_somebody_wrote_into_their_words_finds_nothing(county: SmallCounty) -> None:
    told = Incoming("web", "请打10010012345找老周，水表123号漏水。", place="学院路18号", area="990801001002")
    (case,) = kept(county, told)
    assert found(county["guide"], "水表123号") == [case.ref]
    assert found(county["guide"], "10010012345") == found(county["guide"], "10012") == []


def test_a_case_is_found_by_any_part_of_its_title_place_and_text(county: SmallCounty) -> None:
    lift, fumes, field = kept(county, LIFT, FUMES, FIELD)
    guide = county["guide"]
    for asked, case in [
        ("油烟", fumes), ("学院路18", fumes), ("熏", fumes), ("民工", field), ("机耕路 苗木", field), ("电梯", lift),
    ]:  # fmt: skip
        assert found(guide, asked) == [case.ref], asked
    assert found(guide, "油烟 苗木") == []
    assert found(guide, "") == found(guide, "，。") == []


def test_nothing_is_found_before_the_lane_ran_and_no_contact_ever(county: SmallCounty) -> None:
    case = registered(county, replace(FUMES, name="欧阳修竹", phone="10010054321", address="学院路9号501室"))
    assert found(county["guide"], "油烟") == []
    outbox.drain(MONDAY)
    assert found(county["guide"], "油烟") == [case.ref]
    for asked in ("欧阳", "修竹", "54321", "10010054321", "501"):
        assert found(county["guide"], asked) == [], asked


def test_a_hit_shows_where_the_words_stand(county: SmallCounty) -> None:
    kept(
        county, replace(FUMES, title="烧烤店扰民", text="前面的话。" * 30 + "油烟直排，油烟呛人。" + "后面的话。" * 30)
    )
    (hit,) = search(county["guide"], "油烟 烧烤", at=MONDAY).hits
    assert plain(hit.title) == "[烧烤]店扰民"
    assert "话。[油烟]直排，[油烟]呛人。后面" in plain(hit.snippet)
    assert plain(hit.snippet).startswith("…") and plain(hit.snippet).endswith("…") and len(plain(hit.snippet)) < 130
    assert (plain(hit.place), hit.why) == ("学院路18号", "words")


def test_whole_words_in_a_title_come_first_and_the_newer_of_equals(county: SmallCounty) -> None:
    told = [
        replace(FUMES, title="路面问题", text="这里的路灯坏了。"),
        replace(FUMES, title="路灯不亮", text="一片漆黑。"),
        replace(FUMES, title="路面问题", text="马路灯火通明，睡不着。"),
        replace(FUMES, title="路面问题", text="那里的路灯坏了。"),
    ]
    in_text, in_title, across, newer = [registered(county, one) for one in told]
    Case.objects.filter(pk=newer.pk).update(registered_at=MONDAY + timedelta(days=9))
    index_cases(COUNTY, [case.pk for case in (in_text, in_title, across, newer)], at=MONDAY)
    later_on = MONDAY + timedelta(days=9)
    hits = search(county["guide"], "路灯", at=later_on).hits
    assert [hit.case.ref for hit in hits] == [in_title.ref, newer.ref, in_text.ref, across.ref]


def test_a_unit_finds_what_it_was_given_once_it_was_given_it(county: SmallCounty) -> None:
    lift, fumes = kept(county, LIFT, FUMES)
    assert found(county["housing"], "电梯") == []
    go(lift, "triage dispatch", county)
    outbox.drain(MONDAY)
    assert found(county["housing"], "电梯") == [lift.ref]
    assert found(county["urban"], "电梯") == found(county["housing"], "油烟") == []
    assert found(county["guide"], "油烟") == [fumes.ref]


def test_a_post_finds_what_lies_in_its_area(county: SmallCounty) -> None:
    _lift, fumes, field = kept(county, LIFT, FUMES, FIELD)
    guide = county["guide"]
    town = replace(guide, standings=tuple(replace(one, area="990801100000") for one in guide.standings))
    grid = replace(guide, standings=tuple(replace(one, area="990801001002001") for one in guide.standings))
    assert found(town, "苗木") == [field.ref]
    assert found(town, "油烟") == found(grid, "油烟") == []
    assert found(guide, "油烟") == [fumes.ref]


def test_nobody_finds_a_secret_case_not_even_who_may_open_it(county: SmallCounty) -> None:
    kept(county, replace(FUMES, confidential=True), replace(FUMES, nature="inform"))
    for post in ("guide", "dispatch", "inform", "leader", "urban"):
        assert found(county[post], "油烟") == found(county[post], "保密事项") == [], post
    assert SearchEntry.objects.count() == 0


def test_what_becomes_secret_is_gone_in_the_same_step(county: SmallCounty) -> None:
    mine, theirs, other = kept(county, FUMES, FUMES, FUMES)
    sealing.seal(mine.ref, by=author(mine), at=MONDAY)
    sealing.make_report(theirs.ref, accused="urban", by=county["dispatch"], at=MONDAY)
    assert set(SearchEntry.objects.values_list("about", flat=True)) == {other.pk}
    outbox.drain(MONDAY)
    index_cases(COUNTY, [mine.pk, theirs.pk, other.pk], at=MONDAY)
    assert set(SearchEntry.objects.values_list("about", flat=True)) == {other.pk}


def test_what_is_erased_is_gone_in_the_same_step(county: SmallCounty) -> None:
    (case,) = kept(county, FUMES)
    go(case, ROAD, county)
    outbox.drain(MONDAY)
    assert found(county["guide"], "油烟") == [case.ref]
    erase(case.ref, report=first_report(case.ref), ground="request", by=county["privacy"], at=MONDAY)
    assert SearchEntry.objects.count() == 0
    outbox.drain(MONDAY)
    assert found(county["guide"], "油烟") == found(county["guide"], "来件已清除") == []


def test_an_entry_that_is_behind_shows_nothing_that_is_not_so_any_more(county: SmallCounty) -> None:
    (case,) = kept(county, FUMES)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert found(county["inform"], "油烟") == found(county["guide"], "油烟") == []


def test_a_wrong_character_and_pinyin_find_a_name_by_its_sound(county: SmallCounty) -> None:
    lake, fumes = kept(county, replace(LIFT, place="翠湖花园3幢2单元"), FUMES)
    guide = county["guide"]
    for asked in ("翠胡花圆", "cuihu huayuan", "CuiFuHuaYuan"):
        (hit,) = search(guide, asked, at=MONDAY).hits
        assert (hit.case.ref, hit.why, plain(hit.place)) == (lake.ref, "sound", "[翠湖花园]3幢2单元"), asked
    assert found(guide, "xueyuanlu") == [fumes.ref]
    assert found(guide, "翠虎 幢") == [lake.ref]
    assert found(guide, "qizhuang") == []


def test_a_sentence_is_cut_into_its_words(county: SmallCounty) -> None:
    _lift, fumes = kept(county, LIFT, FUMES)
    (hit,) = search(county["guide"], "请问烧烤店的油烟应该怎么办", at=MONDAY).hits
    assert (hit.case.ref, hit.why) == (fumes.ref, "cut")
    assert plain(hit.snippet) == "学院路[烧烤店油烟]直排，熏得窗户不敢开。"


def test_a_search_is_narrowed_by_place_unit_time_and_anything_else(county: SmallCounty) -> None:
    lift, other = kept(county, LIFT, replace(LIFT, lon=None, lat=None, area="990801100201"))
    go(lift, "triage dispatch", county)
    outbox.drain(MONDAY)
    guide = county["guide"]
    housing = next(standing.unit_id for standing in county["housing"].standings)
    assert found(guide, "电梯", area="990801100000") == [other.ref]
    assert found(guide, "电梯", unit=housing) == [lift.ref]
    assert found(guide, "电梯", only=Q(state="registered")) == [other.ref]
    assert found(guide, "电梯", since=MONDAY + timedelta(days=1)) == []
    assert len(found(guide, "电梯", until=MONDAY + timedelta(days=1))) == 2


def test_pages_follow_each_other_until_nothing_is_left(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "WINDOW", 4)
    cases = kept(county, *[FUMES] * 9)
    shown: list[str] = []
    page = Found([], after=None)
    for _page in range(6):
        page = search(county["guide"], "油烟", at=MONDAY, most=3, after=page.after)
        shown += [hit.case.ref for hit in page.hits]
        if not page.more:
            break
    assert sorted(shown) == sorted(case.ref for case in cases)
    assert len(search(county["guide"], "油烟", at=MONDAY, after="no:cursor").hits) == 4


def test_history_is_found_once_its_one_delivery_was_handled(county: SmallCounty) -> None:
    past = [Past(replace(FUMES, source_id=str(n), feed="board"), MONDAY - timedelta(days=400 + n)) for n in range(3)]
    import_history(past, county=COUNTY, by=Actor.feed(COUNTY, "board"))
    ids = list(Case.objects.values_list("pk", flat=True))
    Delivery.objects.all().delete()
    later(COUNTY, ids, MONDAY).save(force_insert=True)
    assert found(county["guide"], "油烟") == []
    outbox.drain(MONDAY)
    assert len(found(county["guide"], "油烟")) == 3
    assert set(SearchEntry.objects.values_list("kind", flat=True)) == {KIND}


def test_what_was_there_before_there_was_a_search_is_found_once_the_worker_ran(county: SmallCounty) -> None:
    kept(county, FUMES, FUMES, replace(FUMES, confidential=True))
    SearchEntry.objects.all().delete()
    import_module("onedoor.cases.migrations.0011_find_what_is_there").have_indexed(apps, None)
    assert Delivery.objects.filter(subscriber=BATCH).count() == 1
    outbox.drain(timezone.now())
    assert len(found(county["guide"], "油烟")) == 2


def test_a_rebuild_finds_everything_again_and_can_be_taken_up(county: SmallCounty) -> None:
    first, second, _secret = kept(county, FUMES, FUMES, replace(FUMES, confidential=True))
    SearchEntry.objects.all().delete()
    said = StringIO()
    call_command("search", "rebuild", "--after", str(min(first.pk, second.pk)), stdout=said)
    assert found(county["guide"], "油烟") == [max((first, second), key=lambda case: case.pk).ref]
    assert said.getvalue().startswith("2 件事项，1 件")
    call_command("search", "rebuild", "--county", COUNTY, stdout=said)
    assert len(found(county["guide"], "油烟")) == 2
    call_command("search", "rebuild", "--county", "990899", stdout=said)
    assert said.getvalue().splitlines()[-1].startswith("0 件事项")


def test_a_search_costs_no_more_than_four_queries(county: SmallCounty, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    kept(county, *[FUMES] * 8, LIFT)
    for post in ("guide", "urban"):
        for asked in ("油烟", "烧烤店的油烟怎么办", "雪院路"):
            with django_assert_max_num_queries(4):
                search(county[post], asked, at=MONDAY)
