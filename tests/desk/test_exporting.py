"""A list as a file: what a row holds for whoever asks, no formula, a watermark, a trace, and little memory."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.http import StreamingHttpResponse
from python_calamine import CalamineWorkbook

from onedoor.cases.models import Case
from onedoor.core import audit
from onedoor.core.models import Happening, Remark
from onedoor.desk.exports import COLUMNS
from onedoor.desk.exports import rows as reading
from onedoor.desk.exports.files import safe
from tests.cases.histories import LIFT, go, registered
from tests.desk.conftest import SignedIn
from tests.desk.situations import CASES
from tests.small_county import MONDAY, SmallCounty

ASKED = {"format": "csv", "columns": ["ref", "title", "place", "unit", "text"], "purpose": "月度分析，报县委政法委"}
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        yield


def export(signed_in: SignedIn, post: str = "dispatch", query: str = "", **told: object) -> StreamingHttpResponse:
    answer = signed_in(post).post(f"/desk/export?{query}", ASKED | told)
    assert isinstance(answer, StreamingHttpResponse), answer.content.decode()
    return answer


def rows(answer: StreamingHttpResponse) -> list[list[str]]:
    text = b"".join(answer).decode()  # type: ignore[arg-type]
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_file_holds_the_filtered_list_and_who_took_it_away(signed_in: SignedIn, county: SmallCounty) -> None:
    lift, _other = go(registered(county), "triage dispatch", county), registered(county)
    answer = export(signed_in, query="state=dispatched&q=电梯")
    told = rows(answer)
    assert told[0] == ["编号", "事由", "地点", "承办单位", "反映内容"]
    assert told[1][0] == lift.ref and told[1][3] == "县住房和城乡建设局" and "电梯又停了" in told[1][4]
    end = [line[0] for line in told[3:]]
    begun, ended = Happening.objects.filter(name__startswith="cases.export").order_by("seq")
    number = begun.payload["number"]
    assert told[2] == [] and len(told) == 9
    assert end[:5] == [
        f"导出编号：{number}", "导出岗位：分派督办岗", "导出时间：2026-09-14 10:30", "条数：1",
        f"用途：{ASKED['purpose']}",
    ]  # fmt: skip
    assert number in answer["Content-Disposition"] and answer["Cache-Control"] == "no-store"
    assert begun.payload["filters"] == {"state": ["dispatched"]} and begun.payload["format"] == "csv"
    assert (ended.payload["rows"], ended.payload["complete"]) == (1, True)
    words = dict(Remark.objects.filter(subject=begun.subject).values_list("field", "text"))
    assert words == {"purpose": ASKED["purpose"], "asked": "电梯"}
    assert audit.verify().problems == []


def test_a_workbook_says_the_same_on_its_sheets(signed_in: SignedIn, county: SmallCounty) -> None:
    case = go(registered(county), "triage", county)
    answer = export(signed_in, format="xlsx", columns=["ref", "registered", "returns"])
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))  # type: ignore[arg-type]
    assert book.sheet_names == ["事项", "导出说明"]
    assert book.get_sheet_by_index(0).to_python() == [
        ["编号", "登记时间", "退单次数"], [case.ref, MONDAY.replace(tzinfo=None), 0.0],
    ]  # fmt: skip
    told = dict(book.get_sheet_by_index(1).to_python())
    assert told["条数"] == "1" and told["用途"] == ASKED["purpose"]


@pytest.mark.parametrize("post", ["dispatch", "housing", "inform"])
def test_of_what_is_secret_only_that_it_is_there_and_of_others_no_number(
    signed_in: SignedIn, county: SmallCounty, post: str
) -> None:
    secret = CASES["secret with a unit"](county)
    told_of = replace(LIFT, text="电梯又停了，打我电话13900010417，身份证11010519491231002X。")
    plain = go(registered(county, told_of), "triage dispatch", county)
    informed = CASES["an informant's report"](county)
    found = {row[0]: row for row in rows(export(signed_in, post)) if len(row) == 5}
    everything = str(found)
    for word in ("欠薪", "考勤", "周晓云", "周女士", "13900010417", "11010519491231002X", LIFT.phone):
        assert word not in everything, word
    if post != "inform":
        assert found[secret.ref][1] == "保密事项" and found[secret.ref][4] == "保密，不导出"
        assert "139****17" in found[plain.ref][4]
    assert (informed.ref in found) is (post == "inform")
    assert not {"姓名", "电话", "住址"} & {str(column.label) for column in COLUMNS.values()}


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-1", "@SUM(A1)", " =cmd|'/c calc'!A0", "\t=1", "＝1"])
def test_no_cell_is_taken_for_a_formula(signed_in: SignedIn, county: SmallCounty, cell: str) -> None:
    case = registered(county)
    Case.objects.filter(pk=case.pk).update(title=cell)
    assert rows(export(signed_in))[1][1] == f"'{cell}" == safe(cell)
    assert safe("3-4幢") == "3-4幢"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"purpose": " 用 "}, "purpose"), ({"columns": []}, "columns"), ({"format": "pdf"}, "format"),
        ({"purpose": "好" * 201}, "purpose"),
    ],
)  # fmt: skip
def test_nothing_leaves_without_a_purpose_and_what_was_written_is_kept(
    signed_in: SignedIn, county: SmallCounty, told: dict[str, object], field: str
) -> None:
    answer = signed_in("dispatch").post("/desk/export", ASKED | told)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not Happening.objects.filter(name__startswith="cases.export").exists()


def test_a_file_that_breaks_off_is_on_the_record_with_what_went_out(signed_in: SignedIn, county: SmallCounty) -> None:
    for _ in range(3):
        registered(county)
    kept, reading.PART = reading.PART, 1
    try:
        answer = export(signed_in)
        pieces = iter(answer)
        for _ in range(3):
            next(pieces)
        answer.close()
    finally:
        reading.PART = kept
    ended = Happening.objects.get(name="cases.exported").payload
    assert (ended["rows"], ended["complete"]) == (1, False)
    page = signed_in("privacy").get("/desk/exports").content.decode()
    assert "中断" in page and "月度分析" in page and "分派督办岗" in page


def test_the_parts_follow_each_other_without_gap_or_repeat(signed_in: SignedIn, county: SmallCounty) -> None:
    refs = [registered(county).ref for _ in range(7)]  # all of the same moment
    kept, reading.PART = reading.PART, 2
    try:
        told = [row[0] for row in rows(export(signed_in))[1:8]]
    finally:
        reading.PART = kept
    assert sorted(told) == sorted(refs)


def test_who_looks_after_exports_sees_all_of_them_and_nobody_else_does(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    registered(county)
    b"".join(export(signed_in, query="colour=yellow"))  # type: ignore[arg-type]
    for post in ("privacy", "admin"):
        page = signed_in(post).get("/desk/exports").content.decode()
        assert "难度：黄·疑难" in page and "编号、事由、地点、承办单位、反映内容" in page
    assert signed_in("dispatch").get("/desk/exports").status_code == 403


MEASURE = """
import resource, tempfile, tracemalloc
import django; django.setup()
from datetime import timedelta
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.apps import apps
settings.MIGRATION_MODULES = dict.fromkeys((app.label for app in apps.get_app_configs()), None)
call_command("migrate", run_syncdb=True, verbosity=0)
from tests.small_county import COUNTY, MONDAY, actors, build
build()
from onedoor.cases.models import Case
from onedoor.cases.queries import seen
from onedoor.desk.exports import Table, Watermark, streamed
one = Case.objects.create(
    county=COUNTY, ref="990801-2609-00000000-0", state="archived", area="990801001001", channel="web",
    title="路灯不亮，夜里出门看不见路", registered_at=MONDAY, closed_at=MONDAY,
)
own = {"id": "n", "ref": "printf('990801-2609-%08d-0', n)",
       "registered_at": "datetime('2026-09-14 01:30:00', '+' || (n / 3) || ' seconds')"}
columns = [field.column for field in Case._meta.concrete_fields]
with connection.cursor() as cursor:
    cursor.execute(
        "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 19999)"
        f" INSERT INTO cases_case ({', '.join(columns)})"
        f" SELECT {', '.join(own.get(column, column) for column in columns)} FROM cases_case, counted"
    )
actor = actors()["dispatch"]
def written(format, only=None):
    cases = seen(actor) if only is None else seen(actor).filter(registered_at__lt=MONDAY + timedelta(seconds=only))
    table = Table(cases, ["ref", "state", "title", "place", "registered", "text"], county=COUNTY)
    told = []
    size = sum(map(len, streamed(table, Watermark("n", "p", "u", MONDAY), format=format,
                                 ended=lambda rows, complete: told.append((rows, complete)))))
    return told[0], size
for format in ("csv", "xlsx"):
    written(format, only=20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done, size = written(format)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(format, *done, size, round(grown))
    assert done == (20_000, True) and grown < 60, grown
tracemalloc.start()
written("xlsx", only=500)
peak = tracemalloc.get_traced_memory()[1] / 2**20
print("python", round(peak))
assert peak < 60, peak
"""


def test_twenty_thousand_rows_take_little_memory(tmp_path: Path) -> None:
    environment = {
        **os.environ, "ONEDOOR_HOME": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/s.sqlite3",
        "DJANGO_SETTINGS_MODULE": "onedoor.config.settings", "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", MEASURE], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
