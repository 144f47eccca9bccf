"""Change one row of the set-up on a screen, by the checks of the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.setup.actions.applying import FirstPassword, must_set_up, write
from onedoor.setup.book import on_screen
from onedoor.setup.chains import WORKBOOK
from onedoor.setup.checking import check
from onedoor.setup.sentences import Finding
from onedoor.setup.sheet import Key, Sheet, mark
from onedoor.setup.state import State

SCREEN = "screen"


class MovedOn(Refused):
    """Somebody changed the row meanwhile."""


@dataclass(frozen=True)
class Saved:
    """What came of it: nothing was written where something was ``found``; ``key`` is the row's key now."""

    findings: list[Finding]
    key: Key
    changed: bool = False
    passwords: tuple[FirstPassword, ...] = ()


@transaction.atomic
def save_row(
    sheet: Sheet, cells: dict[str, object], *, key: Key | None, seen: str = "", by: Actor, at: datetime
) -> Saved:
    """Write one row as somebody filled it in; ``key`` is the row it was opened from, None for a new one.

    ``seen`` is the mark of the row as they saw it. Raises Refused without the right to administer the county and for
    a row that is not there, MovedOn when it was changed meanwhile.
    """
    must_set_up(by)
    chain.locked(by.county, WORKBOOK)
    state = State(by.county, at)
    kept = state.rows(sheet).get(key) if key is not None else None
    if key is not None and kept is None:
        raise Refused(_("没有这一行了。请回到列表看一看。"))
    if kept is not None and seen != mark(kept.values):
        raise MovedOn(_("您打开以后，有人改了这一行。您写的还在，请对照新的内容再存一次。"))
    outcome = check(on_screen(sheet, cells), state)
    if outcome.findings:
        return Saved(outcome.findings, key or ())
    written = outcome.changes[0].key if outcome.changes else key
    if kept is not None and outcome.changes and written != key:
        raise Refused(
            _("%(columns)s是这一行的代号，不能改。请另加一行，再停用这一行。")
            % {"columns": "、".join(str(sheet.by_code[code].title) for code in sheet.key)},
            field=sheet.key[0],
        )
    if kept is None and outcome.changes and outcome.changes[0].before is not None:
        raise Refused(_("已经有这一行了。请到列表里打开它来改。"), field=sheet.key[0])
    if kept is None and not outcome.changes:
        raise Refused(_("已经有这一行了。请到列表里打开它来改。"), field=sheet.key[0])
    passwords = write(outcome.changes, state, source=SCREEN, by=by, at=at) if outcome.changes else []
    return Saved([], written or (), bool(outcome.changes), tuple(passwords))
