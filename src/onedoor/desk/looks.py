"""How somebody likes their lists: close or wide rows, and which columns. Kept in their browser; it says nothing of any
case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from onedoor.desk.filters.fields import CASES, INBOX

COOKIE = "od-look"
_YEAR = 365 * 24 * 3600

COLUMNS: dict[str, dict[str, Any]] = {
    INBOX: {
        "colour": gettext_lazy("难度"), "place": gettext_lazy("地点"), "unit": gettext_lazy("承办单位"),
        "channel": gettext_lazy("渠道"), "ref": gettext_lazy("编号"),
    },
    CASES: {
        "colour": gettext_lazy("难度"), "place": gettext_lazy("地点"), "unit": gettext_lazy("承办单位"),
        "holder": gettext_lazy("当前持有"), "registered": gettext_lazy("登记"), "channel": gettext_lazy("渠道"),
        "ref": gettext_lazy("编号"),
    },
}  # fmt: skip
"""The columns of each list that can be left out; the others say what a row is."""


_SELDOM = frozenset({"holder"})
"""What stands in a list only for those who ask for it."""


@dataclass(frozen=True)
class Look:
    """Close rows or wide ones, and what is left out."""

    compact: bool = False
    hidden: frozenset[str] = field(default_factory=frozenset)

    @property
    def classes(self) -> str:
        """The classes of the list's table."""
        return " ".join(
            [*(["od-list--compact"] if self.compact else []), *(f"od-no-{one}" for one in sorted(self.hidden))]
        )


def look_of(request: HttpRequest) -> Look:
    """How this browser shows lists. Anything that makes no sense is the usual look."""
    kept = request.COOKIES.get(COOKIE)
    if kept is None:
        return Look(hidden=_SELDOM)
    density, _bar, hidden = kept.partition("_")
    known = {name for columns in COLUMNS.values() for name in columns}
    return Look(density == "compact", frozenset(hidden.split("-")) & known)


def remember(answer: HttpResponse, look: Look) -> None:
    """Have the browser keep it for a year."""
    value = f"{'compact' if look.compact else 'wide'}_{'-'.join(sorted(look.hidden))}"
    answer.set_cookie(COOKIE, value, max_age=_YEAR, httponly=True, samesite="Lax")
