"""放假: the county's own rest days and make-up workdays; the nation's come from its notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from onedoor.core.actions.setting_day import check_day
from onedoor.core.clock import Day as CalendarEntry
from onedoor.core.models import CalendarDay
from onedoor.core.refusal import Refused
from onedoor.core.revisions import bump
from onedoor.core.sentence import Sentence
from onedoor.setup.columns import Choice, Choices, Day, Text, Value
from onedoor.setup.sheet import Sheet, Values
from onedoor.setup.sheets import shared


@dataclass(frozen=True, kw_only=True)
class Off(Choice):
    """Whether it is a rest day; the store has yes or no."""

    def read(self, stored: Any) -> Value:
        return "off" if stored else "work"


def _kinds() -> Choices:
    return [("off", gettext_lazy("放假")), ("work", gettext_lazy("补班"))]


def entry(values: Values) -> CalendarEntry:
    """The row as the calendar takes it."""
    day = values["date"]
    assert isinstance(day, date)
    return CalendarEntry(day, str(values["name"]), values["off"] == "off")


def _wrong(values: Values, county: str, today: date) -> Iterator[tuple[str, Sentence]]:
    try:
        check_day(entry(values), str(values["source"]))
    except Refused as refusal:
        column = refusal.field if refusal.field in ("name", "source") else "date"
        yield column, Sentence("%(said)s", {"said": refusal.sentence})


def _changed() -> None:
    bump("calendar")


HOLIDAYS = Sheet(
    code="holidays",
    title=gettext_lazy("放假"),
    about=gettext_lazy("本县自己定的放假和补班日。全国的安排用“./onedoor calendar import”导入，不写在这里。"),
    model=CalendarDay,
    columns=(
        Day(code="date", title=gettext_lazy("日期"), required=True),
        shared.name(40),
        Off(code="off", title=gettext_lazy("放假还是补班"), required=True, of=_kinds),
        Text(code="source", title=gettext_lazy("依据"), most=200, required=True, width=40),
        shared.gone(),
    ),
    key=("date",),
    changed=_changed,
    check=_wrong,
)
