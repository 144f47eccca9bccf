"""A county adopts a ladder of its own, from a day ahead; nothing that runs is changed."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from onedoor.core import audit
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.work import ladder
from onedoor.work.actions.ruling import adopt
from onedoor.work.models import SupervisionRule
from tests.cases.histories import POSTS
from tests.small_county import COUNTY, MONDAY, SmallCounty

TOMORROW = MONDAY.date() + timedelta(days=1)
RED: dict[str, Any] = {"rule": "L-1", "level": "red", "basis": "share", "n": 100, "citation": "县办发1号"}
URGE: dict[str, Any] = {
    "rule": "L-2", "level": "ordinary", "basis": "after", "n": 2, "unit": "WD", "tells": ["lead"],
    "citation": "县办发1号",
}  # fmt: skip


def codes(on: date) -> list[str]:
    return [rule.rule for rule in ladder.chasing(COUNTY, on=on)]


def test_a_new_set_takes_the_place_of_the_old_from_its_day_on(county: SmallCounty) -> None:
    adopt([RED, URGE], valid_from=TOMORROW, by=county["admin"], at=MONDAY)
    assert codes(MONDAY.date()) == ["SV-01", "SV-02", "SV-03", "SV-04"]
    assert codes(TOMORROW) == ["L-1", "L-2"]
    assert ladder.limit_of(COUNTY, "discharge_order", at=MONDAY + timedelta(days=2)).trace["n"] == 2
    line = Happening.objects.get(name="work.rules_adopted")
    assert (line.payload, line.actor) == ({"rules": ["L-1", "L-2"], "since": TOMORROW.isoformat()}, "m-admin")
    assert audit.verify().sound


@pytest.mark.parametrize(
    ("rules", "day", "sentence"),
    [
        ([RED], MONDAY.date(), "最早从明天起用"),
        ([], TOMORROW, "至少要有一条"),
        ([RED, RED], TOMORROW, "同一个编号"),
        ([RED | {"rule": ""}], TOMORROW, "都要有编号"),
        ([RED | {"colour": "red"}], TOMORROW, "不认识“colour”"),
        ([{"rule": "L-1", "level": "red"}], TOMORROW, "少了basis"),
        ([RED | {"n": 101}], TOMORROW, "n的值“101”"),
        ([RED | {"n": "75"}], TOMORROW, "n的值"),
        ([RED | {"unit": "WD"}], TOMORROW, "unit的值"),
        ([URGE | {"unit": "MONTH"}], TOMORROW, "unit的值"),
        ([RED | {"level": "purple"}], TOMORROW, "level的值"),
        ([RED | {"basis": "moon"}], TOMORROW, "basis的值"),
        ([RED | {"tells": ["everybody"]}], TOMORROW, "tells的值"),
        ([RED | {"citation": ""}], TOMORROW, "citation的值"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_and_changes_nothing(
    county: SmallCounty, rules: list[dict[str, Any]], day: date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        adopt(rules, valid_from=day, by=county["admin"], at=MONDAY)
    assert SupervisionRule.objects.filter(valid_to=None).count() == 5
    assert not Happening.objects.exists()


def test_a_set_never_starts_before_or_with_one_adopted_already(county: SmallCounty) -> None:
    adopt([RED], valid_from=TOMORROW, by=county["admin"], at=MONDAY)
    with pytest.raises(Refused, match="更晚的日期"):
        adopt([RED], valid_from=TOMORROW, by=county["admin"], at=MONDAY)
    adopt([RED], valid_from=TOMORROW + timedelta(days=1), by=county["admin"], at=MONDAY)


@pytest.mark.parametrize("post", sorted(set(POSTS) - {"admin"}))
def test_only_the_administrator_changes_the_rules(county: SmallCounty, post: str) -> None:
    with pytest.raises(Refused, match="系统管理岗"):
        adopt([RED], valid_from=TOMORROW, by=county[post], at=MONDAY)


def test_the_operator_reads_a_file_and_shows_what_holds(county: SmallCounty, tmp_path: Path) -> None:
    written = tmp_path / "rules.toml"
    written.write_text(
        '[[rule]]\nrule = "L-1"\nlevel = "red"\nbasis = "share"\nn = 100\ntells = ["holder"]\ncitation = "县办发1号"\n',
        encoding="utf-8",
    )
    told = StringIO()
    with time_machine.travel(MONDAY, tick=False):
        call_command("supervision", "adopt", str(written), "--from", "2026-10-01", stdout=told)
        call_command("supervision", "show", "--on", "2026-10-01", stdout=told)
        written.write_text("nonsense")
        with pytest.raises(Refused, match="读不了"):
            call_command("supervision", "adopt", str(written), "--from", "2026-11-01")
        written.write_text("a = 1")
        with pytest.raises(Refused, match="没有规则"):
            call_command("supervision", "adopt", str(written), "--from", "2026-11-01")
    assert "L-1  red       100%     holder  县办发1号\n" in told.getvalue()
