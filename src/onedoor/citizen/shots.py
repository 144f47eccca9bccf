"""The pictures that wait for something a resident is still writing (照片): kept under a key until it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.cases.actions import attaching
from onedoor.cases.attachments import waiting
from onedoor.cases.models import Attachment
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor

FIELD = "photos"
"""The name of every place where a picture can be chosen."""


@dataclass(frozen=True)
class Shot:
    """A picture or a paper as its owner sees it: ``small`` is where a small one lies, empty for a paper."""

    number: int
    name: str
    href: str
    small: str


@dataclass(frozen=True)
class Pile:
    """What waits under a key, and what went wrong with the last that was sent."""

    key: str
    count: int
    refusal: Refused | None = None


def changed(request: HttpRequest, key: str, *, county: str) -> Pile:
    """Do what a form asks for: take away the one named ``remove``, keep those that came with it."""
    refusal = None
    if (number := request.POST.get("remove", "")).isdecimal():
        refusal = _removed(int(number), key, county)
    files = request.FILES.getlist(FIELD)
    key = key or attaching.new_key() if files else key
    if files:
        refusal = _kept(files, key, county, timezone.now())
    elif "add" in request.POST:
        refusal = Refused(_("还没有选照片。先选好，再点“加上照片”。"), field=FIELD)
    return Pile(key, len(waiting(county, key)), refusal)


def thrown_away(key: str, *, county: str) -> None:
    """Nobody will send what waits under the key."""
    for one in waiting(county, key):
        attaching.remove(one.id, key=key, county=county)


def listed(found: Iterable[Attachment], route: str) -> list[Shot]:
    """As shown on a page; ``route`` names the page of one."""
    return [shot(one, route) for one in found]


def shot(one: Attachment, route: str) -> Shot:
    href = reverse(f"citizen:{route}", args=[one.id])
    return Shot(one.id, one.name, href, f"{href}?small=1" if one.type.startswith("image/") else "")


def _removed(number: int, key: str, county: str) -> Refused | None:
    try:
        attaching.remove(number, key=key, county=county)
    except Refused as refusal:
        return refusal
    return None


def _kept(files: list[UploadedFile[bytes]], key: str, county: str, at: datetime) -> Refused | None:
    """Keep them in their order up to the first that cannot be kept. No more is read of one than may be kept."""
    most = settings.ONEDOOR_UPLOAD_MB * 1024 * 1024 + 1
    for file in files:
        try:
            attaching.upload(
                file.read(most), name=file.name or "", key=key, county=county, by=Actor.resident(county), at=at
            )
        except Refused as refusal:
            return refusal
    return None
