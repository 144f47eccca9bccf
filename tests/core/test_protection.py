from __future__ import annotations

import pytest
from django.apps import apps
from django.db import Error, connection, models, transaction

from onedoor.cases.actions import dispatching, triaging
from onedoor.cases.actions.registering import Incoming, register
from onedoor.core.models import Happening
from tests.small_county import COUNTY, MONDAY, SmallCounty

KEPT = [
    ("core_happening", "UPDATE"), ("core_happening", "DELETE"), ("cases_report", "UPDATE"), ("cases_report", "DELETE"),
    ("cases_case", "DELETE"), ("cases_contact", "DELETE"), ("cases_assignment", "DELETE"), ("work_task", "DELETE"),
]  # fmt: skip


@pytest.fixture
def family(county: SmallCounty) -> None:
    case = register(Incoming(channel="web", text="路灯坏了。"), county=COUNTY, by=county["guide"], at=MONDAY)[0]
    triaging.triage(case.ref, colour="green", item="15-03", by=county["dispatch"], at=MONDAY)
    dispatching.dispatch(case.ref, to="housing", by=county["dispatch"], at=MONDAY)


@pytest.mark.parametrize(("table", "act"), KEPT)
def test_the_store_itself_refuses(family: None, table: str, act: str) -> None:
    sql = f"DELETE FROM {table}" if act == "DELETE" else f"UPDATE {table} SET county = county"
    with pytest.raises(Error, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM " + table)
        assert cursor.fetchone() != (0,)
        cursor.execute(sql)


def test_the_product_cannot_change_a_line_either(family: None) -> None:
    line = Happening.objects.first()
    assert line is not None
    for attempt in (line.save, line.delete, lambda: Happening.objects.update(actor="m-other")):
        with pytest.raises(Error, match="never"), transaction.atomic():
            attempt()


def test_no_foreign_key_deletes_or_empties_anything_behind_it() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("onedoor."):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.on_delete is models.PROTECT, field
