"""The pictures of a case as its author sees them: their own, and before and after from whoever did the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onedoor.cases.attachments import OF_A_REPLY, shown_to_author
from onedoor.cases.events import CaseReviewed
from onedoor.cases.models import Attachment, Case, Report
from onedoor.cases.models.attachment import Stage
from onedoor.cases.queries import Line
from onedoor.citizen.shots import Shot, listed

ROUTE = "file"


@dataclass(frozen=True)
class Pictures:
    """``own`` came from the resident; ``before`` and ``after`` belong to the answer."""

    own: list[Shot]
    before: list[Shot]
    after: list[Shot]


def pictures_of(report: Report, case: Case, lines: Sequence[Line]) -> Pictures:
    """What there is to see; ``case`` is the one that is handled for the report, ``lines`` its record."""
    found = open_to_author(report, case, lines)
    work = [one for one in found if one.stage in OF_A_REPLY]
    return Pictures(
        own=listed([one for one in found if one.report_id == report.id], ROUTE),
        before=listed([one for one in work if one.stage == Stage.BEFORE], ROUTE),
        after=listed([one for one in work if one.stage == Stage.AFTER], ROUTE),
    )


def open_to_author(report: Report, case: Case, lines: Sequence[Line]) -> list[Attachment]:
    """Their own, and of the work what somebody has found fit to be read: nothing newer than the last review."""
    reviewed = [line.happening.at for line in lines if line.happening.name == CaseReviewed.name]
    return [
        one
        for one in shown_to_author(report)
        if one.report_id == report.id or (one.case_id == case.id and reviewed and one.at <= reviewed[-1])
    ]
