"""Clear away files that belong to nothing (附件清理): what nobody sent, and what no row names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from onedoor.cases import attachments
from onedoor.cases.models import Attachment
from onedoor.core import blobs

CLEAR = "cases.clear_files"
CLEAR_NOW = "cases.clear_files_now"
KEPT = timedelta(days=1)
"""So long a file waits for what it belongs to."""
_BATCH = 500


def clear_files(*, at: datetime) -> tuple[int, int]:
    """Take away what has waited for longer than a day, and files of the same age that no row names: a process may have
    ended between the file and its row. Returns how many of each.

    Raises OSError when a file cannot be taken away; running again goes on.
    """
    unsent, orphans = 0, 0
    with transaction.atomic():
        for one in Attachment.objects.select_for_update().filter(case=None, at__lt=at - KEPT)[:_BATCH]:
            one.delete()
            blobs.drop(one.file)
            unsent += 1
    names = blobs.kept(before=at - KEPT)
    while batch := list(islice(names, _BATCH)):
        for name in _orphans(batch):
            blobs.drop(name)
            orphans += 1
    return unsent, orphans


def _orphans(names: list[str]) -> Iterator[str]:
    known = set(attachments.files_of(names))
    yield from (name for name in names if name not in known)
