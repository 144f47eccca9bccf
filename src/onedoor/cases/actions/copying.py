"""Copy a case out for another system (抄录): on the record each time, and never a secret one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.unmasking import unmask
from onedoor.cases.events import CaseCopied
from onedoor.cases.models import Case, Contact, Report
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor


@transaction.atomic
def copy_out(ref: str, *, sheet: str, clear: bool, reason: str, by: Actor, at: datetime) -> tuple[Report, Contact]:
    """The first report of a case and who sent it, to be copied in the order of ``sheet``. ``clear``: with the name and
    numbers as they are, which is looking at who the resident is and needs a ``reason``.

    Raises Refused for a secret case, for whoever does not read the reports as they came, and as ``unmask`` does.
    """
    case = queries.locked(by.county, ref)
    may_copy(case, by=by)
    report = queries.reports_of(case)[0]
    contact = unmask(ref, report=report.id, reason=reason, by=by, at=at) if clear else report.contact
    case.refresh_from_db(fields=["chain_seq", "chain_head"])
    emit(CaseCopied(sheet=sheet, report=report.id, clear=clear), on=case, by=by, at=at)
    return report, contact


def may_copy(case: Case, *, by: Actor) -> None:
    """Raises Refused when this actor may not copy the case out."""
    if case.secret:
        raise Refused(_("保密件和举报件不抄录到别的系统。需要移交时，请走移送或转办。"))
    if not queries.sight(case, by).originals:
        raise Refused(_("您看不到本件的原话，不能抄录。请找中心的受理岗。"))
