"""Cases' part in verifying the record: attachments against the commitments made when they were attached."""

from __future__ import annotations

from collections.abc import Iterator

from onedoor.cases import attachments
from onedoor.cases.actions.attaching import sealed
from onedoor.cases.events import FileAttached, PersonErased
from onedoor.cases.models import Attachment
from onedoor.core.audit import Finding, checks_with
from onedoor.core.crypto import CannotDecrypt
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused

_PAGE = 500


@checks_with
def files(finding: Finding) -> None:
    """Every attachment has the name and the bytes it had; one that was erased has none any more, and the record tells
    of it."""
    told = dict(_told())
    erased = set(_erased())
    last = 0
    while page := _page(last):
        last = page[-1]
        for number in page:
            finding.words += 1
            if wrong := _wrong(number, told.pop(number, None), told_erased=number in erased):
                finding.problems.append(wrong)
    finding.problems += [f"attachment {number}: is on the record but not in the store" for number in told]


def _page(last: int) -> list[int]:
    numbers = Attachment.objects.filter(id__gt=last, case__isnull=False).order_by("id")
    return list(numbers.values_list("id", flat=True)[:_PAGE])


def _told() -> Iterator[tuple[int, str]]:
    for line in Happening.objects.filter(name=FileAttached.name).values("payload").iterator(_PAGE):
        payload = line["payload"]
        if isinstance(payload, dict) and {"attachment", "sealed"} <= payload.keys():
            yield payload["attachment"], payload["sealed"]


def _erased() -> Iterator[int]:
    for line in Happening.objects.filter(name=PersonErased.name).values("payload").iterator(_PAGE):
        payload = line["payload"]
        named = payload.get("files") if isinstance(payload, dict) else None
        yield from named if isinstance(named, list) else []


def _wrong(number: int, seal: str | None, *, told_erased: bool) -> str:
    """What is wrong with an attachment; empty when it is what it was, or was erased as the record tells."""
    where = f"attachment {number}"
    try:
        one = Attachment.objects.select_related("case").get(pk=number)
        assert one.case is not None
        where = f"{one.county} {one.case.subject}: attachment {number}"
        if one.erased_at is not None:
            bare = not (one.name or one.file or bytes(one.salt))
            if not bare:
                return f"{where} was erased and holds something again"
            return "" if told_erased or _erased_since(one) else f"{where} was emptied, and nothing on the record tells"
        same = sealed(one, attachments.content_of(one)) in (seal, _told_since(one))
    except (Refused, CannotDecrypt):
        same = False
    if same and not told_erased:
        return ""
    return "" if _gone_since(number) else f"{where} was altered or its file is gone"


def _lines(one: Attachment, name: str) -> Iterator[dict[str, object]]:
    assert one.case is not None
    for line in Happening.objects.filter(county=one.county, subject=one.case.subject, name=name):
        if isinstance(line.payload, dict):
            yield line.payload


def _told_since(one: Attachment) -> object:
    """What the record says now of one that was attached while it was read."""
    lines = _lines(one, FileAttached.name)
    return next((told.get("sealed") for told in lines if told.get("attachment") == one.id), None)


def _erased_since(one: Attachment) -> bool:
    """Whether the record tells by now of one that was erased while it was read."""
    named = (told.get("files") for told in _lines(one, PersonErased.name))
    return any(isinstance(files, list) and one.id in files for files in named)


def _gone_since(number: int) -> bool:
    """Whether it was erased between reading its row and reading its file."""
    found = Attachment.objects.select_related("case").defer("name").filter(pk=number).first()
    return found is not None and found.erased_at is not None and not found.file and _erased_since(found)
