"""Add to one's own case while it is open: words and pictures, in writing (补充说明)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import attachments, queries
from onedoor.cases.actions import attaching, safeguarding
from onedoor.cases.actions.merging import host
from onedoor.cases.actions.registering import LONGEST_TEXT
from onedoor.cases.events import CaseAdded
from onedoor.cases.models import Case, Report
from onedoor.cases.models.attachment import Stage
from onedoor.cases.models.choices import Safety
from onedoor.catalogue.queries import signs_in
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import AUTHOR


@transaction.atomic
def add(ref: str, *, text: str = "", uploads: str = "", by: Actor, at: datetime) -> Case:
    """The author adds words, and what waits under the key ``uploads``; whoever holds the case is told. After a merge
    it reaches the case that is handled, and nobody else's author reads it.

    Signs of danger in the words stop mediation as they do at the door. Raises Refused for anybody else, once the case
    has ended, and for nothing at all.
    """
    main = host(by.county, ref)
    case = queries.locked(by.county, ref)
    if not case.allows(by, AUTHOR):
        raise Refused(_("只有反映人本人，凭回执上的查询码，才能这样做。"))
    handled = main or case
    if handled.ended:
        raise Refused(_("这件事已经结束，不能再补充。没有解决，请点“没有解决”；有新情况，可以重新反映。"))
    words = text.strip()
    if len(words) > LONGEST_TEXT:
        raise Refused(_("写得太长了，最多%(most)s字。请留下要紧的。") % {"most": LONGEST_TEXT}, field="text")
    brought = len(attachments.waiting(case.county, uploads)) if uploads else 0
    if not words and not brought:
        raise Refused(_("还没有写要补充什么。写一句话，或者加一张照片。"), field="text")
    report = Report.objects.filter(county=case.county, case=case).order_by("received_at", "id").first()
    assert report is not None
    if brought:
        attaching.attach(uploads, case=handled, report=report, stage=Stage.REPORT, by=by, at=at)
    emit(CaseAdded(report=report.id, files=brought), on=handled, by=by, at=at, words={"text": words})
    _look_for_danger(words, {case.ref: case, handled.ref: handled}, at=at)
    return handled


def _look_for_danger(words: str, cases: dict[str, Case], *, at: datetime) -> None:
    for ref, case in cases.items():
        signs = signs_in(case.county, words)
        if signs and case.safety not in (Safety.STOPPED, Safety.HELD):
            safeguarding.stop(ref, signs=signs, by=Actor.system(case.county), at=at)
