from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from onedoor.cases.models import Case, Contact, Report
from onedoor.core import writing
from onedoor.core.events import CurrentTransaction
from onedoor.core.models import Chain, Delivery, Remark
from onedoor.core.writing import insert_together
from tests.small_county import COUNTY, MONDAY, SmallCounty


def chain(name: str) -> Chain:
    return Chain(county=COUNTY, name=name)


def remark(seq: int) -> Remark:
    return Remark(county=COUNTY, subject="door:1", seq=seq, field="reason", text="有人吗", salt=b"1" * 16)


def delivery(**more: object) -> Delivery:
    return Delivery(county=COUNTY, subscriber="work.watch", subject="door:1", due_at=MONDAY, **more)


def test_rows_of_several_tables_are_written_and_know_it(db: None) -> None:
    rows = [chain("a"), remark(1), chain("b"), remark(2), delivery(payload={"words": "话"})]
    insert_together(iter(rows))
    assert {row._state.adding for row in rows} == {False}
    assert Chain.objects.filter(name__in=["a", "b"]).count() == 2
    assert Remark.objects.get(id=rows[1].pk).text == "有人吗"
    kept = Delivery.objects.get(subject="door:1")
    assert (kept.payload, kept.happening, kept.place) == ({"words": "话"}, None, 0)


def test_several_tables_are_one_statement_where_the_store_allows_it(db: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        insert_together([chain("a"), remark(1), delivery()])
    written = [query["sql"] for query in queries if "INSERT" in query["sql"]]
    assert len(written) == (1 if connection.vendor == "postgresql" else 3)


@pytest.mark.parametrize("many", [1, 150])
def test_one_row_that_cannot_be_written_takes_all_with_it(db: None, many: int) -> None:
    Chain.objects.create(county=COUNTY, name="taken")
    rows = [*(remark(seq) for seq in range(many)), delivery(), chain("free"), chain("taken")]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together(rows)
    assert list(Chain.objects.values_list("name", flat=True)) == ["taken"]
    assert not Remark.objects.filter(subject="door:1").exists()
    assert not Delivery.objects.filter(subject="door:1").exists()


def test_nothing_is_written_for_no_rows(db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        insert_together([])


def test_more_rows_than_one_statement_takes_are_written_all_the_same(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_MOST_PARAMETERS", 20)
    insert_together([*(remark(seq) for seq in range(1, 251)), chain("a"), delivery()])
    assert Remark.objects.filter(subject="door:1").count() == 250
    assert Remark.objects.filter(text="有人吗", seq=250).exists()


@pytest.mark.parametrize("many", [1, 150])
def test_the_store_fills_in_the_writing_transaction(db: None, many: int) -> None:
    insert_together([delivery(place=CurrentTransaction()) for _ in range(many)])
    (place,) = set(Delivery.objects.filter(subject="door:1").values_list("place", flat=True))
    assert (place > 0) == (connection.vendor == "postgresql")


@pytest.mark.parametrize("many", [1, 150])
def test_values_of_every_kind_come_back_as_they_were(county: SmallCounty, many: int) -> None:
    """Text with every awkward character, encrypted text, JSON, nothing, moments, floats; by statement and by COPY."""
    awkward = "制表\t换行\n回车\r反斜\\杠\\N 引号'\" 🙂"
    rows: list[Case | Report | Contact] = []
    for number in range(many):
        case = Case(
            county=COUNTY, ref=f"r{number}", state="archived", area="990801000000", channel="web", title=awkward,
            registered_at=MONDAY, solve_limit={"say": awkward, "n": None},
        )  # fmt: skip
        report = Report(
            county=COUNTY, case=case, channel="web", title="", text=awkward, area="990801000000", lon=123.000123,
            received_at=MONDAY, registered_by="m-1", salt=bytes(range(16)), token=f"t{number}",
        )  # fmt: skip
        rows += [case, report, Contact(county=COUNTY, report=report, name=awkward, anonymous=True)]
    insert_together(rows)
    report = Report.objects.select_related("case", "contact").get(token=f"t{many - 1}")
    assert (report.title, report.text, report.lon, report.lat, report.received_at) == (
        "",
        awkward,
        123.000123,
        None,
        MONDAY,
    )
    assert bytes(report.salt) == bytes(range(16))
    assert (report.case.solve_limit, report.case.due_at) == ({"say": awkward, "n": None}, None)
    assert (report.contact.name, report.contact.phone, report.contact.anonymous) == (awkward, "", True)
