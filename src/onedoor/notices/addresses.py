"""How a recipient is reached. A layer above says it for its own kind of recipient; nothing of it is stored here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """How to reach somebody, and what must be respected. ``language`` is ``zh`` or ``en``.

    ``quiet``: not in the quiet hours. ``silent``: never write (no reply wished, or no safe way). ``neutral``: only the
    text that says nothing (somebody else may read it).
    """

    phone: str = ""
    email: str = ""
    language: str = "zh"
    quiet: bool = True
    silent: bool = False
    neutral: bool = False


Finder = Callable[[str, str], Address | None]
_finders: dict[str, Finder] = {}


def reaches(kind: str) -> Callable[[Finder], Finder]:
    """Say how recipients of a kind are reached: a function of (county, key), for ``report:17`` called with ``17``.

    None means that there is no such recipient, or no longer. It is asked again at every attempt to send.
    """

    def register(finder: Finder) -> Finder:
        _finders[kind] = finder
        return finder

    return register


def reachable(to: str) -> bool:
    """Whether somebody said how recipients of this kind are reached."""
    return to.partition(":")[0] in _finders


def address(county: str, to: str) -> Address | None:
    """How this recipient is reached now."""
    kind, _colon, key = to.partition(":")
    return _finders[kind](county, key)
