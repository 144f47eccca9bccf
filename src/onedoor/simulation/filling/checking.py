"""Whether what was filled in is what the actions write: copies beside the same histories lived by the real actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from onedoor.cases.actions.registering import sealed
from onedoor.cases.events import ReportReceived
from onedoor.cases.models import Case, Contact, Report
from onedoor.core.audit import follows, words_of
from onedoor.core.chain import commitment
from onedoor.core.models import Happening, Remark
from onedoor.simulation.filling.filling import Filled
from onedoor.simulation.filling.history import lived_again
from onedoor.simulation.filling.kin import Family, families
from onedoor.simulation.filling.leaves import differences

_TOGETHER, _TOLD = 40, 20


class Unequal(Exception):
    """A copy is not what the actions write."""


def check(filled: Filled, *, sample: int, seed: int) -> int:
    """Draw copies, of every template one before of any a second, live the same histories through the real actions with
    the words and the hours of the copies, and compare every column of every row. Returns how many were equal.

    Identifiers and references are compared by what they name, what is encrypted by what it says; hashes, seals and
    commitments are verified instead; salts, the places in the record and ``recorded_at`` are nobody's to foresee. What
    is lived for this is taken back: the store is left as it was. Raises Unequal with the first differences.
    """
    drawn = _drawn(filled, sample, Random(f"check-{seed}"))
    for start in range(0, len(drawn), _TOGETHER):
        if problems := _compared(filled, drawn[start : start + _TOGETHER]):
            raise Unequal("\n".join(problems[:_TOLD]))
    return len(drawn)


def _drawn(filled: Filled, sample: int, rng: Random) -> list[tuple[int, int]]:
    """Numbers of templates, each with that of a copy."""
    left = [
        (number, rng.sample(range(first, first + count), min(count, sample)))
        for number, (_template, first, count) in enumerate(filled.plan.templates)
    ]
    drawn: list[tuple[int, int]] = []
    while len(drawn) < sample and any(serials for _number, serials in left):
        rng.shuffle(left)
        drawn += [(number, serials.pop()) for number, serials in left if serials][: sample - len(drawn)]
    return drawn


def _compared(filled: Filled, drawn: Sequence[tuple[int, int]]) -> list[str]:
    plan = filled.plan
    templates = [plan.templates[number][0] for number, _serial in drawn]
    ids = [template.case_ids(serial) for template, (_number, serial) in zip(templates, drawn, strict=True)]
    named = dict(Case.objects.filter(pk__in=[pk for each in ids for pk in each]).values_list("pk", "ref"))
    if missing := [pk for each in ids for pk in each if pk not in named]:
        return [f"case {pk} is not in the store" for pk in missing]
    refs = [[named[pk] for pk in each] for each in ids]
    draws = [
        template.draw(serial, plan.numbering) for template, (_number, serial) in zip(templates, drawn, strict=True)
    ]
    lived = lived_again(
        [template.script for template in templates],
        [draw.told for draw in draws],
        [timedelta(seconds=draw.late) for draw in draws],
        county=plan.county,
        until=plan.until,
    )
    problems = []
    for own, copy, real in zip(refs, families(refs, county=plan.county), lived, strict=True):
        problems += [f"{own[0]}: {sentence}" for sentence in (*differences(copy, real), *_unverified(copy))]
    return problems


def _unverified(family: Family) -> list[str]:
    """What does not prove itself: chains, the words beside them, and the seals of reports."""
    lines = [row for row in family[Happening] if isinstance(row, Happening)]
    problems = []
    for case in (row for row in family[Case] if isinstance(row, Case)):
        if not follows(
            sorted((line for line in lines if line.subject == case.subject), key=lambda line: line.seq), case
        ):
            problems.append("the record does not verify")
    kept = {
        (row.subject, row.seq, row.field): commitment(row.text, row.salt)
        for row in family[Remark]
        if isinstance(row, Remark)
    }
    told = {(line.subject, line.seq, name): seal for line in lines for name, seal in words_of(line.payload).items()}
    if kept != told:
        problems.append("words are not those the record commits to")
    contacts = {row.report_id: row for row in family[Contact] if isinstance(row, Contact)}
    seals = {line.payload["report"]: line.payload["sealed"] for line in lines if line.name == ReportReceived.name}
    for report in (row for row in family[Report] if isinstance(row, Report)):
        report.contact = contacts[report.pk]
        if seals.get(report.pk) != sealed(report):
            problems.append("a report is not what the record seals")
    return problems
