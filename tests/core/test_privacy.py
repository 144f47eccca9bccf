from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.core.privacy import masked_address, masked_name, masked_phone, normalised_phone


@pytest.mark.parametrize(
    ("name", "masked"), [("周晓云", "周**"), ("欧阳明", "欧**"), ("周", "周*"), (" 周云 ", "周*"), ("", "")]
)
def test_a_name_keeps_its_first_character(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("10010012345", "100****2345"),
        ("+86 100 1001 2345", "100****2345"),
        ("0513-8888123", "051****8123"),
        ("8888123", "*****23"),
        ("", ""),
    ],
)
def test_a_phone_keeps_what_its_owner_recognises_it_by(phone: str, masked: str) -> None:
    assert masked_phone(phone) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [("翠湖花园3幢2单元501室", "翠湖花园3幢***"), ("建设路18号", "建设路***"), ("王家", "王***"), ("", "")],
)
def test_an_address_keeps_the_place_and_hides_the_door(address: str, masked: str) -> None:
    assert masked_address(address) == masked


@given(st.text("0123456789", min_size=7, max_size=13))
def test_four_digits_at_least_of_a_phone_are_hidden(phone: str) -> None:
    assert masked_phone(phone).count("*") >= 4


@pytest.mark.parametrize("phone", ["100 1001 2345", "+86-10010012345", "8610010012345", "１００１００１２３４５"])
def test_one_phone_written_in_many_ways_is_one_phone(phone: str) -> None:
    assert normalised_phone(phone) == "10010012345"
