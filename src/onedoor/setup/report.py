"""What came of a workbook, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import override

from onedoor.setup.actions.importing import Imported
from onedoor.setup.book import Book
from onedoor.setup.checking import Tally
from onedoor.setup.sheets import SHEETS

MOST = 200
"""How many mistakes are told; of the others only how many there are."""
SHOWN = 50
"""How many changes are told field by field."""


def county_of(book: Book) -> str:
    """The six digits of the county a workbook is about: those of its one county among the areas; empty where it has
    none, or several."""
    page = book.pages.get("areas")
    codes = {str(line.cells.get("code", "")) for line in page.lines} if page else set()
    found = {code[:6] for code in codes if len(code) == 12 and code.endswith("000000") and code[4:6] != "00"}
    return found.pop() if len(found) == 1 else ""


def in_words(result: Imported, *, dry_run: bool) -> Iterator[str]:
    """The lines a terminal shows, Chinese and English side by side."""
    findings = result.outcome.findings
    if findings:
        for finding in findings[:MOST]:
            yield f"{finding.place}：{'  '.join(finding.in_each_language())}"
        if len(findings) > MOST:
            yield f"……还有{len(findings) - MOST}处没有列出 / {len(findings) - MOST} more"
        yield f"有{len(findings)}处要改，什么都没有写 / {len(findings)} to mend, nothing was written."
        return
    for code, tally in result.outcome.tallies.items():
        yield _counted(code, tally)
    with override("zh-hans"):
        for change in result.outcome.changes[:SHOWN]:
            yield f"  {change.sheet.title} {change.name} [{change.kind}]"
            if change.before is not None:
                yield from (
                    f"    {title}：{before or '（空）'} → {after or '（空）'}"
                    for title, before, after in change.lines()
                )
    if len(result.outcome.changes) > SHOWN:
        yield f"  ……还有{len(result.outcome.changes) - SHOWN}行 / {len(result.outcome.changes) - SHOWN} more rows"
    if dry_run:
        yield "试导入，没有写库 / Dry run, nothing was written."
    elif not result.written:
        yield "没有变化 / Nothing to change."


def _counted(code: str, tally: Tally) -> str:
    told = [
        f"新加{tally.added} added", f"改{tally.changed} changed", f"停用{tally.ended} ended",
        f"不变{tally.unchanged} unchanged",
    ]  # fmt: skip
    if tally.absent:
        told.append(f"表里没有、保持原样{tally.absent} not in the file, left as they are")
    if tally.past:
        told.append(f"过去的班没有看{tally.past} past, left out")
    with override("zh-hans"):
        return f"{SHEETS[code].title} {code}: {'，'.join(told)}"


def as_data(result: Imported) -> dict[str, Any]:
    """The same for a program: counts by sheet, the first changes, the mistakes in both languages."""
    findings = result.outcome.findings
    return {
        "written": result.written,
        "plan": result.plan,
        "sheets": {code: vars(tally) for code, tally in result.outcome.tallies.items()},
        "changes": [
            {"sheet": change.sheet.code, "key": list(change.key), "kind": change.kind, "columns": change.lines()}
            for change in result.outcome.changes[:SHOWN]
        ],
        "more_changes": max(0, len(result.outcome.changes) - SHOWN),
        "findings": [
            {"sheet": finding.sheet, "cell": finding.cell, "says": finding.in_each_language()}
            for finding in findings[:MOST]
        ],
        "more_findings": max(0, len(findings) - MOST),
    }
