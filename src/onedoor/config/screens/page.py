"""What a page is, and what must be there before it can be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """A page in a particular store: its address, and how somebody gets there.

    ``login`` is the member who signed in, "" for a resident. ``before`` are forms sent first, each an address and its
    fields. ``sends``, where it is given, is the form whose answer is the page.
    """

    path: str
    login: str = ""
    before: tuple[tuple[str, Told], ...] = ()
    sends: Told | None = None


@dataclass(frozen=True)
class Page:
    """One page of the product in one state.

    ``name`` is the name of its picture; ``route`` the name of its route, ``desk:case``, or "" for a page that no route
    names. ``scene`` finds what shows it in the store that is open, and gives None where nothing does. ``elder`` and
    ``dark`` say that its picture is also taken in large type and in dark.
    """

    name: str
    route: str
    scene: Callable[[], Scene | None]
    elder: bool = field(default=False, kw_only=True)
    dark: bool = field(default=False, kw_only=True)

    @property
    def surface(self) -> str:
        """``citizen`` or ``desk``."""
        return self.name.partition("-")[0]
