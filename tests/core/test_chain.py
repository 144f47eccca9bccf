from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from onedoor.cases.actions.registering import Incoming, register
from onedoor.core import chain
from onedoor.core.chain import commitment, line_hash
from onedoor.core.models import Chain, Happening
from onedoor.core.refusal import Refused
from tests.small_county import COUNTY, MONDAY, SmallCounty

LINE = {
    "county": COUNTY, "subject": "door:1", "seq": 1, "name": "tests.knocked", "version": 1,
    "payload": {"b": 1, "a": ["周", None, True]}, "actor": "m-1", "at": MONDAY, "recorded_at": MONDAY, "previous": "",
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"county": "990802"}, {"subject": "door:2"}, {"seq": 2}, {"name": "tests.rang"}, {"version": 2},
        {"payload": {"b": 1, "a": ["周", None, False]}}, {"actor": "m-2"}, {"at": MONDAY + timedelta(microseconds=1)},
        {"recorded_at": MONDAY + timedelta(microseconds=1)}, {"previous": "0"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_every_column_counts(change: dict[str, object]) -> None:
    assert line_hash(**(LINE | change)) != line_hash(**LINE)


def test_neither_the_order_of_keys_nor_the_zone_of_a_moment_counts() -> None:
    same = LINE | {"payload": {"a": ["周", None, True], "b": 1}, "at": MONDAY.astimezone(timezone(timedelta(hours=-5)))}
    assert line_hash(**same) == line_hash(**LINE)


def test_a_commitment_tells_nothing_without_its_salt() -> None:
    assert commitment("周女士", b"1" * 16) != commitment("周女士", b"2" * 16)
    assert commitment("周女士", b"1" * 16) == commitment("周女士", memoryview(b"1" * 16))


def test_the_head_of_a_case_is_its_row_and_others_get_a_chain(county: SmallCounty) -> None:
    case = register(Incoming(channel="web", text="路灯坏了。"), county=COUNTY, by=county["guide"], at=MONDAY)[0]
    assert chain.locked(COUNTY, case.subject) == case
    head = chain.locked(COUNTY, "door:1")
    assert isinstance(head, Chain)
    assert chain.locked(COUNTY, "door:1") == head
    assert chain.locked("990802", "door:1") != head
    with pytest.raises(Refused):
        chain.locked("990802", case.subject)


def test_a_line_read_back_from_the_store_has_the_hash_it_was_written_with(county: SmallCounty) -> None:
    register(Incoming(channel="web", text="路灯坏了。", urgency="urgent"), county=COUNTY, by=county["guide"], at=MONDAY)
    columns = ("county", "subject", "seq", "name", "version", "payload", "actor", "at", "recorded_at", "previous")
    for line in Happening.objects.all():
        assert line.hash == line_hash(**{column: getattr(line, column) for column in columns})
