"""The report a resident is writing, kept in their browser between the pages."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models.choices import Nature
from onedoor.cases.models.contact import ReplyBy
from onedoor.cases.models.report import Channel
from onedoor.citizen.keeping import Note

NOTE = Note("od_draft", timedelta(hours=2))

STEPS = ("where", "what", "who", "check")
"""The pages of a report in their order; ``check`` is the last and asks nothing."""


class Naming(models.TextChoices):
    """Whether the resident says who they are, and who gets to know (DOMAIN F.4)."""

    OPEN = "open", _("不用保密")
    CONFIDENTIAL = "confidential", _("要保密")
    ANONYMOUS = "anonymous", _("不留名")


@dataclass(frozen=True)
class Draft:
    """What was answered so far. ``grid`` is the grid of the QR code that was scanned. ``token`` stands for exactly
    these answers: sending them twice is reporting once, sending other ones is another report."""

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
        answered = {"where": self.area, "what": self.text, "who": self.naming}
        return next((step for step, answer in answered.items() if not answer), "check")

    @property
    def incoming(self) -> Incoming:
        """The report as the house takes it in. Of somebody who gives no name nothing about them goes along."""
        report = Incoming(
            channel=Channel.QR if self.grid else Channel.WEB,
            text=self.text,
            place=self.place,
            area=self.area,
            lon=self.lon,
            lat=self.lat,
            nature=self.nature,
            confidential=self.naming == Naming.CONFIDENTIAL,
            token=self.token,
        )
        if self.naming == Naming.ANONYMOUS:
            return replace(report, anonymous=True, reply_by=ReplyBy.NONE)
        return replace(report, name=self.name, phone=self.phone, reply_by=self.reply_by, address=self.address)
