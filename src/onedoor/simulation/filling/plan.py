"""What a filling is made of: templates that were lived through, and how many copies of each there will be."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from onedoor.cases.models import Case, Report
from onedoor.core.queries import calendar
from onedoor.simulation.filling.history import MONTHS, Historian, lived, lived_again
from onedoor.simulation.filling.kin import Family, families
from onedoor.simulation.filling.leaves import shifts
from onedoor.simulation.filling.numbers import MOST, Ages
from onedoor.simulation.filling.rules import hold_earlier
from onedoor.simulation.filling.template import Kind, Numbering, Template
from onedoor.simulation.filling.words import LATE, Thesaurus, people
from onedoor.simulation.world.yunzhou import World

TEMPLATES = 240
"""How many histories are lived through for a store of many thousands; a smaller one has a tenth of its cases."""

SHARES = {Kind.OPEN: 4, Kind.ANSWERED: 47, Kind.HANDLED: 49}
"""Of a hundred copies so many are still open, so many were questions answered on the spot (what a city's hotline
counted in a week of 2024, DOMAIN C.5), so many were handled and have ended."""

_SALT = 7_368_787  # moves the references of fillings with another seed

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """The templates, each with the number of its first copy and how many copies it has; ``own`` is how many cases they
    have themselves."""

    county: str
    until: datetime
    numbering: Numbering
    own: int
    templates: Sequence[tuple[Template, int, int]]

    def copies(self) -> Iterator[tuple[Template, int]]:
        """Every copy, in the order of time."""
        return ((each, first + number) for each, first, count in self.templates for number in range(count))


def planned(world: World, cases: int, *, seed: int, at: datetime, templates: int | None, say: Say) -> Plan:
    """Live through the templates in the store, and plan copies until it holds so many cases more.

    Raises ValueError when it would hold more cases than there are numbers for.
    """
    county = world.county.code
    held = Case.objects.count()
    if held + cases > MOST:
        raise ValueError(f"a store of {held} cases cannot be brought to {cases} more: there are numbers for {MOST}")
    hold_earlier(county)
    count = templates or min(TEMPLATES, max(1, cases // 10))
    say(f"living through {count} histories of three years")
    scripts = lived(world, seed=seed, at=at, count=count)
    told = [script.told for script in scripts]
    found = families([script.refs for script in scripts], county=county)
    say("living through them once more, a little later")
    late = timedelta(seconds=LATE)
    again = lived_again(scripts, told, [late] * len(scripts), county=county, until=at)
    began = min(script.course.arrival for script in scripts)
    ages = Ages(min(began, at - timedelta(days=30 * MONTHS)), at)
    historian = Historian(world, rng=Random(f"places-{seed}"), at=at, calendar=calendar(county))
    thesaurus = Thesaurus(county, historian, world.county.of_level("village"), people(seed, cases), seed=seed)
    made = []
    for number, (script, family, later) in enumerate(zip(scripts, found, again, strict=True)):
        area = _area(family)
        made.append(Template(script, family, thesaurus.words(script, number, area), shifts(family, later, late), ages))
    own = sum(template.cases for template in made)
    numbering = Numbering(seed, salt=seed * _SALT)
    say(f"{own} cases; {sum(template.may_be_late for template in made)} of {len(made)} histories may be later")
    return Plan(county, at, numbering, own, list(_shared_out(made, max(0, cases - own), first=held)))


def _shared_out(templates: Sequence[Template], cases: int, *, first: int) -> Iterator[tuple[Template, int, int]]:
    """Each template with the number of its first copy and how many it has: so many cases together."""
    groups = [[template for template in templates if template.kind == kind] for kind in SHARES]
    shares = [share * bool(group) for share, group in zip(SHARES.values(), groups, strict=True)]
    copies: Counter[Template] = Counter()
    for group, share in zip(groups, shares, strict=True):
        if group:
            each = int(cases * share / sum(shares)) // _cases(Counter(group))
            copies.update(dict.fromkeys(group, each))
    alone = [template for template in templates if template.cases == 1]
    ended = [template for template in alone if template.kind != Kind.OPEN]
    copies.update(itertools.islice(itertools.cycle(ended or alone), cases - _cases(copies)))
    for template in templates:
        yield template, first, copies[template]
        first += copies[template]


def _cases(copies: Counter[Template]) -> int:
    return sum(template.cases * count for template, count in copies.items())


def _area(family: Family) -> str:
    """Where the first report of a family came from."""
    return next(row.area for row in family[Report] if isinstance(row, Report))
