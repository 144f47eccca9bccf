from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from onedoor.cases.actions.registering import Incoming, register
from onedoor.cases.models import Contact
from onedoor.config.keys import Keys
from onedoor.core.crypto import CannotDecrypt, blind_index, decrypt, encrypt
from tests.small_county import COUNTY, MONDAY, SmallCounty

HERE = "cases_contact.phone"


def keys(**data: bytes) -> Keys:
    return Keys(Path("keys.toml"), "session", data, b"i" * 32, True)


@pytest.fixture(params=["aes-256-gcm", "sm4-gcm"])
def cipher(request: pytest.FixtureRequest, settings) -> str:
    settings.ONEDOOR_CIPHER = request.param
    return str(request.param)


def test_what_is_sealed_comes_back_and_is_never_sealed_the_same_twice(cipher: str) -> None:
    sealed = [encrypt("10010012345，周女士🙂", context=HERE) for _ in range(2)]
    assert sealed[0] != sealed[1]
    assert {decrypt(value, context=HERE) for value in sealed} == {"10010012345，周女士🙂"}


def test_every_altered_or_missing_byte_is_found(cipher: str) -> None:
    sealed = encrypt("10010012345", context=HERE)
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(CannotDecrypt):
            decrypt(bytes(altered), context=HERE)
        with pytest.raises(CannotDecrypt):
            decrypt(sealed[:place], context=HERE)


@run(max_examples=50)
@given(st.binary(max_size=60))
def test_rubbish_is_never_anything_but_refused(rubbish: bytes) -> None:
    with pytest.raises(CannotDecrypt):
        decrypt(rubbish, context=HERE)


def test_a_value_belongs_to_its_column(cipher: str) -> None:
    with pytest.raises(CannotDecrypt):
        decrypt(encrypt("周女士", context="cases_contact.name"), context=HERE)


def test_a_new_key_seals_and_the_old_one_still_opens(settings) -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    settings.KEYS = keys(k1=old)
    sealed = encrypt("周女士", context=HERE)
    settings.KEYS = keys(k1=old, k2=new)
    assert decrypt(sealed, context=HERE) == "周女士"
    assert b"k2" in encrypt("周女士", context=HERE)[:4]
    settings.KEYS = keys(k2=new)
    with pytest.raises(CannotDecrypt):
        decrypt(sealed, context=HERE)


def test_a_change_of_cipher_leaves_old_values_readable(settings) -> None:
    settings.ONEDOOR_CIPHER = "sm4-gcm"
    sealed = encrypt("周女士", context=HERE)
    settings.ONEDOOR_CIPHER = "aes-256-gcm"
    assert decrypt(sealed, context=HERE) == "周女士"


def test_the_blind_index_finds_equals_for_one_purpose_and_one_key(settings) -> None:
    index = blind_index("10010012345", purpose="phone")
    assert index == blind_index("10010012345", purpose="phone")
    assert len(index) == 32
    assert index != blind_index("10010012345", purpose="code")
    assert index != blind_index("10010012346", purpose="phone")
    assert blind_index("", purpose="phone") == ""
    settings.KEYS = keys(k1=b"k" * 32)
    assert index != blind_index("10010012345", purpose="phone")


def test_an_encrypted_column_is_never_searched(county: SmallCounty) -> None:
    for search in ({"phone": "1"}, {"phone__startswith": "1"}, {"phone__in": ["1"]}):
        with pytest.raises(TypeError, match="blind index"):
            Contact.objects.filter(**search).exists()


def test_the_store_holds_neither_name_nor_phone(county: SmallCounty) -> None:
    from django.db import connection

    report = register(
        Incoming(channel="hotline", text="路灯坏了。", name="周女士", phone="10010012345"),
        county=COUNTY, by=county["guide"], at=MONDAY,
    )[1]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, address FROM cases_contact WHERE report_id = %s", [report.id])
        name, phone, address = (bytes(value) for value in cursor.fetchone())
    assert "周女士".encode() not in name
    assert b"10010012345" not in phone
    assert address == b""
    kept = Contact.objects.get(report=report)
    assert (kept.name, kept.phone, kept.address) == ("周女士", "10010012345", "")
