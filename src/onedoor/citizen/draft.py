"""The report a resident is writing, kept in their browser between the pages."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models.choices import Nature
from onedoor.cases.models.contact import ReplyBy
from onedoor.cases.models.report import Channel
from onedoor.citizen.keeping import Note
from onedoor.geography.atlas import Atlas

NOTE = Note("od_draft", timedelta(hours=2))

STEPS = ("where", "what", "who", "check")
"""The pages of a report in their order; ``check`` is the last and asks nothing."""


class Naming(models.TextChoices):
    """Whether the resident says who they are, and who gets to know (DOMAIN F.4)."""

    OPEN = "open", gettext_lazy("不用保密")
    CONFIDENTIAL = "confidential", gettext_lazy("要保密")
    ANONYMOUS = "anonymous", gettext_lazy("不留名")


@dataclass(frozen=True)
class Draft:
    """What was answered so far. ``grid`` is the grid of the QR code that was scanned. ``token`` stands for exactly
    these answers: sending them twice is reporting once, sending other ones is another report. ``uploads`` is the key
    under which so many ``photos`` wait for it."""

    token: str = ""
    grid: str = ""
    area: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    text: str = ""
    nature: str = Nature.DEMAND
    naming: str = ""
    name: str = ""
    phone: str = ""
    reply_by: str = ReplyBy.PHONE
    address: str = ""
    text_only: bool = False
    tongue: str = ""
    uploads: str = ""
    photos: int = 0

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Draft:
        """The draft a note holds; an empty one when it holds none."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})

    @property
    def note(self) -> dict[str, Any]:
        """What the browser keeps of it."""
        return asdict(self)

    def having(self, **answers: Any) -> Draft:
        """The draft with these answers, under a new token when they say something else than before."""
        changed = replace(self, **answers)
        return self if changed == self else replace(changed, token=secrets.token_urlsafe(24))

    @property
    def missing(self) -> str:
        """The first step without an answer, ``check`` when there is none."""
        answered = {"where": self.area, "what": self.text or self.photos, "who": self.naming}
        return next((step for step, answer in answered.items() if not answer), "check")

    def incoming(self, known: Atlas) -> Incoming:
        """The report as the house takes it in. Of somebody who gives no name nothing about them goes along; who sent
        pictures and no words is said to have done so."""
        report = Incoming(
            channel=Channel.QR if self.grid else Channel.WEB,
            text=self.text or look_at_photos(self.photos),
            title="" if self.text else _("%(place)s，请看照片") % {"place": self.place or known.path(self.area)},
            place=self.place,
            area=self.area,
            lon=self.lon,
            lat=self.lat,
            nature=self.nature,
            confidential=self.naming == Naming.CONFIDENTIAL,
            token=self.token,
            uploads=self.uploads if self.photos else "",
        )
        if self.naming == Naming.ANONYMOUS:
            return replace(report, anonymous=True, reply_by=ReplyBy.NONE)
        return replace(
            report,
            name=self.name,
            phone=self.phone,
            reply_by=self.reply_by,
            address=self.address,
            text_only=self.text_only,
            tongue=self.tongue,
        )


def look_at_photos(photos: int) -> str:
    """What stands for the words of somebody who sent pictures alone."""
    return ngettext("没有写字，请看照片（%(n)d张）。", "没有写字，请看照片（%(n)d张）。", photos) % {"n": photos}
