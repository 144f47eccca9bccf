from __future__ import annotations

from typing import Any

from django.db import migrations
from django.utils import timezone

_TOGETHER = 500


def have_indexed(apps: Any, editor: Any) -> None:
    """The cases that are there will be found by words once the worker has run: one delivery for each batch of them."""
    cases = apps.get_model("cases", "Case").objects
    deliveries = apps.get_model("core", "Delivery").objects
    waiting: dict[str, list[int]] = {}
    for county, case in cases.order_by("id").values_list("county", "id").iterator(_TOGETHER):
        batch = waiting.setdefault(county, [])
        batch.append(case)
        if len(batch) == _TOGETHER:
            _tell(deliveries, county, waiting.pop(county))
    for county, batch in waiting.items():
        _tell(deliveries, county, batch)


def _tell(deliveries: Any, county: str, cases: list[int]) -> None:
    told = {"subscriber": "cases.index_batch", "subject": "", "payload": {"cases": cases}}
    deliveries.create(county=county, due_at=timezone.now(), **told)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_fill_phone_tails"), ("core", "0005_search")]

    operations = [migrations.RunPython(have_indexed, migrations.RunPython.noop)]
