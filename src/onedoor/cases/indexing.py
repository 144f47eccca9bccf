"""What of a case can be found by words, and the keeping of it (docs/adr/0016).

Title, place and the words of its reports. A secret case has no entry, nor has one whose reports were erased; contacts
are never part of it, nor the long numbers people write into their words: phones are looked up by right (``tails``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from onedoor.cases.models import Assignment, Case, Report
from onedoor.core import search
from onedoor.core.models import Delivery
from onedoor.core.privacy import masked_numbers
from onedoor.core.search import Entry
from onedoor.geography.codes import stem

KIND = "case"
BATCH = "cases.index_batch"
"""Who hears of cases that were written many at once, where nobody is told of each."""

ENDANGERED = "safety"
_LEVELS = (17, 15, 12, 9, 6)
_TOGETHER = 100
_SOON = timedelta(seconds=2)


def later(county: str, ids: Iterable[int], at: datetime) -> Delivery:
    """The delivery by which these cases will be found soon after ``at``; the caller writes it with the cases."""
    return Delivery(county=county, subscriber=BATCH, subject="", payload={"cases": sorted(ids)}, due_at=at)


def index_cases(county: str, ids: Iterable[int], *, at: datetime) -> int:
    """Make the entries of these cases anew from what the cases are now. Returns how many can be found.

    One that somebody is changing at this moment is left for a moment later, so that what becomes secret meanwhile is
    not put in again.
    """
    wanted = sorted(set(ids))
    return sum(_index(county, wanted[start : start + _TOGETHER], at) for start in range(0, len(wanted), _TOGETHER))


@transaction.atomic
def _index(county: str, ids: Sequence[int], at: datetime) -> int:
    cases = Case.objects.filter(county=county, pk__in=ids)
    if connection.features.has_select_for_update_skip_locked:
        cases = cases.select_for_update(skip_locked=True, of=("self",), no_key=True)
    free = list(cases.only("county", "title", "area", "nature", "confidential", "safety", "registered_at"))
    entries = list(_entries(county, free))
    kept = {entry.about for entry in entries}
    search.drop(KIND, [case.pk for case in free if case.pk not in kept])
    search.put(entries)
    if len(free) < len(ids) and (busy := _there(county, set(ids) - {case.pk for case in free})):
        later(county, busy, at + _SOON).save(force_insert=True)
    return len(entries)


def _there(county: str, ids: set[int]) -> list[int]:
    return list(Case.objects.filter(county=county, pk__in=ids).values_list("pk", flat=True))


def forget(case: Case) -> None:
    """Take a case out, in the transaction in which it becomes secret or its words go."""
    search.drop(KIND, [case.pk])


def _entries(county: str, cases: Sequence[Case]) -> Iterator[Entry]:
    """The entries of those that may be found."""
    open_to_search = {case.pk: case for case in cases if not case.secret}
    told: dict[int, list[Report]] = defaultdict(list)
    reports = Report.objects.filter(county=county, case__in=open_to_search, erased_at=None)
    for report in reports.order_by("received_at", "id").only("county", "case_id", "title", "place", "text"):
        told[report.case_id].append(report)
    given: dict[int, set[int]] = defaultdict(set)
    units = Assignment.objects.filter(county=county, case__in=open_to_search).values_list("case_id", "unit_id")
    for case_id, unit_id in units:
        given[case_id].add(unit_id)
    for pk, reports_of_one in told.items():
        yield _entry(open_to_search[pk], reports_of_one, given[pk])


def _entry(case: Case, reports: Sequence[Report], units: set[int]) -> Entry:
    said = [part for report in reports for part in (report.title, report.text)]
    marks = {unit_mark(unit) for unit in units} | {f"a{case.area[:level]}" for level in _LEVELS}
    return Entry(
        kind=KIND,
        county=case.county,
        about=case.pk,
        at=case.registered_at,
        title=masked_numbers(case.title),
        place=masked_numbers("\n".join(dict.fromkeys(report.place for report in reports if report.place))),
        text=masked_numbers("\n".join(part for part in dict.fromkeys(said) if part != case.title)),
        marks=frozenset(marks | ({ENDANGERED} if case.safety else set())),
    )


def unit_mark(unit: int) -> str:
    """What the cases carry that this unit was ever given."""
    return f"u{unit}"


def area_mark(area: str) -> str:
    """What the cases inside this area carry, and perhaps some around it; empty where that would be all of them."""
    path = stem(area)
    level = next((level for level in _LEVELS[:-1] if level <= len(path)), 0)
    return f"a{path[:level]}" if level else ""
