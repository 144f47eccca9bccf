"""Erase what is kept of a person (删除, 个人信息保护法 art. 47; DOMAIN F.1, F.2). The record stays whole: it never held
more than commitments to their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases import erasable, indexing, queries
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.erasable import Extent
from onedoor.cases.events import PersonErased
from onedoor.cases.models import Case, Report
from onedoor.cases.models.contact import ReplyBy
from onedoor.core import blobs, personal
from onedoor.core.events import emit
from onedoor.core.models import Delivery, Remark
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty

ERASED_TITLE = "来件已清除"
"""What stands in lists for a case whose author was erased."""

_WHO = ("name", "phone", "address", "phone_index", "tail_index")
"""What a contact says of a person."""


class Ground(models.TextChoices):
    """Why it is erased (art. 47)."""

    REQUEST = "request", gettext_lazy("本人要求")
    EXPIRED = "expired", gettext_lazy("保存期满")
    UNLAWFUL = "unlawful", gettext_lazy("违法收集或使用")


@dataclass
class Outcome:
    """What came of erasing several reports: those erased, and the others with the sentence that says why not."""

    erased: list[Report] = field(default_factory=list)
    refused: list[tuple[Report, str]] = field(default_factory=list)


@transaction.atomic
def erase(ref: str, *, report: int, ground: str, by: Actor, at: datetime) -> Case:
    """Erase one report: its words, who sent it, what was attached to it, and whatever was said of it on its own record
    or on that of a case it was handled with; also in files beside the store. Once more is nothing new.

    Raises Refused without the duty, while the case is open (unless it was unlawful to have it), under a legal hold,
    and for "kept long enough" before the day. Raises OSError, with nothing erased in the store, when a file cannot be
    written.
    """
    case, others = _locked(by.county, ref)
    if not case.allows(by, Duty.PRIVACY):
        raise Refused(_("清除个人信息要由个人信息保护岗来做。"))
    if ground not in Ground.values:
        raise Refused(_("清除要有法定的理由：本人要求、保存期满，或者违法收集。"), field="ground")
    kept = Report.objects.select_related("case", "contact").filter(county=case.county, case=case, pk=report).first()
    if kept is None:
        raise Refused(_("没有这份来件。请刷新页面。"))
    if kept.erased_at is not None:
        return case
    extent = erasable.extent(kept)
    _may_go(case, [others[other] for other in extent.elsewhere], ground, at=at)
    # Files first: if this ends here, the store still says what is to be looked for.
    personal.sweep(erasable.traces(kept))
    for one in extent.files:
        blobs.drop(one.file)
    _empty(case, extent, at=at)
    for other, lines in extent.elsewhere.items():
        _forget(others[other], lines)
        _say(others[other], kept, ground, lines, (), by=by, at=at)
    _forget(case, extent.lines)
    _say(case, kept, ground, extent.lines, tuple(one.id for one in extent.files), by=by, at=at)
    return case


def erase_person(reports: Iterable[Report], *, ground: str, by: Actor, at: datetime) -> Outcome:
    """Erase these reports, each for itself: one that must stay does not keep the others.

    ``erasable.of_phone`` gives all of one person's.
    """
    outcome = Outcome()
    for report in reports:
        try:
            erase(report.case.ref, report=report.id, ground=ground, by=by, at=at)
            outcome.erased.append(report)
        except Refused as refusal:
            outcome.refused.append((report, str(refusal)))
    return outcome


def _locked(county: str, ref: str) -> tuple[Case, dict[str, Case]]:
    """The case and those it was ever handled with, all locked: the one it lies in first, as everywhere."""
    kept = Case.objects.select_related("into").filter(county=county, ref=ref).first()
    found = kept or queries.locked(county, ref)
    refs = [*([found.into.ref] if found.into else []), ref]
    refs += [other for other in erasable.together(found) if other not in refs]
    cases = {one: queries.locked(county, one) for one in refs}
    return cases.pop(ref), cases


def _may_go(case: Case, others: Iterable[Case], ground: str, *, at: datetime) -> None:
    if any(erasable.held(one) for one in (case, *others)):
        raise Refused(_("%(ref)s已经保全，不能清除。请先解除保全。") % {"ref": case.ref})
    if ground == Ground.UNLAWFUL:
        return
    if erasable.open_still(case):
        raise Refused(_("%(ref)s还没有办结，不能清除。请办结以后再清除，或者由本人先撤回。") % {"ref": case.ref})
    if ground == Ground.EXPIRED and (until := erasable.kept_until(case, at=at)) > at:
        raise Refused(
            _("%(ref)s的保存期到%(day)s为止，还没有期满。") % {"ref": case.ref, "day": until.date().isoformat()}
        )


def _empty(case: Case, extent: Extent, *, at: datetime) -> None:
    report = extent.report
    report.title = report.text = report.place = ""
    report.lon = report.lat = None
    report.salt = b""
    report.erased_at = at
    report.save(update_fields=["title", "text", "place", "lon", "lat", "salt", "erased_at"])
    contact = report.contact
    for told in _WHO:
        setattr(contact, told, "")
    contact.reply_by, contact.text_only, contact.tongue = ReplyBy.NONE, False, ""
    contact.save(update_fields=[*_WHO, "reply_by", "text_only", "tongue"])
    if extent.whole:
        case.title, case.summary = ERASED_TITLE, ""
        case.save(update_fields=["title", "summary"])
    for one in extent.files:
        one.name, one.file, one.salt, one.erased_at = "", "", b"", at
        one.save(update_fields=["name", "file", "salt", "erased_at"])
    indexing.forget(case)
    Delivery.objects.filter(county=case.county, subject=case.subject).exclude(error="").update(error="")


def _forget(case: Case, lines: Iterable[int]) -> None:
    Remark.objects.filter(county=case.county, subject=case.subject, seq__in=lines).delete()


def _say(
    case: Case, report: Report, ground: str, lines: tuple[int, ...], files: tuple[int, ...], *, by: Actor, at: datetime
) -> None:
    emit(
        PersonErased(flow=flow_of(case), report=report.id, ground=ground, lines=lines, files=files),
        on=case, by=by, at=at,
    )  # fmt: skip
