"""Look at every line before anything is written: what is wrong with it, and what it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy, override

from onedoor.core.sentence import Sentence
from onedoor.setup import crossing
from onedoor.setup.book import SPOILT, Book, Line, Page
from onedoor.setup.change import ADDED, CHANGED, ENDED, Change
from onedoor.setup.final import Final, Row
from onedoor.setup.sentences import Finding, Unfit
from onedoor.setup.sheet import FILE_LANGUAGE, FIRST, GONE, Key, Sheet, Values
from onedoor.setup.sheets import SHEETS
from onedoor.setup.state import State

Progress = Callable[[int, int], None]


@dataclass
class Tally:
    """What becomes of the lines of one sheet; ``absent`` rows of the store are in no line and stay as they are,
    ``past`` lines are about what is over."""

    added: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0
    absent: int = 0
    past: int = 0


@dataclass
class Outcome:
    """What a book would do. ``changes`` hold only where nothing was found."""

    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)


def check(book: Book, state: State, progress: Progress = lambda done, total: None) -> Outcome:
    """Check a book against the store; every mistake is found at once."""
    outcome = Outcome(findings=list(book.findings))
    final = Final(state, doubtful=book.doubtful)
    total = sum(len(page.lines) for page in book.pages.values())
    done = 0
    for code in SHEETS:
        if code in book.pages:
            page = book.pages[code]
            outcome.tallies[code] = _page(page, state, final, outcome)
            done += len(page.lines)
            progress(done, total)
    outcome.findings += crossing.wrong(final)
    outcome.findings.sort(key=_place)
    return outcome


def _page(page: Page, state: State, final: Final, outcome: Outcome) -> Tally:
    sheet, kept, tally = page.sheet, state.rows(page.sheet), Tally()
    seen: dict[Key, Line] = {}
    for line in page.lines:
        said = list(_line(page, line, state, final, seen, tally, outcome))
        outcome.findings += said
    tally.absent = len(kept.keys() - seen.keys())
    counted = Counter(change.kind for change in outcome.changes if change.sheet is sheet)
    tally.added, tally.changed, tally.ended = (counted[kind] for kind in (ADDED, CHANGED, ENDED))
    return tally


def _line(
    page: Page, line: Line, state: State, final: Final, seen: dict[Key, Line], tally: Tally, outcome: Outcome
) -> Iterator[Finding]:
    sheet = page.sheet
    given, wrong = _values(page, line)
    yield from (finding for finding in wrong if finding.sheet)
    whole = sheet.blank | given
    if any(code not in given for code in sheet.key) or any(finding.column in sheet.key for finding in wrong):
        return
    key = sheet.key_of(whole)
    if (first := seen.setdefault(key, line)) is not line:
        said = gettext_lazy("和第%(line)d行是同一行（%(key)s）。请删去其中一行，或改%(columns)s。")
        yield _finding(page, line, sheet.key[0], said, line=first.number, key=sheet.named(key), columns=_names(sheet))
        return
    kept = state.rows(sheet).get(key)
    before = kept.values if kept else None
    after = (before or sheet.blank) | given
    if _past(sheet, after, state.today):
        tally.past += 1
        return
    final.put(sheet, key, Row(after, page, line, changed=after != before, sound=not wrong, before=before))
    if wrong:
        return
    if (after.get(GONE) and before is None) or after == before:
        tally.unchanged += 1
        return
    found = [
        _finding(page, line, column, sentence.text, **sentence.values)
        for column, sentence in (
            *sheet.check(after, state.county, state.today),
            *_in_force(sheet, before, after, state),
        )
        if not after.get(GONE)
    ]
    yield from found
    if not found:
        outcome.changes.append(Change.of(sheet, key, before, None if after.get(GONE) else after, state.today))


def _values(page: Page, line: Line) -> tuple[Values, list[Finding]]:
    """The values of a line, and what is wrong with its cells."""
    given: Values = {}
    wrong: list[Finding] = []
    for column in page.sheet.columns:
        if column.code not in line.cells:
            continue
        cell = line.cells[column.code]
        if cell is SPOILT:
            wrong.append(Finding("", "", Sentence(""), column.code))  # something was said of it already
            continue
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if column.required:
                said = gettext_lazy("是空的。请填%(column)s。")
                wrong.append(_finding(page, line, column.code, said, column=column.title))
            given[column.code] = column.free
            continue
        try:
            with override(FILE_LANGUAGE):
                given[column.code] = column.parse(cell)
        except Unfit as unfit:
            given[column.code] = column.free
            wrong.append(_finding(page, line, column.code, unfit.sentence.text, **unfit.sentence.values))
    return given, wrong


def _doubts(sheet: Sheet, before: Values | None, after: Values, state: State) -> Iterator[tuple[str, Sentence]]:
    yield from sheet.check(after, state.county, state.today)
    yield from _in_force(sheet, before, after, state)


def _in_force(sheet: Sheet, before: Values | None, after: Values, state: State) -> Iterator[tuple[str, Sentence]]:
    """A rule changes nothing retroactively: what cases are counted by stays as it is, what is new begins later."""
    first = after.get(FIRST)
    if not sheet.begun or not isinstance(first, date) or not state.working:
        return
    if before is None and first < state.today:
        said = gettext_lazy("已经在办件了，新的一行最早从今天（%(today)s）起。请改日期。")
        yield FIRST, Sentence(said, {"today": state.today.isoformat()})
    if before is not None and first <= state.today:
        for code in sheet.begun:
            if before[code] != after[code]:
                said = gettext_lazy("已经生效，不能改。请给这一行填截止日期，另起一行从新日期开始。")
                yield code, Sentence(said)
                return


def _past(sheet: Sheet, values: Values, today: date) -> bool:
    """Whether a line is about a shift of days gone by."""
    day = values.get("day")
    return sheet.code == "shifts" and isinstance(day, date) and day < today


def _finding(page: Page, line: Line, column: str, said: object, /, **values: object) -> Finding:
    return Finding(page.sheet.file_title, page.place(line, column), Sentence(said, values), column)  # type: ignore[arg-type]


def _names(sheet: Sheet) -> str:
    return "、".join(str(sheet.by_code[code].title) for code in sheet.key)


def _place(finding: Finding) -> tuple[int, int, str]:
    """In the order of the sheets and of their lines."""
    titles = [sheet.file_title for sheet in SHEETS.values()]
    row = "".join(character for character in finding.cell if character.isdigit())
    rank = titles.index(finding.sheet) if finding.sheet in titles else -1
    return rank, int(row or 0), finding.cell
