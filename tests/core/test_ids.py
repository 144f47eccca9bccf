from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from onedoor.core import ids


def test_ids_of_one_process_grow_and_never_repeat() -> None:
    made = [ids.new_id() for _ in range(5000)]
    assert made == sorted(set(made))


def test_threads_never_draw_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda _: [ids.new_id() for _ in range(500)], range(8)))
    assert len({made for some in drawn for made in some}) == 4000


def test_an_id_fits_the_column_and_tells_its_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    made = ids.new_id()
    assert 0 < made < 2**63
    assert abs((made >> 22) + ids._EPOCH_MS - before) < 1000


def test_ids_grow_even_when_the_clock_is_put_back(monkeypatch) -> None:
    last = ids.new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 1_750_000_000_000_000_000)
    assert ids.new_id() == last + 1
