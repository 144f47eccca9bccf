from __future__ import annotations

import pytest
from django.db import transaction

from onedoor.core import revisions
from onedoor.core.models import Revision
from onedoor.core.revisions import Shelf, bump


@pytest.fixture
def loads(db: None) -> tuple[Shelf[str], list[str]]:
    loaded: list[str] = []

    def load(key: str) -> str:
        loaded.append(key)
        return f"{key} {len(loaded)}"

    return Shelf("tests", load), loaded


def test_what_did_not_change_is_loaded_once_per_key(loads: tuple[Shelf[str], list[str]]) -> None:
    shelf, loaded = loads
    assert [shelf.get("a"), shelf.get("b"), shelf.get("a")] == ["a 1", "b 2", "a 1"]
    assert loaded == ["a", "b"]


def test_what_changed_is_loaded_again(loads: tuple[Shelf[str], list[str]]) -> None:
    shelf, _ = loads
    bump("tests")
    assert shelf.get("a") == "a 1"
    bump("other")
    assert shelf.get("a") == "a 1"
    bump("tests")
    assert shelf.get("a") == "a 2"


def test_a_change_in_another_process_is_seen_within_two_seconds(
    loads: tuple[Shelf[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, _ = loads
    bump("tests")
    now = 1000.0
    monkeypatch.setattr(revisions.time, "monotonic", lambda: now)
    assert shelf.get("a") == "a 1"
    Revision.objects.filter(name="tests").update(number=7)
    assert shelf.get("a") == "a 1"
    now += 2.1
    assert shelf.get("a") == "a 2"


def test_what_was_read_in_a_change_that_was_rolled_back_is_never_taken_for_the_next(
    loads: tuple[Shelf[str], list[str]],
) -> None:
    shelf, _ = loads
    bump("tests")
    with pytest.raises(RuntimeError), transaction.atomic():
        bump("tests")
        assert shelf.get("a") == "a 1"
        raise RuntimeError
    bump("tests")
    assert shelf.get("a") == "a 2"


def test_asking_costs_no_query_between_two_looks(
    loads: tuple[Shelf[str], list[str]], django_assert_num_queries
) -> None:
    shelf, _ = loads
    shelf.get("a")
    with django_assert_num_queries(0):
        shelf.get("a")
