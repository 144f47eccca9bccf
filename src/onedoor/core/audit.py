"""Verify the record: every chain from its first line to its head, and every kept word against its commitment.

The centre may be at work meanwhile: what looks wrong because it was read in two moments is read again under lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from onedoor.core.chain import commitment, line_hash, locked
from onedoor.core.events import Event
from onedoor.core.models import Chain, Chained, Happening, Remark

_BATCH = 2000

Heads = Callable[[], Iterator[Chained]]
_checks: list[Callable[[Finding], None]] = []
_heads: list[Heads] = [lambda: Chain.objects.order_by("county", "name").iterator(_BATCH)]


def heads_from(source: Heads) -> Heads:
    """Name a table whose rows carry heads of chains."""
    _heads.append(source)
    return source


def checks_with(check: Callable[[Finding], None]) -> Callable[[Finding], None]:
    """Name a further check that adds to the finding."""
    _checks.append(check)
    return check


@dataclass
class Finding:
    """What a verification found; ``problems`` are sentences with county, subject and line."""

    chains: int = 0
    lines: int = 0
    words: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.problems


def verify(step: Callable[[Finding], None] | None = None) -> Finding:
    """Walk the whole record. Altered, missing, inserted, cut-off and re-ordered lines each give a sentence."""
    finding = Finding()
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    place = ("", "")
    lines = Happening.objects.order_by("county", "subject", "seq").iterator(_BATCH)
    said: dict[tuple[str, str, int], dict[str, str]] = {}
    erased: set[tuple[str, str, int]] = set()
    seq, head = 0, ""
    for line in lines:
        if (line.county, line.subject) != place:
            place, seq, head = (line.county, line.subject), 0, ""
            finding.chains += 1
            if step:
                step(finding)
        finding.lines += 1
        where = f"{line.county} {line.subject} {line.seq}"
        if line.seq != seq + 1:
            finding.problems.append(f"{where}: lines {seq + 1}–{line.seq - 1} are missing")
        if line.previous != head:
            finding.problems.append(f"{where}: does not follow from the line before it")
        if line.hash != line_hash(**_columns(line)):
            finding.problems.append(f"{where}: was altered")
        seq, head = line.seq, line.hash
        seen[place] = (seq, head)
        if words := words_of(line.payload):
            said[(*place, line.seq)] = words
        erased.update((*place, gone) for gone in erased_by(line))
    _check_heads(seen, finding)
    _check_words(said, erased, finding)
    for check in _checks:
        check(finding)
    return finding


def words_of(payload: object) -> dict[str, str]:
    """The commitments a line's payload holds; none where the payload was damaged."""
    words = payload.get("words") if isinstance(payload, dict) else None
    return words if isinstance(words, dict) else {}


def erased_by(line: Happening) -> list[int]:
    """The earlier lines of the same record whose words were erased with this one."""
    kind = Event.known.get(line.name)
    if kind is None or not kind.erases or not isinstance(line.payload, dict):
        return []
    told = line.payload.get(kind.erases)
    return [seq for seq in told if isinstance(seq, int) and seq < line.seq] if isinstance(told, list) else []


def follows(lines: Iterable[Happening], head: Chained) -> bool:
    """Whether these lines, all of one subject in order, form an unbroken chain that ends at the head."""
    seq, previous = 0, ""
    for line in lines:
        if (line.seq, line.previous) != (seq + 1, previous) or line.hash != line_hash(**_columns(line)):
            return False
        seq, previous = line.seq, line.hash
    return (seq, previous) == (head.chain_seq, head.chain_head)


def _columns(line: Happening) -> dict[str, Any]:
    names = ("county", "subject", "seq", "name", "version", "payload", "actor", "at", "recorded_at", "previous")
    return {name: getattr(line, name) for name in names}


def _check_heads(seen: dict[tuple[str, str], tuple[int, str]], finding: Finding) -> None:
    for source in _heads:
        for row in source():
            last = seen.pop((row.county, row.subject), (0, ""))
            if last != (row.chain_seq, row.chain_head) and not _sound_now(row):
                finding.problems.append(
                    f"{row.county} {row.subject}: the record ends at line {last[0]}, the head says {row.chain_seq}"
                )
    finding.problems += [f"{county} {subject}: has a record but no head" for county, subject in seen]


def _sound_now(row: Chained) -> bool:
    with transaction.atomic():
        head = locked(row.county, row.subject)
        return follows(Happening.objects.filter(county=row.county, subject=row.subject).order_by("seq"), head)


def _check_words(
    said: dict[tuple[str, str, int], dict[str, str]], erased: set[tuple[str, str, int]], finding: Finding
) -> None:
    """Every kept word against its commitment; words that are missing or there again against what was erased."""
    for remark in Remark.objects.order_by("county", "subject", "seq").iterator(_BATCH):
        finding.words += 1
        kept = commitment(remark.text, remark.salt)
        where = (remark.county, remark.subject, remark.seq)
        told = said.get(where, {}).pop(remark.field, None)
        if told != kept and _said_since(remark) != kept:
            finding.problems.append(f"{_at(where)}: the {remark.field} was altered")
        elif where in erased:
            finding.problems.append(f"{_at(where)}: the {remark.field} was erased and is there again")
    for where, words in said.items():
        if words and where not in erased and not _erased_since(*where):
            finding.problems += [f"{_at(where)}: the {field} is missing" for field in words]


def _at(where: tuple[str, str, int]) -> str:
    return " ".join(map(str, where))


def _said_since(remark: Remark) -> str | None:
    """The commitment as the store holds it now, for a remark that was written after its line was looked for."""
    line = Happening.objects.filter(county=remark.county, subject=remark.subject, seq=remark.seq).first()
    return words_of(line.payload).get(remark.field) if line else None


def _erased_since(county: str, subject: str, seq: int) -> bool:
    """Whether words that were there when their line was read have been erased meanwhile."""
    erasing = [name for name, kind in Event.known.items() if kind.erases]
    lines = Happening.objects.filter(county=county, subject=subject, seq__gt=seq, name__in=erasing)
    return any(seq in erased_by(line) for line in lines)
