"""Say what kind of matter it is (登记要素): nature, kind of call, urgency, size, flags, an upstream deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.events import CaseDescribed
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.cases.models.choices import Kind, Nature, People, Urgency
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty

_MOST = Decimal(10) ** 12


@transaction.atomic
def describe(
    ref: str,
    *,
    kind: str,
    urgency: str,
    nature: str,
    people: str = "",
    amount: Decimal | None = None,
    major: bool = False,
    long_standing: bool = False,
    upstream_no: str = "",
    upstream_by: date | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Set or correct what kind of matter it is, while it waits at the door: later its limits already run by it.

    An informant's report is made one by ``sealing.make_report`` alone, and never stops being one here. Raises Refused
    for anything outside the lists, an impossible amount, or once it was triaged.
    """
    case = queries.locked(by.county, ref)
    case.must(by, Duty.TRIAGE, Duty.REGISTER)
    if case.state != State.REGISTERED:
        raise Refused(_("本件已经分流，时限已按原来的要素计算，不能再改。"))
    facts: dict[str, Any] = {
        "kind": kind, "urgency": urgency, "nature": nature, "people": people, "major": major,
        "long_standing": long_standing, "upstream_no": upstream_no.strip(),
    }  # fmt: skip
    check(facts)
    if (nature == Nature.INFORM) != case.restricted:
        raise Refused(_("举报由专人办理。要转为举报，请用“转为举报”；举报不能改成别的类型。"), field="nature")
    if amount is not None and not 0 <= amount < _MOST:
        raise Refused(_("涉及金额不对。请填元，可以有两位小数。"), field="amount")
    for name, value in facts.items():
        setattr(case, name, value)
    case.amount, case.upstream_by = amount, upstream_by
    case.save(update_fields=[*facts, "amount", "upstream_by"])
    told = facts | {"amount": str(amount) if amount is not None else "", "upstream_by": upstream_by}
    emit(CaseDescribed(flow=flow_of(case), facts=told), on=case, by=by, at=at)
    return case


def check(facts: Mapping[str, Any]) -> None:
    """Every class within its list. Raises Refused."""
    for field, choices in (("kind", Kind), ("urgency", Urgency), ("nature", Nature), ("people", People)):
        value = facts[field]
        if value not in choices.values and not (value == "" and field in ("kind", "people")):
            raise Refused(_("“%(value)s”不在可选范围里。请重新选择。") % {"value": value}, field=field)
    number = facts["upstream_no"]
    if len(number) > 60 or not number.isascii():
        raise Refused(_("上级编号只能用字母、数字和符号，最多60个。"), field="upstream_no")
