"""What turns the codes of a case's record into words, and who says which event how."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from onedoor.cases.models import Case
from onedoor.catalogue.queries import Catalogue, catalogue
from onedoor.core.clock import ZONE
from onedoor.core.wording import due_words
from onedoor.geography.atlas import atlas
from onedoor.organisation.queries import directory, post_names

Payload = dict[str, Any]
Said = tuple[str, str]
Says = Callable[["Wording", Payload], Said]

SAYS: dict[str, Says] = {}
KEY: set[str] = set()
SETBACK: set[str] = set()


def says(name: str, *, kind: str = "") -> Callable[[Says], Says]:
    """Say how an event reads: a function of wording and payload that gives title and text. ``kind`` is ``key`` for
    what moves the case and ``setback`` for what throws it back."""

    def keep(say: Says) -> Says:
        SAYS[name] = say
        if kind:
            {"key": KEY, "setback": SETBACK}[kind].add(name)
        return say

    return keep


class Wording:
    """Turns the codes of one case's record into words."""

    def __init__(self, case: Case, now: datetime) -> None:
        self.county = case.county
        self.now = now
        self.catalogue: Catalogue = catalogue(case.county)
        self._units = directory(case.county)
        self._posts = post_names(case.county)

    def who(self, code: str) -> str:
        """Whoever a line names, as their post; never the person."""
        if code == "system":
            return _("系统")
        if code == "resident":
            return _("群众本人")
        if code.startswith("feed:"):
            return _("接口%(feed)s") % {"feed": code.removeprefix("feed:")}
        return self._posts.get(code, _("已离任岗位"))

    def unit(self, code: str | None) -> str:
        unit = self._units.by_code.get(code or "")
        return unit.name if unit else ""

    def units(self, codes: Iterable[str]) -> str:
        return _("、").join(filter(None, (self.unit(code) for code in codes)))

    def place(self, area: str) -> str:
        return atlas(self.county).path(area)

    def due(self, payload: Payload, key: str = "due") -> str:
        """A moment of the flow columns, or of the event itself."""
        return self.moment(payload.get("flow", payload).get(key))

    def moment(self, value: str | None) -> str:
        found = parse_datetime(value) if value else None
        return due_words(found, now=self.now) if found else ""

    def day(self, value: str) -> str:
        """A day to which, inclusive, something lasts."""
        named = datetime.combine(date.fromisoformat(value), datetime.min.time(), tzinfo=ZONE)
        words = {"year": named.year, "month": named.month, "day": named.day}
        same_year = named.year == self.now.astimezone(ZONE).year
        return _("%(month)s月%(day)s日") % words if same_year else _("%(year)s年%(month)s月%(day)s日") % words
