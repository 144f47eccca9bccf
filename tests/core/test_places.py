"""The order in which transactions write: what the store counts, and what happens to it in a restored copy."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction

from onedoor.core import places
from onedoor.core.events import emit
from onedoor.core.models import Chain, Happening
from onedoor.core.record import LocalDayRemoved
from onedoor.organisation.actor import Actor
from tests.small_county import COUNTY, MONDAY


def told(door: str) -> int:
    """Put a line on a record of its own. Returns its place."""
    head = Chain.objects.create(county=COUNTY, name=f"door:{door}")
    emit(LocalDayRemoved(day=MONDAY.date()), on=head, by=Actor.system(COUNTY), at=MONDAY)
    return Happening.objects.get(subject=f"door:{door}").place


def asked(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=False)
def test_what_is_written_later_stands_further_on() -> None:
    with transaction.atomic():
        first = told("a")
    with transaction.atomic():
        assert told("b") >= first > 0


@pytest.mark.postgresql
def test_what_an_open_transaction_wrote_is_not_settled(db: None) -> None:
    assert told("a") >= asked("SELECT onedoor_settled()")


@pytest.mark.postgresql
def test_a_restored_store_goes_on_above_every_place_it_keeps(db: None) -> None:
    """A copy restored on another server keeps places that server has not counted up to."""
    far = asked("SELECT onedoor_place()") + 5_000_000
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # the record refuses to be changed
        told("old")
        cursor.execute("UPDATE core_happening SET place = %s WHERE subject = 'door:old'", [far])
    assert told("lost behind") < far
    places.go_on()
    assert told("after") > far
    assert asked("SELECT onedoor_settled()") > far
    before = asked("SELECT onedoor_place()")
    places.go_on()
    assert asked("SELECT onedoor_place()") == before
