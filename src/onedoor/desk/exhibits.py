"""Attachments as the case page shows them: pictures in a row, papers in a list, what waits for its form."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.cases import attachments
from onedoor.cases.models import Attachment
from onedoor.cases.models.attachment import Stage
from onedoor.core import pictures
from onedoor.core.refusal import Refused
from onedoor.core.uploads import JPEG
from onedoor.desk.dossier import Dossier
from onedoor.organisation.queries import post_names


@dataclass(frozen=True)
class Exhibit:
    """One attachment: ``small`` is the address of its picture for a list, empty for a paper."""

    id: int
    name: str
    size: str
    address: str
    small: str
    alt: str
    by: str
    at: datetime
    report: int | None
    stage: str


@dataclass(frozen=True)
class Exhibits:
    """What is attached to a case, sorted by what it shows."""

    reports: list[Exhibit]
    before: list[Exhibit]
    after: list[Exhibit]
    papers: list[Exhibit]

    def of(self, report: int) -> list[Exhibit]:
        """What came with one report."""
        return [one for one in self.reports if one.report == report]


def exhibits(dossier: Dossier) -> Exhibits:
    """What is attached to the case, as far as the actor may see it; nothing is asked where the record tells of none."""
    posts = post_names(dossier.case.county)
    found = attachments.attachments_of(dossier.case, dossier.sight) if dossier.told("cases.attached") else []
    shown = [_exhibit(dossier.case.ref, one, posts) for one in found]
    kinds = {stage: [one for one in shown if one.stage == stage] for stage in Stage}
    return Exhibits(kinds[Stage.REPORT], kinds[Stage.BEFORE], kinds[Stage.AFTER], kinds[Stage.PAPER])


def _exhibit(ref: str, one: Attachment, posts: dict[str, str]) -> Exhibit:
    address = reverse("desk:file", args=[ref, one.id])
    return Exhibit(
        one.id, one.name, filesizeformat(one.size), address, f"{address}?small=1" if one.type == JPEG else "",
        _("%(stage)s：%(name)s") % {"stage": one.get_stage_display(), "name": one.name}, posts.get(one.by, ""), one.at,
        one.report_id, one.stage,
    )  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """A file that was sent and waits for its form; ``small`` is its picture itself, empty for a paper."""

    id: int
    name: str
    size: str
    small: str


def waiting(county: str, key: str) -> list[Waiting]:
    """What waits under a key, as it stands in the form."""
    return list(_waiting(attachments.waiting(county, key)))


def _waiting(found: Iterable[Attachment]) -> Iterator[Waiting]:
    for one in found:
        small = ""
        if one.type == JPEG:
            try:
                picture = base64.b64encode(pictures.small(attachments.content_of(one))).decode()
                small = f"data:{JPEG};base64,{picture}"
            except Refused:
                small = ""
        yield Waiting(one.id, one.name, filesizeformat(one.size), small)
