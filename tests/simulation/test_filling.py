"""A store filled in bulk holds lawful histories, each what the real actions would have written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from django.apps import apps
from django.db import models, transaction

from onedoor.cases.models import Assignment, Case, Contact, Report
from onedoor.core import audit
from onedoor.core.clock import ZONE
from onedoor.core.ids import new_id
from onedoor.core.models import Delivery, Happening, Remark, SearchEntry
from onedoor.core.refs import check_digit, is_ref
from onedoor.notices.models import Message
from onedoor.simulation import invariants, loading
from onedoor.simulation.filling import Filled, Unequal, check, fill, kin
from onedoor.simulation.filling.numbers import MOST, Ages, Check, drawn
from onedoor.simulation.world.yunzhou import World
from onedoor.work.models import Task

NOON = datetime(2026, 9, 16, 12, 30, tzinfo=ZONE)
POINTERS = {"about", "case", "report", "subject", "task"}
"""What a table calls that of a case which its rows are about, with a foreign key or without."""


def test_a_filled_store_is_lawful_and_holds_what_the_actions_write(empty_store: None, whole_world: World) -> None:
    loading.load(whole_world)
    made = fill(300, seed=4, templates=10, at=NOON, processes=1, say=lambda words: None)
    cases = list(Case.objects.order_by("id"))
    assert len(cases) == made.cases == 300 and made.templates == 10
    assert made.copied == made.rows["cases.Case"] > 280
    _lawful(cases, cases[: made.copied])
    _equal_to_the_actions(made)


def _lawful(cases: list[Case], copies: list[Case]) -> None:
    assert audit.verify().problems == []
    assert invariants.check().problems == []
    assert all(is_ref(case.ref) for case in cases) and len({case.ref for case in cases}) == 300
    registered = [case.registered_at for case in copies]
    assert all(
        after - before > -timedelta(minutes=20) for before, after in zip(registered, registered[1:], strict=False)
    )
    assert registered[-1] - registered[0] > timedelta(days=800)
    assert registered[-1] <= NOON
    told = Report.objects.values_list("text", flat=True)
    assert len(set(told)) > 200 and all(20 <= len(text) <= 200 for text in told)
    assert len({contact.phone for contact in Contact.objects.all()}) > 200
    assert len({case.area for case in cases}) > 50
    assert any(not case.ended for case in copies)
    assert not Delivery.objects.filter(due_at__lte=NOON, outside=False).exists()
    assert Delivery.objects.filter(subject__in=[case.subject for case in copies]).exists()
    open_to_search = [case.pk for case in copies if not case.secret]
    assert set(SearchEntry.objects.values_list("about", flat=True)) >= set(open_to_search)


def _another_moment(case: Case) -> None:
    Task.objects.filter(subject=case.subject).update(opened_at=case.registered_at + timedelta(seconds=1))


def _another_word(case: Case) -> None:
    line = Remark.objects.filter(subject=case.subject).first() or Remark(
        county=case.county, subject=case.subject, seq=1, field="text", salt=b"x" * 16
    )
    line.text += "。"
    line.save()


def _another_name(case: Case) -> None:
    contact = Contact.objects.get(report=case.reports.earliest("id"))
    contact.name = "周某"
    contact.save()


def _another_message(case: Case) -> None:
    Message.objects.filter(subject=case.subject).update(kind="other")


def _another_item(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(kind="other")


def _one_row_more(case: Case) -> None:
    Assignment.objects.create(county=case.county, case=case, unit_id=case.holder_id or _centre(case), role="lead",
                              given_at=case.registered_at)  # fmt: skip


def _centre(case: Case) -> int:
    return Task.objects.filter(subject=case.subject).earliest("id").unit_id


PLANTED = (_another_moment, _another_word, _another_name, _another_message, _another_item, _one_row_more)


def _equal_to_the_actions(made: Filled) -> None:
    """Copies of every template are, and what is planted in one is found."""
    rows = Happening.objects.count(), Task.objects.count(), Message.objects.count()
    assert check(made, sample=16, seed=1) == 16
    assert rows == (Happening.objects.count(), Task.objects.count(), Message.objects.count())
    template, first, _count = next(each for each in made.plan.templates if each[2] and each[0].cases == 1)
    alone = replace(made, plan=replace(made.plan, templates=[(template, first, 1)]))
    (case,) = Case.objects.filter(pk__in=template.case_ids(first))
    for plant in PLANTED:
        with pytest.raises(Unequal, match=case.ref), transaction.atomic():
            plant(case)
            check(alone, sample=1, seed=1)
    assert check(alone, sample=1, seed=1) == 1


def test_every_table_about_a_case_is_filled_or_left_out_by_name() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("onedoor.")]
    about = {model for model in ours if POINTERS & {field.name for field in model._meta.concrete_fields}}
    about |= {
        model
        for model in ours
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in {*kin.tables(), Case}
    }
    untold = about - set(kin.tables()) - {model for model in ours if model._meta.label in kin.LEFT_OUT}
    assert not untold, f"fill them, or say in LEFT_OUT why not: {untold}"
    assert {model._meta.label for model in ours} >= set(kin.LEFT_OUT)


def test_a_table_that_comes_later_is_taken_along(monkeypatch: pytest.MonkeyPatch) -> None:
    kin.tables.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(kin, "LEFT_OUT", {})
        later = kin.tables()
        kin.tables.cache_clear()
    assert {"Talk", "Invitation", "Ticket", "Attachment"} <= {model.__name__ for model in later}
    for model in later:
        for target in kin.links(model, later).values():
            assert target is model or later.index(target) < later.index(model)


def test_references_have_the_check_digit_of_the_house_and_never_come_twice() -> None:
    rng = Random(5)
    table = Check("990801-2611-")
    for digits in (0, 99_999_999, *(rng.randrange(10**8) for _ in range(200))):
        made = table.reference(digits)
        assert made == f"990801-2611-{digits:08d}-{check_digit(made[:-2])}"
    numbers = {drawn(serial, number, salt=77) for serial in range(3000) for number in range(4)}
    assert len(numbers) == 12_000


def test_identifiers_grow_with_time_and_stay_below_those_to_come() -> None:
    ages = Ages(NOON - timedelta(days=1000), NOON)
    moments = [NOON - timedelta(days=days) for days in (1000, 999, 2)] + [NOON, NOON, NOON]
    made = ages.milliseconds(moments)
    assert made == sorted(set(made)) and made[0] >= 1
    assert (made[-1] << 22 | MOST - 1) >> 22 <= (new_id() >> 22) + len(moments)
