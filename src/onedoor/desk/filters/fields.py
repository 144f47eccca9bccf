"""By what each list can be filtered, as a table: the name in the address, the words, and the values there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from onedoor.cases.flow import Colour, State
from onedoor.cases.models.choices import Nature, Urgency
from onedoor.cases.models.report import Channel
from onedoor.catalogue.queries import catalogue
from onedoor.desk.verbs.words import next_step
from onedoor.geography.atlas import atlas
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory
from onedoor.work.models.supervision import Level

Option = tuple[str, str]
Offered = Callable[[str, Sequence[str]], list[Option]]
"""The values offered to choose from, for a county and what is chosen already."""

INBOX, CASES = "inbox", "cases"
"""The lists that have filters and views: the shelf of a saved view."""


class When(models.TextChoices):
    """The stretches of time in which something is due."""

    LATE = "late", gettext_lazy("已超期")
    TODAY = "today", gettext_lazy("今天到期")
    TOMORROW = "tomorrow", gettext_lazy("明天")
    LATER = "later", gettext_lazy("以后")


class Flag(models.TextChoices):
    """What marks a case beside the road."""

    CONFIDENTIAL = "confidential", gettext_lazy("保密")
    INFORM = "inform", gettext_lazy("举报")
    MAJOR = "major", gettext_lazy("重大")
    OLD = "long", gettext_lazy("积案")
    RAISED = "raised", gettext_lazy("已提级")
    HALTED = "halted", gettext_lazy("已中止")
    UNSOLVED = "unsolved", gettext_lazy("群众说没有解决")


class Sort(models.TextChoices):
    REGISTERED = "registered", gettext_lazy("新登记的在前")
    DUE = "due", gettext_lazy("先到期的在前")


@dataclass(frozen=True)
class Field:
    """One filter: ``name`` in the address; ``offered`` to choose from; ``says`` names a value, empty for one that is
    not there (any more). ``kind`` is how it is asked: select, words, day, or aside (it has its own place)."""

    name: str
    label: Any
    offered: Offered
    says: Callable[[str, str], str]
    kind: str = "select"


def _of(choices: type[models.TextChoices]) -> tuple[Offered, Callable[[str, str], str]]:
    """The values of a class of choices."""

    def offered(county: str, already: Sequence[str]) -> list[Option]:
        return [(value, str(label)) for value, label in choices.choices]

    def says(county: str, value: str) -> str:
        return str(choices(value).label) if value in choices.values else ""

    return offered, says


def _areas(county: str, already: Sequence[str]) -> list[Option]:
    """The towns, and the villages of those that are chosen."""
    places = atlas(county)
    towns = places.children.get(f"{county}000000", [])
    found = [(town.code, town.name) for town in towns]
    for town in towns:
        if any(code.startswith(town.code[:9]) for code in already):
            found += [(place.code, f"{town.name}·{place.name}") for place in places.children.get(town.code, [])]
    return found


def _area(county: str, value: str) -> str:
    places = atlas(county)
    return places.path(value) if places.known(value) else ""


def _items(county: str, already: Sequence[str]) -> list[Option]:
    """The classes of the catalogue, and the items of those that are chosen."""
    items = catalogue(county).items.values()
    found: list[Option] = []
    for top in (item for item in items if not item.parent):
        found.append((top.code, str(top)))
        if any(code == top.code or code.startswith(f"{top.code}-") for code in already):
            found += [(item.code, f"{top}·{item}") for item in items if item.parent == top.code]
    return found


def _item(county: str, value: str) -> str:
    item = catalogue(county).items.get(value)
    return str(item) if item else ""


def _units(county: str, already: Sequence[str]) -> list[Option]:
    """Departments, companies and towns; villages are found through their place."""
    kinds = (Unit.Kind.CENTRE, Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY, Unit.Kind.TOWN)
    units = [unit for unit in directory(county).by_code.values() if unit.kind in kinds and unit.active]
    return [(unit.code, unit.name) for unit in sorted(units, key=lambda unit: kinds.index(Unit.Kind(unit.kind)))]


def _unit(county: str, value: str) -> str:
    unit = directory(county).by_code.get(value)
    return unit.name if unit else ""


STEPS = (
    "triage", "dispatch", "entrust", "sign", "rule", "reply", "rework", "review", "visit", "close", "confirm",
    "assist", "inspect", "decide_request", "assess_safety", "decide_appeal", "answer_order", "discharge_order",
    "attend",
)  # fmt: skip


def _steps(county: str, already: Sequence[str]) -> list[Option]:
    return [(verb, next_step(verb)) for verb in STEPS]


def _step(county: str, value: str) -> str:
    return next_step(value) if value in STEPS else ""


def _nothing(county: str, already: Sequence[str]) -> list[Option]:
    return []


def _words(county: str, value: str) -> str:
    return value.strip()[:40]


def _day(county: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return ""


def _followed(county: str, value: str) -> str:
    return _("我在跟踪") if value == "1" else ""


WHEN = Field("when", gettext_lazy("到期"), *_of(When), kind="aside")
DUTY = Field("duty", gettext_lazy("职责"), *_of(Duty), kind="aside")
FOLLOW = Field("follow", gettext_lazy("范围"), _nothing, _followed, kind="aside")
SORT = Field("sort", gettext_lazy("排序"), *_of(Sort), kind="aside")
COLOUR = Field("colour", gettext_lazy("难度"), *_of(Colour))
AREA = Field("area", gettext_lazy("区划"), _areas, _area)
ITEM = Field("item", gettext_lazy("事项"), _items, _item)
CHANNEL = Field("channel", gettext_lazy("渠道"), *_of(Channel))
UNIT = Field("unit", gettext_lazy("单位"), _units, _unit)
LEVEL = Field("level", gettext_lazy("督办"), *_of(Level))
URGENCY = Field("urgency", gettext_lazy("紧急程度"), *_of(Urgency))
FLAG = Field("flag", pgettext_lazy("filter", "标记"), *_of(Flag))
STEP = Field("step", gettext_lazy("下一步"), _steps, _step)
STATE = Field("state", gettext_lazy("状态"), *_of(State))
NATURE = Field("nature", gettext_lazy("性质"), *_of(Nature))
FROM = Field("from", gettext_lazy("登记不早于"), _nothing, _day, kind="day")
TO = Field("to", gettext_lazy("登记不晚于"), _nothing, _day, kind="day")
WORDS = Field("q", gettext_lazy("事由里的字"), _nothing, _words, kind="words")

SHELVES: dict[str, tuple[Field, ...]] = {
    INBOX: (DUTY, WHEN, STEP, COLOUR, AREA, ITEM, CHANNEL, UNIT, LEVEL, URGENCY, FLAG, WORDS),
    CASES: (FOLLOW, STATE, COLOUR, AREA, ITEM, CHANNEL, UNIT, NATURE, URGENCY, FLAG, FROM, TO, WORDS, SORT),
}
"""The filters of each list, in the order they stand in."""

SINGLE = {field.name for field in (WHEN, DUTY, FOLLOW, SORT, FROM, TO, WORDS)}
"""Of these one value at a time."""
