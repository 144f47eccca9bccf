"""Put an export of cases on a record of its own (导出留痕): before the first byte leaves, and when it has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from onedoor.cases.events import CasesExported, ExportBegun
from onedoor.core import chain
from onedoor.core.clock import ZONE
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor

FORMATS = ("csv", "xlsx")
LONGEST_PURPOSE = 200
SHORTEST_PURPOSE = 4
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@transaction.atomic
def begin_export(
    *, filters: Mapping[str, Any], asked: str, format: str, columns: Sequence[str], purpose: str, by: Actor,
    at: datetime,
) -> str:  # fmt: skip
    """Say who has what written to a file, and what for; gives the number that stands on every copy.

    Raises Refused without a purpose, without a column, or for a format there is not.
    """
    told = purpose.strip()
    if len(told) < SHORTEST_PURPOSE:
        raise Refused(_("请写明导出做什么用，至少%(least)s个字。") % {"least": SHORTEST_PURPOSE}, field="purpose")
    if len(told) > LONGEST_PURPOSE:
        raise Refused(_("用途写得太长，最多%(most)s个字。") % {"most": LONGEST_PURPOSE}, field="purpose")
    if format not in FORMATS:
        raise Refused(_("没有这种格式。请选择CSV或XLSX。"), field="format")
    if not columns:
        raise Refused(_("请至少选一列。"), field="columns")
    number = f"{at.astimezone(ZONE):%Y%m%d}-{get_random_string(6, _SIGNS)}"
    emit(
        ExportBegun(number=number, filters=dict(filters), format=format, columns=tuple(columns)),
        on=chain.locked(by.county, f"export:{number}"), by=by, at=at, words={"purpose": told, "asked": asked},
    )  # fmt: skip
    return number


@transaction.atomic
def end_export(number: str, *, rows: int, complete: bool, by: Actor, at: datetime) -> None:
    """Say how many rows were written, and whether the file went out whole."""
    emit(
        CasesExported(number=number, rows=rows, complete=complete),
        on=chain.locked(by.county, f"export:{number}"), by=by, at=at,
    )  # fmt: skip
