"""Attach pictures and papers (附件): they wait under a key until what they belong to is sent."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from onedoor.cases import attachments, queries
from onedoor.cases.events import FileAttached
from onedoor.cases.models import Attachment, Case, Report
from onedoor.cases.models.attachment import Stage
from onedoor.core import blobs
from onedoor.core.chain import commitment
from onedoor.core.events import emit, record
from onedoor.core.refusal import Refused
from onedoor.core.uploads import TYPES, checked
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import CENTRE_DUTIES, Duty
from onedoor.work.queries import beside

_KEY = re.compile(r"[A-Za-z0-9_.:-]{12,40}")
_LONGEST_NAME = 80
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def new_key() -> str:
    """A key nobody can guess: whoever has it may add to what waits under it."""
    return secrets.token_urlsafe(20)


def is_key(key: str) -> bool:
    """Whether files may wait under this key."""
    return _KEY.fullmatch(key) is not None


def upload(content: bytes, *, name: str, key: str, county: str, by: Actor, at: datetime) -> Attachment:
    """Keep a file under a key until what it belongs to is sent; after a day nobody sent it, it goes.

    Raises Refused for what is no file anybody needs here (``core.uploads``), for too many, and where the disk is full.
    """
    if not is_key(key):
        raise Refused(_("表单的编号不对。请刷新页面，重新填写。"), field="files")
    most = settings.ONEDOOR_UPLOAD_MOST
    if len(attachments.waiting(county, key)) >= most:
        raise Refused(_("最多%(most)s个文件。请去掉不要紧的再传。") % {"most": most}, field="files")
    found = checked(content)
    try:
        file = blobs.keep(found.content)
    except OSError:
        raise Refused(_("文件没存上，中心的磁盘可能满了。文字照常能存；请告诉系统管理岗。"), field="files") from None
    made = Attachment(
        county=county, key=key, stage=Stage.REPORT, name=plain_name(name, found.type), type=found.type,
        size=len(found.content), width=found.width, height=found.height, file=file, salt=secrets.token_bytes(16),
        by=by.code, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


@transaction.atomic
def remove(attachment_id: int, *, key: str, county: str) -> None:
    """Take away one that still waits; one that is gone already is no error. Raises Refused when it was sent."""
    found = Attachment.objects.select_for_update().filter(county=county, pk=attachment_id).first()
    if found is None:
        return
    if found.case_id is not None or found.key != key or not key:
        raise Refused(_("这份附件已经交上，不能去掉。"), field="files")
    found.delete()
    transaction.on_commit(partial(blobs.drop, found.file))


def joining(
    key: str, *, case: Case, report: Report | None, stage: str, by: Actor, at: datetime
) -> tuple[list[Attachment], list[models.Model]]:
    """What waits under a key, locked, and the lines of the record that say it belongs to the case: the caller, who has
    the case locked or makes it new, writes the lines, then ``join``.

    Raises Refused when a file is not there any more.
    """
    mine = _locked(case.county, key)
    rows: list[models.Model] = []
    for one in mine:
        one.stage, one.report = stage, report
        rows += record(_told(one), on=case, by=by, at=at)
    return mine, rows


def join(mine: list[Attachment], *, case: Case) -> None:
    """Put what ``joining`` gave into the case."""
    for one in mine:
        one.case, one.key = case, ""
        one.save(update_fields=["case", "report", "stage", "key"])


@transaction.atomic
def attach(
    key: str, *, case: Case, report: Report | None = None, stage: str, by: Actor, at: datetime
) -> list[Attachment]:
    """Join everything that waits under the key to the case, which the caller has locked, and write it on the record.

    Raises Refused when a file is not there any more.
    """
    mine = _locked(case.county, key)
    for one in mine:
        one.stage, one.report = stage, report
        emit(_told(one), on=case, by=by, at=at)
    join(mine, case=case)
    return mine


def attach_work(case: Case, *, before: str = "", after: str = "", by: Actor, at: datetime) -> None:
    """Join the pictures of the work (办理前、办理后) to the case, which the caller has locked."""
    for stage, key in ((Stage.BEFORE, before), (Stage.AFTER, after)):
        if key:
            attach(key, case=case, stage=stage, by=by, at=at)


@transaction.atomic
def add_files(ref: str, *, uploads: str, stage: str = Stage.PAPER, by: Actor, at: datetime) -> Case:
    """Add to a case what waits under the key ``uploads``: a paper of the work, or what the resident handed in, which
    belongs to the first report. Whoever works on the case may.

    Raises Refused for a case that has ended, with nothing to add, or for others.
    """
    case = queries.locked(by.county, ref)
    if not _helps(case, by):
        case.must(by, *CENTRE_DUTIES, Duty.SAFETY, handler=True)
    if case.ended:
        raise Refused(_("本件已经办完，不能再加附件。"))
    if stage not in (Stage.PAPER, Stage.REPORT):
        raise Refused(_("“%(value)s”不在可选范围里。请重新选择。") % {"value": stage}, field="stage")
    report = queries.reports_of(case).filter(erased_at=None).first() if stage == Stage.REPORT else None
    if stage == Stage.REPORT and (report is None or not queries.sight(case, by).originals):
        raise Refused(_("来件人交来的材料由中心登记。请选“办理材料”。"), field="stage")
    if not attach(uploads, case=case, report=report, stage=stage, by=by, at=at):
        raise Refused(_("还没有选文件。"), field="files")
    return case


def sealed(attachment: Attachment, content: bytes) -> str:
    """The commitment to an attachment's name and bytes."""
    told = [attachment.name, hashlib.sha256(content).hexdigest()]
    return commitment(json.dumps(told, ensure_ascii=False), bytes(attachment.salt))


def plain_name(name: str, kind: str) -> str:
    """The sender's name of a file without folders and tricks, ending as its type says."""
    last = re.split(r"[/\\]", _NOT_SHOWN.sub("", name))[-1].strip(" .")
    stem = last.rpartition(".")[0] or last
    return (stem[:_LONGEST_NAME] or _("附件")) + TYPES[kind]


def _locked(county: str, key: str) -> list[Attachment]:
    """What waits under a key, locked until the transaction ends."""
    if not key:
        return []
    return list(Attachment.objects.select_for_update().filter(county=county, key=key, case=None).order_by("at", "id"))


def _told(one: Attachment) -> FileAttached:
    seal = sealed(one, attachments.content_of(one))
    return FileAttached(
        attachment=one.id, stage=str(one.stage), type=one.type, size=one.size, sealed=seal, report=one.report_id
    )


def _helps(case: Case, by: Actor) -> bool:
    """Whether the actor's unit owes a part beside the lead."""
    owed = beside(case.county, case.subject).filter(verb="assist")
    return any(case.allows(by, Duty.HANDLE, unit=task.unit_id) for task in owed)
