"""Reads about attachments (附件). Who may see one is decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from onedoor.cases.models import Attachment, Case, Report
from onedoor.cases.models.attachment import Stage
from onedoor.cases.queries import Sight
from onedoor.core import blobs
from onedoor.core.crypto import CannotDecrypt
from onedoor.core.refusal import Refused

OF_A_REPLY = (Stage.BEFORE, Stage.AFTER)
"""What belongs to an answer: its author sees it with the words."""


def waiting(county: str, key: str) -> list[Attachment]:
    """What was sent under this key and belongs to no case yet, the first one first; nothing for an empty key."""
    if not key:
        return []
    return list(Attachment.objects.filter(county=county, key=key, case=None).order_by("at", "id"))


def attachments_of(case: Case, sight: Sight) -> list[Attachment]:
    """What is attached to a case, as far as this sight goes, the first one first: pictures of the work for whoever
    sees the page; what residents brought for whoever reads the reports as they came; and of a secret case papers for
    the same alone, for a paper may say who told it."""
    if not sight.page:
        return []
    shown = list(Stage) if sight.originals else [*OF_A_REPLY, *([] if case.secret else [Stage.PAPER])]
    return list(_kept(case).filter(stage__in=shown).order_by("at", "id"))


def shown_to_author(report: Report) -> list[Attachment]:
    """What whoever sent this report sees: their own, and the pictures of the work on the case it is handled in."""
    own = Q(report=report)
    places = [report.case] + ([report.case.into] if report.case.into else [])
    work = Q(case__in=places, stage__in=OF_A_REPLY)
    mine = Attachment.objects.filter(own | work, county=report.county, erased_at=None)
    return list(mine.order_by("at", "id"))


def of_report(report: Report) -> list[Attachment]:
    """What came with a report and is still kept."""
    return list(Attachment.objects.filter(county=report.county, report=report, erased_at=None).order_by("at", "id"))


def of_work(case: Case) -> list[Attachment]:
    """What was attached to a case by those who worked on it and is still kept."""
    return list(_kept(case).filter(report=None).order_by("at", "id"))


def attached(case: Case, sight: Sight, number: int) -> Attachment:
    """One attachment that this sight shows. Raises Refused, in the same words, when it is not there or not theirs."""
    found = next((one for one in attachments_of(case, sight) if one.id == number), None)
    if found is None:
        raise Refused(_("没有这份附件，或者您没有查看它的权限。"))
    return found


def content_of(attachment: Attachment) -> bytes:
    """The bytes of an attachment. Raises Refused when its file is gone or was altered."""
    try:
        return blobs.read(attachment.file)
    except (OSError, CannotDecrypt):
        raise Refused(_("这份附件的文件打不开。请告诉系统管理岗，从备份恢复。")) from None


def files_of(names: list[str]) -> Iterator[str]:
    """Those of these file names that some attachment holds."""
    yield from Attachment.objects.filter(file__in=names).values_list("file", flat=True)


def _kept(case: Case) -> QuerySet[Attachment]:
    return Attachment.objects.filter(county=case.county, case=case, erased_at=None)
