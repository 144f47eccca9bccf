"""What is taken out of the search leaves nothing behind."""

from __future__ import annotations

from unittest import mock

import pytest
from django.db import IntegrityError, connection

from onedoor.core import clearing, search
from onedoor.core.models import SearchEntry
from onedoor.core.search import keeping
from tests.core.search.corpus import KIND, found, keep, note

pytestmark = pytest.mark.django_db


def lists() -> bytes:
    """Every byte of FTS5's own lists."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM core_searchentry_words_data")
        return b"".join(bytes(block) for (block,) in cursor.fetchall())


def test_clearing_takes_the_terms_of_what_was_dropped_out_of_the_lists() -> None:
    if connection.vendor == "postgresql":  # a row is gone with all that is in it
        return
    keep("𠮷野家关门", "路灯不亮")
    assert b"20bb7" in lists()
    search.drop(KIND, [0])
    assert found("野家") == []
    with connection.cursor() as cursor:
        cursor.execute(clearing._FORGET_WORDS)
    assert b"20bb7" not in lists() and found("路灯") == [1]


@pytest.mark.postgresql
def test_the_planner_keeps_no_words() -> None:
    keep("路灯不亮", "路灯不亮了")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE core_searchentry")
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'core_searchentry' AND attname = 'terms'")
        assert cursor.fetchone() == (0,)


def test_a_place_that_is_taken_is_drawn_again() -> None:
    keep("路灯不亮")
    taken = SearchEntry.objects.get().pk
    with mock.patch.object(keeping, "new_place", side_effect=[taken, taken, taken + 5]):
        search.put([note(7, "路灯又不亮")])
    assert sorted(found("路灯")) == [0, 7]
    with mock.patch.object(keeping, "new_place", return_value=taken), pytest.raises(IntegrityError):
        search.put([note(8, "路灯")])


@pytest.mark.parametrize("mark", ["", "A", "a b", "a-1", "路"])
def test_a_mark_is_a_code(mark: str) -> None:
    with pytest.raises(ValueError, match="no mark"):
        search.Entry(KIND, "990801", 1, note(1, "").at, "", marks=frozenset({mark}))
