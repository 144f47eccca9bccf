from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.core.refs import check_digit, is_ref, new_ref, parse_ref

AT = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)  # 1 November in China
REF = "990801-2611-48203917-5"
bodies = st.text("0123456789", min_size=18, max_size=18)


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert check_digit("0794") == "5"  # the example of ISO 7064, MOD 11,10


def test_a_reference_names_the_county_and_the_month_in_china() -> None:
    ref = new_ref("990801", AT)
    assert ref.startswith("990801-2611-")
    assert len(ref) == 22
    assert is_ref(ref)


@given(bodies, st.integers(0, 17), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(body: str, place: int, off: int) -> None:
    wrong = body[:place] + str((int(body[place]) + off) % 10) + body[place + 1 :]
    assert check_digit(wrong) != check_digit(body)


@pytest.mark.parametrize(
    "typed",
    [
        "990801-2611-48203917-{c}",
        " 990801 2611 48203917 {c} ",
        "9908012611 48203917{c}",
        "９９０８０１－２６１１－４８２０３９１７－{c}",
        "990801–2611—48203917−{c}",
    ],
)
def test_a_reference_is_understood_however_it_is_typed(typed: str) -> None:
    check = check_digit(REF[:-2])
    assert parse_ref(typed.format(c=check)) == f"{REF[:-2]}-{check}"


@pytest.mark.parametrize(
    "typed", ["", "990801", "一二三", "990801-2611-48203917-x", "1" * 20, "²" * 19, "9908012611482039170" * 2]
)
def test_what_cannot_be_a_reference_is_none(typed: str) -> None:
    assert parse_ref(typed) is None


@given(st.text(max_size=40))
def test_anything_may_be_typed(typed: str) -> None:
    ref = parse_ref(typed)
    assert ref is None or is_ref(ref)


def test_a_wrong_check_digit_and_other_digits_than_ascii_are_no_reference() -> None:
    ref = new_ref("990801", AT)
    assert parse_ref(ref[:-1] + str((int(ref[-1]) + 1) % 10)) is None
    assert not is_ref(ref.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    assert not is_ref(ref + "\n")
