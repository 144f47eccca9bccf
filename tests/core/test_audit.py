from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from onedoor.cases import queries
from onedoor.cases.actions import triaging
from onedoor.cases.actions.registering import Incoming, register
from onedoor.cases.actions.unmasking import unmask
from onedoor.cases.models import Case, Report
from onedoor.core import audit
from onedoor.core.ids import new_id
from onedoor.core.models import Happening, Remark
from tests.core.tampering import tamper
from tests.small_county import COUNTY, MONDAY, SmallCounty

LINES = "core_happening"
LAMP = Incoming(channel="hotline", text="路灯坏了。", name="周女士", phone="10010012345")


@pytest.fixture
def case(county: SmallCounty) -> Case:
    """Five lines: received, registered, triaged, unmasked twice with reasons; and another case beside it."""
    register(Incoming(channel="web", text="油烟太大。"), county=COUNTY, by=county["guide"], at=MONDAY)
    case, report = register(LAMP, county=COUNTY, by=county["guide"], at=MONDAY)
    triaging.triage(case.ref, colour="green", item="15-03", by=county["dispatch"], at=MONDAY)
    for _ in range(2):
        unmask(case.ref, report=report.id, reason="核实地点", by=county["visit"], at=MONDAY)
    return Case.objects.get(ref=case.ref)


def problems() -> list[str]:
    return audit.verify().problems


def test_an_untouched_record_is_sound(case: Case) -> None:
    finding = audit.verify()
    assert (finding.sound, finding.chains, finding.lines) == (True, 2, 7)
    assert finding.words == 4  # two reasons, two reports


UPDATE, DELETE = "UPDATE core_happening SET", "DELETE FROM core_happening WHERE subject = %s"
DAMAGE = {
    "altered payload": (f"{UPDATE} payload = '{{\"report\": 1}}' WHERE subject = %s AND seq = 3", "3: was altered"),
    "payload that is no object": (f"{UPDATE} payload = '[]' WHERE subject = %s AND seq = 1", "1: was altered"),
    "altered actor": (f"{UPDATE} actor = 'm-other' WHERE subject = %s AND seq = 3", "3: was altered"),
    "altered time": (f"{UPDATE} at = recorded_at WHERE subject = %s AND seq = 3", "3: was altered"),
    "removed line": (f"{DELETE} AND seq = 3", "4: lines 3–3 are missing"),
    "removed first line": (f"{DELETE} AND seq = 1", "2: lines 1–1 are missing"),
    "cut-off tail": (f"{DELETE} AND seq = 5", "the record ends at line 4, the head says 5"),
    "removed record": (DELETE, "the record ends at line 0, the head says 5"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_to_a_line_is_found_and_named(case: Case, kind: str) -> None:
    sql, said = DAMAGE[kind]
    tamper(LINES, sql, case.subject)
    found = problems()
    assert any(case.subject in problem and said in problem for problem in found), found


def test_an_inserted_line_is_found(case: Case) -> None:
    last = Happening.objects.filter(subject=case.subject).latest("seq")
    line = Happening.objects.get(id=last.id)
    line.id, line.seq, line.previous = new_id(), 6, last.hash
    line.hash = audit.line_hash(**audit._columns(line))
    line.save(force_insert=True)
    assert f"{COUNTY} {case.subject}: the record ends at line 6, the head says 5" in problems()


def test_a_line_under_no_head_is_found(case: Case) -> None:
    line = Happening.objects.filter(subject=case.subject, seq=1).get()
    line.id, line.subject = new_id(), "case:none"
    line.hash = audit.line_hash(**audit._columns(line))
    line.save(force_insert=True)
    assert f"{COUNTY} case:none: has a record but no head" in problems()


def test_swapped_lines_are_found(case: Case) -> None:
    for old, new in ((4, 99), (5, 4), (99, 5)):
        tamper(LINES, "UPDATE core_happening SET seq = %s WHERE subject = %s AND seq = %s", new, case.subject, old)
    found = problems()
    assert f"{COUNTY} {case.subject} 4: does not follow from the line before it" in found
    assert f"{COUNTY} {case.subject} 4: was altered" in found


def test_a_moved_head_is_found(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(chain_head="0" * 64)
    assert len(problems()) == 1


def test_an_altered_remark_is_found_and_so_is_one_that_went_without_a_word(case: Case) -> None:
    remark = Remark.objects.filter(subject=case.subject, seq=4)
    remark.update(text="随便看看")
    assert problems() == [f"{COUNTY} {case.subject} 4: the reason was altered"]
    remark.delete()
    assert problems() == [f"{COUNTY} {case.subject} 4: the reason is missing"]


def test_a_remark_nobody_committed_to_is_found(case: Case) -> None:
    Remark.objects.create(county=COUNTY, subject=case.subject, seq=3, field="reason", text="…", salt=b"1" * 16)
    assert problems() == [f"{COUNTY} {case.subject} 3: the reason was altered"]


@pytest.mark.parametrize("column", ["text", "title", "place"])
def test_an_altered_report_is_found(case: Case, column: str) -> None:
    report = Report.objects.get(case=case)
    tamper("cases_report", f"UPDATE cases_report SET {column} = %s WHERE id = %s", "没有坏。", report.id)
    assert problems() == [f"{COUNTY} {case.subject}: report {report.id} was altered"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_contact SET phone = name WHERE report_id = %s",
        "UPDATE cases_contact SET name = address WHERE report_id = %s",
        "DELETE FROM cases_contact WHERE report_id = %s",
    ],
)
def test_a_contact_that_was_altered_or_taken_away_is_found(case: Case, sql: str) -> None:
    report = Report.objects.get(case=case)
    tamper("cases_contact", sql, report.id)
    assert problems() == [f"{COUNTY} {case.subject}: report {report.id} was altered"]


def test_a_report_that_was_taken_away_is_found(case: Case) -> None:
    report = Report.objects.get(case=case)
    tamper("cases_contact", "DELETE FROM cases_contact WHERE report_id = %s", report.id)
    tamper("cases_report", "DELETE FROM cases_report WHERE id = %s", report.id)
    assert problems() == [f"report {report.id}: is on the record but not in the store"]


def test_work_that_goes_on_during_the_walk_is_no_problem(county: SmallCounty, case: Case) -> None:
    """The last check of the walk is the first to see it: lines were read before, heads and words after."""
    report = Report.objects.get(case=case)

    def meanwhile(finding: audit.Finding) -> None:
        if finding.chains == 2:
            unmask(case.ref, report=report.id, reason="再核实", by=county["visit"], at=MONDAY)
            register(LAMP, county=COUNTY, by=county["guide"], at=MONDAY)

    for walk in (lambda: audit.verify(meanwhile), audit.verify):
        assert walk().problems == []


def test_an_unbroken_chain_ends_at_its_head(case: Case) -> None:
    lines = [line.happening for line in queries.record_of(case)]
    assert audit.follows(lines, case)
    assert not audit.follows(lines[:-1], case)
    assert not audit.follows(lines[::-1], case)
    assert not audit.follows([], case)


def test_the_command_says_what_it_found_and_fails_when_anything_was_altered(case: Case) -> None:
    out = StringIO()
    call_command("audit", "verify", "--json", stdout=out)
    assert json.loads(out.getvalue())["sound"] is True
    tamper(LINES, "UPDATE core_happening SET actor = 'm-other' WHERE subject = %s AND seq = 3", case.subject)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("audit", "verify", stdout=out)
    assert ended.value.code == 1
    assert f"{case.subject} 3: was altered" in out.getvalue()
