"""A case on paper (工单, GB/T 33358 3.6; DOMAIN D-12): who and what, how it is handled, chases, call-backs; as far as
whoever prints it may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.models.assignment import Role
from onedoor.cases.models.report import Channel
from onedoor.core.wording import due_words, moment_words
from onedoor.desk.dossier import Dossier
from onedoor.desk.parties import Party, parties
from onedoor.desk.timeline import Moment, told_of
from onedoor.geography.atlas import atlas

Row = tuple[str, str]

_CHASES = "work."
_ASKED = ("cases.visited", "cases.visit_attempted", "cases.rated", "cases.reporter_answered")
_DOOR = ("cases.report_received", "cases.registered", "cases.described", "cases.attached", "cases.contact_unmasked")
_PARTS = {
    "handled": gettext_lazy("办理情况"), "chased": gettext_lazy("督办"), "asked": gettext_lazy("回访和评价"),
    "beside": gettext_lazy("登记和附件"),
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One part of the record with its heading, oldest line first."""

    title: str
    moments: list[Moment]


@dataclass(frozen=True)
class WorkOrder:
    """What stands on the sheet: ``facts`` in pairs, who brought it, and the record by parts."""

    facts: list[Row]
    people: list[Party]
    parts: list[Part]


def work_order(dossier: Dossier) -> WorkOrder:
    """The sheet of a case for one actor; names and numbers are masked on paper always."""
    return WorkOrder(list(_facts(dossier)), list(parties(dossier, None)), list(_parts(dossier)))


def _facts(dossier: Dossier) -> Iterator[Row]:
    case, now = dossier.case, dossier.now
    leads = [one for one in dossier.assignments if one.role == Role.LEAD and one.ended_at is None]
    helps = [one for one in dossier.assignments if one.role == Role.ASSIST and one.ended_at is None]
    signed = next((one.signed_at for one in reversed(leads) if one.signed_at), None)
    task = dossier.task
    known = [
        (_("来源渠道"), str(Channel(case.channel).label)),
        (_("登记时间"), moment_words(case.registered_at, now)),
        (_("诉求类型"), _(" · ").join(filter(None, (case.get_nature_display(), case.get_kind_display())))),
        (_("紧急程度"), case.get_urgency_display()),
        (_("事项分类"), f"{case.item.code} {case.item}" if case.item else ""),
        (_("难度"), case.get_colour_display()),
        (_("事发地址"), f"{atlas(case.county).path(case.area)} {case.area}"),
        (_("涉及人数"), case.get_people_display()),
        (_("涉及金额"), _("%(amount)s元") % {"amount": case.amount} if case.amount is not None else ""),
        (_("上级编号"), case.upstream_no),
        (_("状态"), case.get_state_display()),
        (_("主办单位"), case.lead.name if case.lead else ""),
        (_("协办单位"), _("、").join(dict.fromkeys(one.unit.name for one in helps))),
        (_("派单时间"), moment_words(leads[-1].given_at, now) if leads else ""),
        (_("签收时间"), moment_words(signed, now) if signed else ""),
        (_("本步时限"), due_words(task.due_at, now=now) if task else ""),
        (_("办结时限"), due_words(case.solve_by, now=now) if case.solve_by else ""),
        (_("重办次数"), str(len(dossier.told("cases.reworked", "cases.reopened")) or "")),
        (_("合并办理"), _("、").join(one.ref for one in dossier.merged) or (case.into.ref if case.into else "")),
        (_("办结时间"), moment_words(case.closed_at, now) if case.closed_at else ""),
    ]
    yield from ((label, value) for label, value in known if value)


def _parts(dossier: Dossier) -> Iterator[Part]:
    sorted_lines = {part: [line for line in dossier.lines if _part(line.happening.name) == part] for part in _PARTS}
    for part, lines in sorted_lines.items():
        if lines:
            yield Part(str(_PARTS[part]), told_of(dossier, lines))


def _part(name: str) -> str:
    if name.startswith(_CHASES):
        return "chased"
    if name in _ASKED:
        return "asked"
    return "beside" if name in _DOOR else "handled"
