"""Areas from files: whole or not at all, the second time nothing, every wrong line with its number and a way out."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.management import call_command
from django.utils import translation

from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.geography import checking, taking
from onedoor.geography.actions.importing import Plan, take
from onedoor.geography.atlas import atlas
from onedoor.geography.models import Area
from tests.small_county import COUNTY, MONDAY, SmallCounty

ON = date(2026, 9, 14)
HEADER = "code,name,parent\n"
ANOTHER = "990802,青岭县,\n990802100,前湾镇,990802\n990802100201,海角村,990802100\n"


class Operator:
    code = "operator"


def plans(content: str | bytes, filename: str = "areas.csv", **options: Any) -> list[Plan]:
    raw = content.encode() if isinstance(content, str) else content
    return list(taking.plans(taking.uploaded(raw, filename=filename), on=ON, **options))


def said(content: str | bytes, filename: str = "areas.csv") -> list[str]:
    return [f"{finding.line}: {finding}" for plan in plans(content, filename) for finding in plan.findings]


def feature(code: str, *corners: tuple[float, float], **properties: object) -> dict[str, Any]:
    ring = [*corners, corners[0]]
    return {"type": "Feature", "properties": {"code": code, **properties},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip


def collection(*features: dict[str, Any], **more: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


@pytest.mark.parametrize(
    "content",
    [
        (HEADER + ANOTHER).encode(),
        ("代码,名称,上级\r\n" + ANOTHER.replace("\n", "\r\n")).encode("gb18030"),
        gzip.compress((HEADER + ANOTHER).encode("utf-8-sig")),
        "990802000000,青岭县\n990802100000,前湾镇\n990802100201,海角村\n".encode(),
    ],
    ids=["utf-8", "gb18030 with Chinese names of columns", "gzip", "two columns and no header"],
)
def test_a_table_is_taken_in_whatever_it_is_written_in(county: SmallCounty, content: bytes) -> None:
    (plan,) = plans(content)
    take(plan, by=Operator(), at=MONDAY)
    found = Area.objects.filter(county="990802").order_by("code").values_list("code", "name", "level", "parent")
    assert list(found) == [
        ("990802000000", "青岭县", "county", "990800000000"),
        ("990802100000", "前湾镇", "town", "990802000000"),
        ("990802100201", "海角村", "village", "990802100000"),
    ]
    line = Happening.objects.get(county="990802", name="geography.areas_imported")
    assert (line.payload["added"], line.actor) == (3, "operator")
    (again,) = plans(content)
    assert again.idle and again.same == 3
    take(again, by=Operator(), at=MONDAY)
    assert Happening.objects.filter(county="990802").count() == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("99080210X000,前湾镇,990802", "不是区划代码"),
        ("990802100000,,990802", "没有名称"),
        ("990802100201,海角村,990802100", "上级990802100000不在文件里"),
        ("990802000000,青岭县,", "有2行"),
        ("990802100000," + "长" * 61 + ",990802", "太长"),
    ],
)
def test_a_wrong_line_is_told_with_its_number_and_the_county_is_not_taken_in(
    county: SmallCounty, line: str, sentence: str
) -> None:
    content = f"{HEADER}990802000000,青岭县,\n{line}\n"
    (plan,) = plans(content)
    assert plan.stopped
    stops = [finding for finding in plan.findings if finding.stops]
    assert sentence in str(stops[0]) and stops[-1].line == 3
    take(plan, by=Operator(), at=MONDAY)
    assert not Area.objects.filter(county="990802").exists()


def test_middles_are_checked_and_kept(county: SmallCounty) -> None:
    header = "code,name,lon,lat\n"
    assert "写反了" in said(f"{header}990802,青岭县,28.4,123.3\n")[0]
    assert "不在国内" in said(f"{header}990802,青岭县,12000000,3200000\n")[0]
    assert "不是数" in said(f"{header}990802,青岭县,东,北\n")[0]
    (plan,) = plans(f"{header}990802,青岭县,123.3,28.4\n")
    take(plan, by=Operator(), at=MONDAY)
    assert (Area.objects.get(county="990802").lon, Area.objects.get(county="990802").lat) == (123.3, 28.4)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"what,is,this,here\n1,2,3,4\n", "看不出各列是什么"),
        ((HEADER + "990802,A,\n990803,B,\n990802100,C,990802\n").encode(), "没有排在一起"),
        (b"\x1f\x8b\x00\x00broken", "读不下去"),
    ],
)
def test_a_file_that_is_no_table_is_refused(db: None, content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        plans(content)


def test_a_whole_list_ends_what_it_leaves_out_and_follows_what_kept_its_name(county: SmallCounty) -> None:
    rows = "990801000000,云州县,\n990801001000,城关街道,990801\n990801101000,石桥镇,990801\n"
    villages = "990801001001,翠湖社区,990801001\n990801101201,上埠村,990801101\n990801101203,新桥村,990801101\n"
    (plan,) = plans(HEADER + rows + villages, whole=True)
    assert [(area.code, new) for area, new in plan.ended] == [
        ("990801001002", ""), ("990801100000", "990801101000"), ("990801100201", "990801101201"), ("990801100202", ""),
    ]  # fmt: skip
    take(plan, by=Operator(), at=MONDAY)
    places = atlas(COUNTY)
    assert places.current("990801100000") == "990801101000"
    assert places.grid_at(123.025, 28.005) == "990801101201001", "its grids went along with the village"
    assert not places.known("990801001002")


def test_boundaries_join_the_areas_and_broken_ones_are_mended_and_said(county: SmallCounty) -> None:
    bow = feature("990801001001001", (123.0, 28.0), (123.01, 28.01), (123.01, 28.0), (123.0, 28.01))
    over = feature("990801001001002", (123.009, 28.0), (123.02, 28.0), (123.02, 28.01), (123.009, 28.01))
    (plan,) = plans(collection(bow, over), "grids.geojson")
    told = [str(finding) for finding in plan.findings]
    assert any("自己交叉" in sentence for sentence in told) and any("有一块地重叠" in sentence for sentence in told)
    assert not plan.stopped and len(plan.changed) == 2
    take(plan, by=Operator(), at=MONDAY)
    kept = Area.objects.get(code="990801001001001")
    assert kept.name == "第1网格" and shapely.from_wkb(bytes(kept.boundary or b"")).is_valid
    assert atlas(COUNTY).grid_at(123.005, 28.006) is None, "the middle of a bow tie is outside it"
    found = [str(finding) for finding in checking.findings(atlas(COUNTY))]
    assert any("平方米重叠" in sentence for sentence in found)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("not json", "不是GeoJSON"),
        (collection(feature("x", (123.0, 28.0)), crs={"properties": {"name": "EPSG:2437"}}), "不是WGS84"),
        (collection(), "没有一块地方"),
    ],
)
def test_a_file_that_is_no_map_in_degrees_is_refused(db: None, content: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        plans(content, "map.json")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"geometry": {"type": "Point", "coordinates": [123, 28]}}, "不是面"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[13700000, 3200000], [1, 1], [2, 2], [1, 1]]]}}, "不在国内"),
        ({"geometry": None}, "读不出来"),
        ({"properties": {"code": "990801001009009"}}, "还不在区划里"),
        ({"properties": {}}, "不是区划代码"),
    ],
)
def test_a_feature_that_cannot_be_used_says_why(county: SmallCounty, changed: dict[str, Any], sentence: str) -> None:
    good = feature("990801001001001", (123.0, 28.0), (123.01, 28.0), (123.01, 28.01))
    assert sentence in said(collection(good | changed), "grids.geojson")[0]


def test_holes_strays_and_bare_villages_are_found(county: SmallCounty) -> None:
    assert [str(each) for each in checking.findings(atlas(COUNTY))] == []
    Area.objects.filter(code="990801100202001").delete()
    Area.objects.filter(code="990801001000").update(boundary=None)
    Area.objects.filter(code="990801000000").update(boundary=shapely.to_wkb(shapely.box(123, 28, 123.03, 28.02)))
    Area.objects.filter(code="990801001001").update(boundary=shapely.to_wkb(shapely.box(123, 28, 123.015, 28.01)))
    from onedoor.geography.atlas import changed

    changed()
    told = " ".join(str(each) for each in checking.findings(atlas(COUNTY)))
    assert "1个村（社区）还没有网格：溪口村" in told
    assert "不属于任何网格" in told
    assert "网格990801001001002有" in told and "在翠湖社区外面" in told


def test_what_is_exported_is_known_again(county: SmallCounty, tmp_path: Path, capsys: Any) -> None:
    table, land = tmp_path / "a.csv", tmp_path / "a.geojson"
    call_command("areas", "export", "--csv", str(table), "--geojson", str(land))
    for path in (table, land):
        assert all(plan.idle for plan in taking.plans(taking.opened(path), on=date.today())), path


def test_the_command_takes_what_it_can_and_says_the_rest_in_both_languages(
    county: SmallCounty, tmp_path: Path, capsys: Any
) -> None:
    path = tmp_path / "two.csv"
    path.write_text(HEADER + "990802,青岭县,\n990803,,\n", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        call_command("areas", "import", str(path), "--on", "2026-09-14")
    out = capsys.readouterr()
    assert stopped.value.code == 2 and "two.csv:3: 990803000000没有名称" in out.err
    assert "1 新增 / new" in out.out
    assert set(Area.objects.filter(county__in=["990802", "990803"]).values_list("county", flat=True)) == {"990802"}
    with translation.override("en"):
        call_command("areas", "import", str(path), "--county", "990802", "--dry-run")
    assert "nothing written" in capsys.readouterr().out


def test_codes_are_replaced_from_a_file(county: SmallCounty, tmp_path: Path) -> None:
    path = tmp_path / "changes.csv"
    path.write_text("old,new,on,name\n990801100,990801108,2026-01-01,石桥街道\n", encoding="utf-8")
    call_command("areas", "replace", str(path))
    assert atlas(COUNTY).path("990801100201") == "石桥街道·上埠村"
    for wrong, sentence in (
        ("old,new\n1,2\n", "要写明列名"), ("old,new,on\n990801100,990801108,明年\n", "日期"),
        ("old,new,on\n990801100,990801100,2026-01-01\n", "新旧代码一样"),
        ("old,new,on\nx,990801100,2026-01-01\n", "不是区划代码"),
    ):  # fmt: skip
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(Refused, match=sentence):
            call_command("areas", "replace", str(path))


@pytest.mark.parametrize("county_code", ["320602", "320682", "371102", "440704"])
def test_real_counties_are_taken_in(db: None, shared: Path, county_code: str) -> None:
    lists, land = shared / "geo" / f"divisions_{county_code}.csv", shared / "geo" / f"{county_code}.json"
    for path in (lists, land):
        for plan in taking.plans(taking.opened(path), on=ON):
            assert not plan.stopped, [str(finding) for finding in plan.findings]
            take(plan, by=Operator(), at=MONDAY)
    places = atlas(county_code)
    assert len(places.places) == sum(1 for line in lists.open(encoding="utf-8") if line.strip())
    assert places.shape(f"{county_code}000000") is not None
    assert all(plan.idle for path in (lists, land) for plan in taking.plans(taking.opened(path), on=ON))
