from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.geography.codes import ancestors, stem, within

COUNTY, TOWN, VILLAGE, GRID, MICRO = (
    "990801000000",
    "990801101000",
    "990801101006",
    "990801101006003",
    "99080110100600302",
)
PATH = [COUNTY, TOWN, VILLAGE, GRID, MICRO]


@pytest.mark.parametrize(("code", "path"), list(zip(PATH, ["990801", "990801101", VILLAGE, GRID, MICRO], strict=True)))
def test_a_stem_is_the_code_without_what_fills_it_up(code: str, path: str) -> None:
    assert stem(code) == path


@pytest.mark.parametrize("depth", range(5))
def test_everything_below_lies_in_the_range_and_nothing_above_or_beside(depth: int) -> None:
    span = within(PATH[depth])
    assert [span.covers(code) for code in PATH] == [place >= depth for place in range(5)]
    beside = ["990802000000", "990801102000", "990801101007", "990801101006004", "99080110100600303"][depth]
    assert not span.covers(beside)


@given(st.from_regex(r"9908(0[1-9]|1[0-9])([01][0-9]{2}[0-9]{3}([0-9]{3}([0-9]{2})?)?)", fullmatch=True))
def test_every_code_lies_within_each_of_its_ancestors(code: str) -> None:
    assert ancestors(code)[-1] == code
    assert all(within(above).covers(code) for above in ancestors(code))


def test_ancestors_come_county_first() -> None:
    assert ancestors(GRID) == [COUNTY, TOWN, VILLAGE, GRID]
    assert ancestors(TOWN) == [COUNTY, TOWN]
    assert ancestors(COUNTY) == [COUNTY]
