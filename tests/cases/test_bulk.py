"""Many at once are what they would be one by one: every row of every table, and what subscribers make of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from onedoor.cases.actions import importing, registering
from onedoor.cases.actions.importing import Past
from onedoor.cases.actions.intake import free_refs
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case, Report
from onedoor.core import audit, outbox, refs
from onedoor.core.models import Delivery, Happening
from onedoor.organisation.actor import Actor
from onedoor.work.models import Task
from tests.small_county import COUNTY, MONDAY, SmallCounty

FEED = Actor.feed(COUNTY, "board")
LAMP = Incoming(
    channel="board", text="路灯坏了，晚上看不见路。请派人修。", title="路灯", name="周女士", phone="10010012345",
    feed="board", digest="d", sent_at=MONDAY - timedelta(days=3),
)  # fmt: skip
TOLD: Sequence[Incoming] = (
    LAMP,
    replace(LAMP, title="", text="油烟太大！窗户都不敢开。", urgency="urgent", item="10-01", kind="help"),
    replace(LAMP, text="他又打我，孩子也被家暴。", title="求助", anonymous=True),
    replace(LAMP, nature="inform", accused="housing", title="举报", text="有人收钱不办事。"),
    replace(LAMP, lon=0.5, lat=0.5, place="学院社区", confidential=True, phone=""),
    replace(LAMP, area="990801100201", upstream_no="SL-2609-1", upstream_by=MONDAY.date() + timedelta(days=9)),
)
DRAWN = {"salt", "hash", "previous", "chain_head", "recorded_at", "place", "sealed", "digest"}
"""What is drawn anew each time, or hashes what was."""
_NAME = re.compile(r"\d{6}-\d{4}-\d{8}-\d|\d{16,}")


def numbered(count: int = 108) -> list[Incoming]:
    """So many that PostgreSQL is given them by COPY."""
    return [replace(TOLD[n % len(TOLD)], source_id=f"n{n}") for n in range(count)]


def what_stands(act: Callable[[], object], *, at: datetime = MONDAY) -> dict[str, list[str]]:
    """Every row of the store after this was done and everybody was told of it; then it is taken back."""
    with transaction.atomic():
        act()
        assert outbox.drain(at + timedelta(minutes=1)).failed == 0
        assert audit.verify().problems == []
        names = names_of_rows()
        kept = [model for model in apps.get_models() if model._meta.app_label not in ("contenttypes", "auth")]
        found = {model._meta.label: sorted(row(one, names) for one in model._base_manager.all()) for model in kept}
        transaction.set_rollback(True)
    return found


def names_of_rows() -> dict[object, str]:
    """What ids and references, which are drawn, stand for."""
    names: dict[object, str] = {}
    for report in Report.objects.select_related("case", "contact"):
        for key, what in ((report.pk, "report"), (report.case_id, "case"), (report.case.ref, "ref")):
            names[key] = f"{what} {report.source_id}"
        names[report.contact.pk] = f"contact {report.source_id}"
        for task in Task.objects.filter(subject=report.case.subject):
            names[task.pk] = f"{task.verb} {report.source_id}"
        for line in Happening.objects.filter(subject=report.case.subject):
            names[line.pk] = f"line {line.seq} {report.source_id}"
    return names


def row(one: models.Model, names: dict[object, str]) -> str:
    fields = [field for field in one._meta.concrete_fields if field.attname not in DRAWN]
    told = {
        field.attname: plain(getattr(one, field.attname), names)
        for field in fields
        if not field.primary_key or getattr(one, field.attname) in names
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)


def plain(value: Any, names: dict[object, str]) -> Any:
    if isinstance(value, dict):
        return {key: plain(part, names) for key, part in value.items() if key not in DRAWN and key != "words"}
    if isinstance(value, list):
        return [plain(part, names) for part in value]
    if isinstance(value, str):
        return _NAME.sub(lambda found: names.get(found[0]) or names.get(_id(found[0])) or found[0], value)
    return names.get(value, value) if isinstance(value, int) and not isinstance(value, bool) else value


def _id(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def test_registered_together_is_registered_one_by_one(county: SmallCounty) -> None:
    reports = numbered()

    def one_by_one() -> None:
        for incoming in reports:
            registering.register(incoming, county=COUNTY, by=FEED, at=MONDAY)

    def together() -> None:
        registering.register_together(reports, county=COUNTY, by=FEED, at=MONDAY)

    alone = what_stands(one_by_one)
    assert len(alone["cases.Case"]) == len(reports) and len(alone["work.Task"]) > len(reports)
    assert what_stands(together) == alone


def test_history_taken_in_together_is_history_taken_in_one_by_one(county: SmallCounty) -> None:
    past = [
        Past(incoming, MONDAY - timedelta(days=n), *(("已修好。", MONDAY) if n % 2 else ()))
        for n, incoming in enumerate(numbered())
    ]

    def one_by_one() -> None:
        for one in past:
            importing.import_history([one], county=COUNTY, by=FEED)

    alone = what_stands(one_by_one, at=timezone.now())
    assert len(alone["core.Remark"]) == len(past) // 2
    together = what_stands(lambda: importing.import_history(past, county=COUNTY, by=FEED), at=timezone.now())
    assert together == alone


def test_a_batch_tells_the_search_once(county: SmallCounty) -> None:
    registering.register_together(numbered(), county=COUNTY, by=FEED, at=MONDAY)
    told = set(Delivery.objects.filter(due_at__lte=MONDAY).values_list("subscriber", flat=True))
    assert "cases.index" not in told and "cases.index_batch" in told
    assert Delivery.objects.filter(subscriber="cases.index_batch").count() == 1


def test_a_reference_that_is_taken_is_drawn_again(county: SmallCounty, monkeypatch: Any) -> None:
    taken = registering.register(LAMP, county=COUNTY, by=FEED, at=MONDAY)[0].ref
    twice, third = refs.new_ref(COUNTY, MONDAY), refs.new_ref(COUNTY, MONDAY)
    draws = iter([taken, twice, twice, third])
    monkeypatch.setattr("onedoor.cases.actions.intake.new_ref", lambda county, at: next(draws))
    assert free_refs(COUNTY, [MONDAY] * 2) == [third, twice]
    assert Case.objects.count() == 1
