"""What is kept about whoever reported: which value, for what, how long (个人信息保护法 arts. 17, 45; F.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onedoor.cases.attachments import of_report
from onedoor.cases.models import Report
from onedoor.catalogue.queries import threshold
from onedoor.citizen import answers
from onedoor.core.personal import Declared, declared
from onedoor.core.privacy import masked_address, masked_name, masked_phone

Value = Callable[[Report], str]
_YEAR = 365

_MASKED: dict[str, tuple[str | Promise, Value]] = {
    "cases.Contact.name": (gettext_lazy("怎么称呼您"), lambda report: masked_name(report.contact.name)),
    "cases.Contact.phone": (gettext_lazy("电话"), lambda report: masked_phone(report.contact.phone)),
    "cases.Contact.address": (gettext_lazy("住址"), lambda report: masked_address(report.contact.address)),
}
_CLEAR: dict[str, Value] = {
    "cases.Contact.name": lambda report: report.contact.name,
    "cases.Contact.phone": lambda report: report.contact.phone,
    "cases.Contact.address": lambda report: report.contact.address,
}
_PLAIN: dict[str, tuple[str | Promise, Value]] = {
    "cases.Contact.phone_index": (
        gettext_lazy("电话的加密特征"),
        lambda report: _("看不出号码") if report.contact.phone_index else "",
    ),
    "cases.Contact.tail_index": (
        gettext_lazy("电话尾号的加密特征"),
        lambda report: _("中心登记和回访的人按尾号找得到") if report.contact.tail_index else "",
    ),
    "cases.Contact.tongue": (gettext_lazy("沟通上的照顾"), lambda report: answers.care(report.contact)),
    "cases.Report.text": (gettext_lazy("您写的内容"), lambda report: report.text),
    "cases.Report.place": (gettext_lazy("具体地点"), lambda report: report.place),
    "cases.Report.lon": (
        gettext_lazy("定位"),
        lambda report: (
            f"{report.lon:.5f}, {report.lat:.5f}" if report.lon is not None and report.lat is not None else ""
        ),
    ),
    "cases.Attachment.file": (gettext_lazy("照片和材料"), lambda report: _counted(len(of_report(report)))),
    "core.Remark.text": (
        gettext_lazy("办理中写下的话"),
        lambda report: "" if report.erased_at else _("答复、理由、您的评价"),
    ),
}

SHOWN = (*_MASKED, *_PLAIN)

ALONG = (
    "cases.Attachment.name", "cases.Attachment.salt", "cases.Report.title", "cases.Report.lat", "cases.Report.salt",
    "cases.Case.title", "cases.Case.summary",
)  # fmt: skip
"""Declared fields that are part of what is listed here, or made from it."""


@dataclass(frozen=True)
class Kept:
    """One thing that is kept, in words."""

    label: str
    value: str
    purpose: str
    basis: str
    keep: str


def kept_of(report: Report, *, clear: bool, now: datetime) -> list[Kept]:
    """Everything that is kept about whoever brought the report; in clear once they gave their code again."""
    known = {field.field: field for field in declared()}
    told: list[Kept] = []
    for name, (label, value) in (_MASKED | _PLAIN).items():
        said = (_CLEAR.get(name, value) if clear else value)(report)
        if said and name in known:
            told.append(_kept(known[name], str(label), said, report.county, now))
    return told


def _kept(field: Declared, label: str, value: str, county: str, now: datetime) -> Kept:
    return Kept(label, value, str(field.purpose), str(field.basis), kept_for(field, county, now))


def kept_for(field: Declared, county: str, now: datetime) -> str:
    """How long a declared field is kept."""
    return _span(threshold(county, field.keep, on=localdate(now))) if field.keep else str(field.erase)


def labels() -> dict[str, str]:
    """What the declared fields of a reporter are called, in the order they are shown."""
    return {name: str(label) for name, (label, _value) in (_MASKED | _PLAIN).items()}


def _counted(files: int) -> str:
    return ngettext("%(n)d份", "%(n)d份", files) % {"n": files} if files else ""


def _span(days: int) -> str:
    if days % _YEAR == 0:
        years = days // _YEAR
        return ngettext("办完以后%(n)d年", "办完以后%(n)d年", years) % {"n": years}
    return ngettext("办完以后%(n)d天", "办完以后%(n)d天", days) % {"n": days}
