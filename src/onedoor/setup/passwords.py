"""Passwords nobody chose: told once to whoever makes the account, kept nowhere but as a digest."""

from __future__ import annotations

import secrets

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is mistaken for another when read aloud or by hand
_GROUPS, _LONG = 3, 4


def made_up() -> str:
    """Twelve random signs in three groups, about 59 bits: ``k7mw-3rta-p9xd``."""
    return "-".join("".join(secrets.choice(_SIGNS) for _sign in range(_LONG)) for _group in range(_GROUPS))
