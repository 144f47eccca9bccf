"""Whoever is erased is in no byte of the store and of its files any more, and the record is whole (F.1, F.2)."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.faults.erased_words import ADDRESS, LAT, LON, NAME, PHONE, RARE, SOURCE
from tests.faults.stores import OwnStore, own_store

pytestmark = pytest.mark.django_db

LIFE = "tests/faults/erased_life.py"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OwnStore]:
    with own_store(tmp_path) as made:
        yield made


def run(store: OwnStore, *arguments: object, ends: int = 0) -> str:
    """The last line a process says on this store."""
    done = store.start(*arguments)
    assert done.wait(120) == ends, store.said()
    return (store.home / f"{len(store.started) - 1}.log").read_text().strip().rpartition("\n")[2]


def sought(own: Any) -> dict[str, list[bytes]]:
    """Every way in which one of the values may stand somewhere."""
    with own.cursor() as cursor:
        cursor.execute("SELECT phone_index FROM cases_contact GROUP BY phone_index HAVING count(*) = 3")
        ((index,),) = cursor.fetchall()
    values = {"name": NAME, "phone": PHONE, "address": ADDRESS, "word": RARE, "index": index}
    ways = {
        what: [value.encode(), json.dumps(value)[1:-1].encode(), json.dumps(value)[1:-1].upper().encode(),
               value.encode("utf-16-le")]
        for what, value in values.items()
    }  # fmt: skip
    return ways | {what: [repr(at).encode(), struct.pack(">d", at)] for what, at in (("lon", LON), ("lat", LAT))}


def everything(store: OwnStore, own: Any) -> dict[str, bytes]:
    """Every byte of the files beside the store, and of the store itself: its files, or every row of every table with
    what the planner remembers of it."""
    logs = {store.home / f"{number}.log" for number in range(len(store.started))}
    files = [path for path in store.home.rglob("*") if path.is_file() and (path in logs or path.suffix != ".log")]
    found = {path.name: path.read_bytes() for path in files}
    if connection.vendor == "postgresql":
        with own.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            for (table,) in cursor.fetchall():
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                found[table] = "\n".join(row for (row,) in cursor.fetchall()).encode()
            cursor.execute("SELECT s::text FROM pg_stats s WHERE schemaname = 'public'")
            found["pg_stats"] = "\n".join(row for (row,) in cursor.fetchall()).encode()
    return found


def standing(there: dict[str, bytes], ways: dict[str, list[bytes]]) -> dict[str, list[str]]:
    """In which file or table each value stands."""
    return {
        what: names
        for what, forms in ways.items()
        if (names := [name for name, held in there.items() if any(form in held for form in forms)])
    }


def kept_files(store: OwnStore) -> list[Path]:
    """The attachments that lie beside the store."""
    return [path for path in (store.home / "files").rglob("*") if path.is_file()]


def test_whoever_is_erased_is_in_no_byte_any_more(store: OwnStore) -> None:
    own_ref, _feed, _web, neighbour = json.loads(run(store, LIFE, "live"))
    assert len(kept_files(store)) == 2
    with store.connected() as own:
        ways = sought(own)
        assert standing(everything(store, own), ways).keys() == ways.keys(), "the search finds what is there"
        if connection.vendor == "postgresql":
            own.cursor().execute("ANALYZE")
    run(store, "-m", "onedoor", "erase", "--phone", PHONE, "--ground", "request", "--yes")
    with store.connected() as own:
        assert standing(everything(store, own), ways) == {}
    assert json.loads(run(store, LIFE, "look")) == {"problems": [], "erased": 3, "reports": 4}
    letters = (store.home / "notices" / "letters.jsonl").read_text().splitlines()
    assert [json.loads(line)["address"] for line in letters if line.strip()] == ["10010054321"]
    rejects = (store.home / "rejects" / "board-monday.csv").read_text("utf-8-sig").splitlines()
    assert SOURCE not in "".join(rejects) and len(rejects) == 2
    assert own_ref != neighbour
    assert kept_files(store) == []


def test_a_dry_run_takes_nothing_and_a_refusal_ends_with_2(store: OwnStore) -> None:
    own_ref, *_others = json.loads(run(store, LIFE, "live"))
    assert run(store, "-m", "onedoor", "erase", "--due", "--dry-run").startswith("0 ")
    assert run(store, "-m", "onedoor", "erase", own_ref, "--dry-run").startswith("1 ")
    run(store, "-m", "onedoor", "erase", own_ref, "--ground", "expired", "--yes", ends=2)
    assert json.loads(run(store, LIFE, "look"))["erased"] == 0
    run(store, "-m", "onedoor", "erase", "--clear")
