"""Keep an uploaded workbook until whoever uploaded it has seen what it would do."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core.crypto import decrypt_bytes, encrypt_bytes
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.setup.actions.applying import must_set_up
from onedoor.setup.book import Book, read
from onedoor.setup.models import Upload

LARGEST = 20 * 1024 * 1024
"""Bytes an uploaded workbook may have."""
KEPT = timedelta(days=1)

_CONTEXT = "setup_upload.content"


@transaction.atomic
def keep_upload(content: bytes, *, name: str, by: Actor, at: datetime) -> Book:
    """Read a workbook and keep it in place of the one before. Raises Refused when it is too large or no workbook, and
    without the right to administer the county."""
    must_set_up(by)
    if len(content) > LARGEST:
        raise Refused(
            _("文件有%(size)dMB，超过%(most)dMB。请用命令“./onedoor setup import”导入。")
            % {"size": len(content) >> 20, "most": LARGEST >> 20},
            field="file",
        )
    book = read(content, name=name)
    Upload.objects.filter(made_at__lt=at - KEPT).delete()
    sealed = {"name": name[:120], "content": encrypt_bytes(content, context=_CONTEXT), "made_at": at}
    Upload.objects.update_or_create(county=by.county, member=by.code, defaults=sealed)
    return book


def kept_upload(*, by: Actor, at: datetime) -> Book:
    """The workbook somebody uploaded, read again. Raises Refused when there is none any more, and without the right to
    administer the county."""
    must_set_up(by)
    row = Upload.objects.filter(county=by.county, member=by.code, made_at__gte=at - KEPT).first()
    if row is None:
        raise Refused(_("没有等着确认的文件了。请再上传一次。"), field="file")
    return read(decrypt_bytes(bytes(row.content), context=_CONTEXT), name=row.name)


def drop_upload(*, by: Actor, at: datetime) -> None:
    """Forget what somebody uploaded. Raises Refused without the right to administer the county."""
    must_set_up(by)
    Upload.objects.filter(county=by.county, member=by.code).delete()
