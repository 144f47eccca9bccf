"""Keys of the API: how one is made, recognised and checked."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime
from hmac import compare_digest

from django.utils import timezone

from onedoor.exchange.models import Client

SHAPE = re.compile(r"od_(?P<code>[a-z0-9-]{2,20})_(?P<secret>[A-Za-z0-9_-]{43})")
"""By this a scanner of secrets finds one: ``od_``, the client's code, 32 random bytes in base64url."""

CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])")


def made(client: Client) -> str:
    """A new key of a client; the client, not yet saved, keeps the hash of its secret alone."""
    secret = secrets.token_urlsafe(32)
    client.key_hash = hashed(secret)
    return f"od_{client.code}_{secret}"


def hashed(secret: str) -> str:
    """What is kept of a secret: SHA-256 as hex."""
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def opens(client: Client, secret: str, *, at: datetime) -> bool:
    """Whether the secret is the client's, or the one before it while that still holds, and neither has ended."""
    given = hashed(secret)
    current = compare_digest(given, client.key_hash)
    before = compare_digest(given, client.previous_hash or "none")
    if client.revoked_at or (client.expires_on and timezone.localdate(at) > client.expires_on):
        return False
    return current or (before and client.previous_until is not None and at < client.previous_until)
