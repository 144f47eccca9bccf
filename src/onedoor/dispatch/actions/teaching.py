"""Keep what a step of a case taught about whose its item is (经验), and what became of the choice before it."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from onedoor.cases.models import Assignment, Case
from onedoor.cases.models.assignment import Role
from onedoor.dispatch.lessons import named, town_of
from onedoor.dispatch.models import Advice, Lesson
from onedoor.dispatch.models.advice import Outcome, Step
from onedoor.dispatch.models.lesson import Source
from onedoor.organisation.queries import directory

_RULED_ON = ("upheld", "kept")


def ruled(case: Case, *, unit: str, upheld: bool, at: datetime) -> None:
    """The centre ruled on a return: upheld, the item was not this unit's."""
    if upheld:
        _keep(case, [(unit, False, Source.RULED)], at)
        _became(case, unit, Outcome.RETURNED)


def dispatched(case: Case, *, unit: str, item: str, at: datetime) -> None:
    """The case was given to a unit: after a ruling that is an answer, else nobody knows yet. Where the ``item`` was
    corrected with it, the unit that sent it back was wrong for what it had been taken for, and for that alone."""
    given = Assignment.objects.filter(county=case.county, case=case, role=Role.LEAD, given_at__lte=at)
    leads = list(given.order_by("given_at", "id").values_list("unit__code", "outcome"))
    now = max((n for n, (code, _outcome) in enumerate(leads) if code == unit), default=0)
    if now and leads[now - 1][1] in _RULED_ON:
        if item:
            Lesson.objects.filter(county=case.county, case=case, right=False, source=Source.RULED).delete()
        _keep(case, [(unit, True, Source.RULED)], at)


def reassigned(case: Case, *, unit: str, before: str, at: datetime) -> None:
    """The centre took the case from one unit that had not signed, and gave it to another."""
    _keep(case, [(before, False, Source.REASSIGNED), (unit, True, Source.REASSIGNED)], at)
    _became(case, before, Outcome.REASSIGNED)


def closed(case: Case, *, unit: str, at: datetime) -> None:
    """The unit solved it, and whoever brought it was asked."""
    _keep(case, [(unit, True, Source.CLOSED)], at)
    _became(case, unit, Outcome.KEPT)
    triaged = _advice(case).filter(step=Step.TRIAGE)
    assert case.item is not None
    triaged.filter(item=case.item.code).update(outcome=Outcome.KEPT)
    triaged.exclude(item=case.item.code).update(outcome=Outcome.REASSIGNED)


def _keep(case: Case, taught: list[tuple[str, bool, Source]], at: datetime) -> None:
    """Write the lessons; those that were written before, by a delivery that came twice, stay as they are."""
    units = directory(case.county).by_code
    assert case.item is not None
    Lesson.objects.bulk_create(
        [
            Lesson(
                county=case.county, case=case, item=case.item.code, town=town_of(case.area), colour=case.colour,
                unit=named(case.county, units[code], case.area), right=right, source=source, at=at,
            )
            for code, right, source in taught
            if code in units
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _advice(case: Case) -> models.QuerySet[Advice]:
    return Advice.objects.filter(county=case.county, case=case, outcome=Outcome.OPEN)


def _became(case: Case, unit: str, outcome: Outcome) -> None:
    """Say of the latest open choice of this unit what became of it."""
    latest = _advice(case).filter(unit=unit).exclude(step=Step.TRIAGE).order_by("-at", "-id").first()
    if latest:
        latest.outcome = outcome
        latest.save(update_fields=["outcome"])
