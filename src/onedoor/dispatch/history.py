"""What a county's own cases teach a text model: what was told, and the item it turned out to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from onedoor.cases.flow import State
from onedoor.cases.models import Case, Report
from onedoor.cases.models.choices import Nature
from onedoor.catalogue.queries import catalogue
from onedoor.dispatch.model.examples import Example
from onedoor.dispatch.models import Advice, Lesson

CORRECTED = 3.0
"""What a case weighs whose first answer was wrong, beside 1 for any other: it came back, was taken away, or somebody
chose other than was proposed. Nobody needs to be taught what was right at once."""

_BATCH = 500
_KEPT = (State.HANDLING, State.REPLIED, State.REVIEWED, State.VISITED, State.CLOSED, State.ARCHIVED)
"""The unit signed and kept it, or it ended there; history that was imported is archived."""

Progress = Callable[[float], None]
"""Hears the share (0…1) that is done."""


@dataclass(frozen=True)
class Taught:
    """What there is to learn from. ``few``: items left out because too few cases are known, with how many;
    ``unknown``: labels of a file that are no item, with how many lines; ``newest``: the largest id of a case among
    them, 0 for a file; ``source``: the name of the file, empty for the county's own cases."""

    examples: tuple[Example, ...]
    few: Mapping[str, int] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)
    newest: int = 0
    source: str = ""

    @property
    def items(self) -> int:
        return len({one.label for one in self.examples})


def settled(county: str) -> QuerySet[Case]:
    """The cases that may be examples: their item is known and was kept, and nothing about them is secret."""
    cases = Case.objects.filter(county=county, state__in=_KEPT, item__isnull=False, confidential=False)
    return cases.exclude(nature=Nature.INFORM)


def read(county: str, *, most: int, each: int, progress: Progress = lambda share: None) -> Taught:
    """The newest ``most`` cases as they were told; items with fewer than ``each`` are left out and named. Names
    are hidden before anything is learned (``model.masking``)."""
    found: list[Example] = []
    newest = 0
    for batch in _batches(county, most):
        found += _examples(county, batch)
        newest = max(newest, *batch)
        progress(min(len(found) / most, 1.0))
    return enough(found, each=each, newest=newest)


def enough(found: list[Example], *, each: int, **told: object) -> Taught:
    """The examples of the items that have at least ``each``."""
    known = Counter(one.label for one in found)
    few = {label: n for label, n in sorted(known.items()) if n < each}
    return Taught(tuple(one for one in found if one.label not in few), few=few, **told)  # type: ignore[arg-type]


def newer(county: str, than: int, *, most: int) -> int:
    """How many cases that may be examples came after this one, counted to ``most``."""
    return settled(county).filter(id__gt=than).order_by()[:most].count()


def _batches(county: str, most: int) -> Iterator[dict[int, str]]:
    """Items by case, the newest cases first, some hundred at a time."""
    items = catalogue(county).by_id
    behind, left = Q(), most
    while left > 0:
        cases = settled(county).filter(behind).order_by("-registered_at", "-id")
        rows = list(cases.values_list("id", "item_id", "registered_at")[: min(_BATCH, left)])
        if not rows:
            return
        yield {case: items[item].code for case, item, _at in rows if item in items}
        last, _item, at = rows[-1]
        behind, left = Q(registered_at__lt=at) | Q(registered_at=at, id__lt=last), left - len(rows)


def _examples(county: str, items: Mapping[int, str]) -> Iterator[Example]:
    told: dict[int, str] = {}
    reports = Report.objects.filter(county=county, case__in=items, erased_at=None).order_by("case_id", "id")
    for case, title, text in reports.values_list("case_id", "title", "text"):
        told.setdefault(case, text if text.startswith(title.rstrip("…")) else f"{title}\n{text}")
    wrong = set(Lesson.objects.filter(county=county, case__in=items, right=False).values_list("case_id", flat=True))
    other = Advice.objects.filter(county=county, case__in=items, rank=0).exclude(offered=[])
    wrong.update(other.values_list("case_id", flat=True))
    for case, text in told.items():
        yield Example(text, items[case], CORRECTED if case in wrong else 1.0)
