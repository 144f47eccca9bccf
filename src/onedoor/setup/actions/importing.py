"""Take a set-up workbook in: every line is checked first, and all of it is written or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.setup.actions.applying import FirstPassword, must_set_up, write
from onedoor.setup.book import Book
from onedoor.setup.chains import WORKBOOK
from onedoor.setup.change import digest
from onedoor.setup.checking import Outcome, check
from onedoor.setup.events import WorkbookImported
from onedoor.setup.state import State

Progress = Callable[[int, int], None]


@dataclass
class Imported:
    """What came of a workbook: nothing was written where something was ``found``. ``plan`` is the digest of the
    changes."""

    outcome: Outcome
    plan: str
    written: bool = False
    passwords: list[FirstPassword] = field(default_factory=list)


def look_at(book: Book, *, by: Actor, at: datetime, progress: Progress = lambda done, total: None) -> Imported:
    """What the workbook would do, without doing it. Raises Refused without the right to administer the county."""
    must_set_up(by)
    outcome = check(book, State(by.county, at), progress)
    return Imported(outcome, digest(outcome.changes))


@transaction.atomic
def bring_in(
    book: Book, *, expected: str = "", by: Actor, at: datetime, progress: Progress = lambda done, total: None
) -> Imported:
    """Write what the workbook changes, all of it or nothing; the same book again changes nothing and tells nobody.

    ``expected`` is the plan somebody saw and agreed to. Raises Refused without the right to administer the county, and
    when the plan is another one by now.
    """
    must_set_up(by)
    head = chain.locked(by.county, WORKBOOK)
    state = State(by.county, at)
    outcome = check(book, state, progress)
    result = Imported(outcome, digest(outcome.changes))
    if outcome.findings:
        return result
    if expected and expected != result.plan:
        raise Refused(_("上传以后有人改了设置，要改的内容和刚才看到的不一样了。请看过新的结果，再确认一次。"))
    if outcome.changes:
        source = f"file:{book.digest[:12]}"
        result.passwords = write(outcome.changes, state, source=source, by=by, at=at)
        counts: dict[str, int] = {}
        for change in outcome.changes:
            counts[change.sheet.code] = counts.get(change.sheet.code, 0) + 1
        emit(WorkbookImported(digest=book.digest, sheets=counts), on=head, by=by, at=at)
        result.written = True
    return result
