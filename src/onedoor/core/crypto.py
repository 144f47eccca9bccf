"""Encrypted columns and blind indexes.

AES-256-GCM by default, SM4-GCM where the operator sets it (GB/T 32907). A stored value carries the name of its key and
cipher, so keys and ciphers can change while old values stay readable. Equality search goes through ``blind_index``,
never through the encrypted column.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.checks import CheckMessage
from django.db import models

if TYPE_CHECKING:
    BinaryColumn = models.BinaryField[str, str]
else:
    BinaryColumn = models.BinaryField

_CIPHERS = {"aes-256-gcm": b"A", "sm4-gcm": b"S"}
_NONCE = 12
_TAG = 16


class CannotDecrypt(Exception):
    """The value was made with a key this installation does not have, or it was altered."""


def encrypt(text: str, *, context: str) -> bytes:
    """The text sealed for one column; ``context`` (table.column) is bound to it, so values cannot be moved about."""
    return encrypt_bytes(text.encode(), context=context)


def decrypt(sealed: bytes, *, context: str) -> str:
    """The text of a sealed value. Raises CannotDecrypt when the key is missing or the value was altered."""
    return decrypt_bytes(sealed, context=context).decode()


def encrypt_bytes(content: bytes, *, context: str) -> bytes:
    """Bytes sealed for one place, as ``encrypt`` seals text."""
    name = settings.KEYS.newest
    key = settings.KEYS.data[name]
    nonce = secrets.token_bytes(_NONCE)
    mark = _CIPHERS[settings.ONEDOOR_CIPHER]
    head = mark + bytes([len(name)]) + name.encode()
    seal = _seal_aes if mark == b"A" else _seal_sm4
    return head + nonce + seal(key, nonce, content, head + context.encode())


def decrypt_bytes(sealed: bytes, *, context: str) -> bytes:
    """What ``encrypt_bytes`` sealed. Raises CannotDecrypt when the key is missing or the value was altered."""
    mark, size = sealed[:1], sum(sealed[1:2])
    head, rest = sealed[: 2 + size], sealed[2 + size :]
    key = settings.KEYS.data.get(head[2:].decode(errors="replace"))
    if key is None or mark not in _CIPHERS.values() or len(rest) < _NONCE + _TAG:
        raise CannotDecrypt(context)
    opened = _open_aes if mark == b"A" else _open_sm4
    try:
        return opened(key, rest[:_NONCE], rest[_NONCE:], head + context.encode())
    except InvalidTag:
        raise CannotDecrypt(context) from None


_aes = lru_cache(maxsize=16)(AESGCM)


def _seal_aes(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
    return _aes(key).encrypt(nonce, text, bound)


def _open_aes(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    return _aes(key).decrypt(nonce, sealed, bound)


def _sm4_key(key: bytes) -> bytes:
    """The 128 bits SM4 wants, drawn from the 256 kept; a key never serves two ciphers."""
    return hmac.new(key, b"onedoor sm4-gcm", hashlib.sha256).digest()[:16]


def _seal_sm4(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
    work = Cipher(algorithms.SM4(_sm4_key(key)), modes.GCM(nonce)).encryptor()
    work.authenticate_additional_data(bound)
    return work.update(text) + work.finalize() + work.tag


def _open_sm4(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    work = Cipher(algorithms.SM4(_sm4_key(key)), modes.GCM(nonce, sealed[-_TAG:])).decryptor()
    work.authenticate_additional_data(bound)
    return work.update(sealed[:-_TAG]) + work.finalize()


def blind_index(value: str, *, purpose: str) -> str:
    """A keyed hash (HMAC-SHA-256, 128 bits as hex) that finds equal values without telling them; empty stays empty."""
    if not value:
        return ""
    return hmac.digest(settings.KEYS.index, f"{purpose}\0{value}".encode(), "sha256")[:16].hex()


class EncryptedField(BinaryColumn):
    """Text that is stored encrypted. Empty text is stored as empty bytes; it tells nothing."""

    description = "Encrypted text"

    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        sealed = encrypt(value, context=self._context()) if value else b""
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, expression: object, connection: object) -> str | None:
        if value is None:
            return None
        sealed = bytes(value)
        return decrypt(sealed, context=self._context()) if sealed else ""

    def to_python(self, value: Any) -> Any:
        return value

    def _check_str_default_value(self) -> list[CheckMessage]:
        return []  # the default is text, as every value is outside the store

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError("An encrypted column cannot be searched; use its blind index.")
        return super().get_lookup(lookup_name)
