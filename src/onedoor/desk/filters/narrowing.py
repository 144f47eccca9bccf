"""What the filters leave of a list, in the store's own terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from onedoor.cases.models import Case
from onedoor.cases.models.choices import Nature
from onedoor.catalogue.queries import catalogue
from onedoor.core.clock import ZONE
from onedoor.desk.filters.chosen import Chosen
from onedoor.desk.filters.fields import Flag, Sort, When
from onedoor.geography.codes import within
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import directory
from onedoor.work.models import Task
from onedoor.work.own import followed

_REF_BEGINS = len("case:") + 1
OPEN_TO_SEARCH = Q(confidential=False) & ~Q(nature=Nature.INFORM)
"""Words are looked for in these only: what is secret is found by its number."""

_FLAGS: dict[str, Q] = {
    Flag.CONFIDENTIAL: Q(confidential=True),
    Flag.INFORM: Q(nature=Nature.INFORM),
    Flag.MAJOR: Q(major=True),
    Flag.OLD: Q(long_standing=True),
    Flag.RAISED: ~Q(level=""),
    Flag.HALTED: Q(suspended_until__isnull=False),
    Flag.UNSOLVED: Q(unsolved=True),
}


def stretch(when: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when (excluded) to when (included) something is due in this stretch; what ends at 24:00 belongs to the day
    it ends."""
    midnight = datetime.combine(now.astimezone(ZONE).date() + timedelta(days=1), time.min, tzinfo=ZONE)
    tomorrow = midnight + timedelta(days=1)
    return {
        When.LATE: (None, now), When.TODAY: (now, midnight), When.TOMORROW: (midnight, tomorrow),
        When.LATER: (tomorrow, None),
    }.get(When(when), (None, None))  # fmt: skip


def due_in(when: str, now: datetime, field: str = "due_at") -> Q:
    """The same as a condition."""
    after, until = stretch(when, now)
    found = Q(**{f"{field}__gt": after}) if after else Q()
    return found & Q(**{f"{field}__lte": until}) if until else found


def narrowed_tasks(tasks: QuerySet[Task], chosen: Chosen, *, now: datetime) -> QuerySet[Task]:
    """The tasks the filters of an inbox leave."""
    for name, column in (("duty", "duty"), ("step", "verb"), ("level", "level")):
        if values := chosen.values.get(name):
            tasks = tasks.filter(**{f"{column}__in": values})
    if stretch_of := chosen.one("when"):
        tasks = tasks.filter(due_in(stretch_of, now))
    about = Q()
    for part in _conditions(chosen):
        about &= part
    if about:
        case = Case.objects.filter(about, county=chosen.county, ref=Substr(OuterRef("subject"), _REF_BEGINS))
        tasks = tasks.filter(Exists(case))
    return tasks


def narrowed_cases(cases: QuerySet[Case], chosen: Chosen, *, actor: Actor) -> QuerySet[Case]:
    """The cases the filters of the list of all cases leave, in its order."""
    for part in _conditions(chosen):
        cases = cases.filter(part)
    if chosen.one("follow"):
        own = followed(actor).annotate(ref=Substr("subject", _REF_BEGINS))
        cases = cases.filter(ref__in=own.values("ref"))
    if chosen.one("sort") == Sort.DUE:
        return cases.filter(due_at__isnull=False).order_by("due_at", "id")
    return cases.order_by("-registered_at", "-id")


def _conditions(chosen: Chosen) -> Iterator[Q]:
    """One condition on the case for each filter that is set."""
    for name, condition in _CONDITIONS.items():
        if values := chosen.values.get(name):
            yield condition(chosen.county, values)


def _areas(county: str, values: list[str]) -> Q:
    found = Q(pk__in=[])
    for code in values:
        span = within(code)
        found |= Q(area__gte=span.first, area__lt=span.end)
    return found


def _items(county: str, values: list[str]) -> Q:
    """The items, and every item of the classes among them."""
    known = catalogue(county).items.values()
    return Q(item__in=[item.pk for item in known if item.code in values or item.parent in values])


def _units(county: str, values: list[str]) -> Q:
    units = directory(county).by_code
    chosen = [units[code].id for code in values if code in units]
    return Q(lead__in=chosen) | Q(holder__in=chosen)


def _flags(county: str, values: list[str]) -> Q:
    found = Q()
    for flag in values:
        found &= _FLAGS[flag]
    return found


def _words(county: str, values: list[str]) -> Q:
    found = OPEN_TO_SEARCH
    for word in values[0].split():
        found &= Q(title__icontains=word)
    return found


def _midnight(day: str, *, days: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day) + timedelta(days=days), time.min, tzinfo=ZONE)


_CONDITIONS: dict[str, Callable[[str, list[str]], Q]] = {
    "colour": lambda county, values: Q(colour__in=values),
    "area": _areas,
    "item": _items,
    "channel": lambda county, values: Q(channel__in=values),
    "unit": _units,
    "urgency": lambda county, values: Q(urgency__in=values),
    "flag": _flags,
    "state": lambda county, values: Q(state__in=values),
    "nature": lambda county, values: Q(nature__in=values),
    "from": lambda county, values: Q(registered_at__gte=_midnight(values[0])),
    "to": lambda county, values: Q(registered_at__lt=_midnight(values[0], days=1)),
    "q": _words,
}
