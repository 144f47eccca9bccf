"""One report sent eight times at once over the API is one case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.stores import own_store

pytestmark = pytest.mark.django_db


def test_eight_repeats_at_once_make_one_case(tmp_path: Path) -> None:
    with own_store(tmp_path) as store:
        sent = store.start("-m", "tests.faults.api_repeats")
        assert sent.wait(120) == 0, store.said()
        answers = json.loads(store.said().splitlines()[-1])
        with store.connected() as own, own.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_case")
            cases = cursor.fetchone()[0]
    assert sorted(status for status, _case in answers) == [200] * 7 + [201]
    assert len({case for _status, case in answers}) == 1 == cases
