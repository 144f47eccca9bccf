"""Secrecy (保密, DOMAIN F.4): make a case confidential or an informant's report, and write what units may know."""

from __future__ import annotations

import re
from datetime import datetime
from difflib import SequenceMatcher

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import indexing, queries
from onedoor.cases.actions.advancing import ATTEND, flow_of, save
from onedoor.cases.actions.merging import release
from onedoor.cases.actions.registering import SECRET_TITLE, headline
from onedoor.cases.events import CaseSealed, CaseSummarised
from onedoor.cases.flow import GIVEN, State
from onedoor.cases.models import Case
from onedoor.cases.models.choices import Nature
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import AUTHOR, Duty
from onedoor.organisation.queries import directory
from onedoor.work.actions import tasks
from onedoor.work.models import Task
from onedoor.work.queries import leading

_SAME = 10
"""So many characters in a row of the report's own words give its author away."""

_NUMBERS = re.compile(r"\d{7,}")
_GIVEN_OUT = (*GIVEN, State.REPLIED, State.REVIEWED, State.VISITED)


@transaction.atomic
def seal(ref: str, *, by: Actor, at: datetime) -> Case:
    """Keep from every unit who reported and in which words: at the author's wish, by their code or through the desk.
    What was merged into it goes its own way.

    Raises Refused once a unit has it: what was read cannot be unread.
    """
    case = queries.locked(by.county, ref)
    case.must(by, AUTHOR, Duty.REGISTER, Duty.TRIAGE)
    _not_given(case)
    release(case, why="sealed", at=at)
    case.confidential, case.title = True, SECRET_TITLE
    case.save(update_fields=["title"])
    save(case)
    indexing.forget(case)
    emit(CaseSealed(flow=flow_of(case), nature=case.nature, accused=""), on=case, by=by, at=at)
    return case


@transaction.atomic
def make_report(ref: str, *, accused: str = "", by: Actor, at: datetime) -> Case:
    """Take the case for an informant's report (举报): from here it keeps to the restricted way. ``accused`` is the
    code of the unit it is about, which is never given it and never sees it. What was merged into it goes its own way.

    Raises Refused once a unit has it, or for a unit nobody knows.
    """
    case = queries.locked(by.county, ref)
    case.must(by, Duty.REGISTER, Duty.TRIAGE, Duty.INFORM)
    _not_given(case)
    unit = directory(case.county).by_code.get(accused) if accused else None
    if accused and unit is None:
        raise Refused(_("没有这个单位。请从名单里选择被反映的单位。"), field="accused")
    release(case, why="sealed", at=at)
    case.nature, case.confidential, case.title = Nature.INFORM, True, SECRET_TITLE
    case.accused = unit
    case.save(update_fields=["title", "accused"])
    save(case)
    indexing.forget(case)
    if task := leading(case.county, case.subject):
        tasks.give(task, duty=Duty.INFORM, secret=True)
    emit(CaseSealed(flow=flow_of(case), nature=case.nature, accused=accused), on=case, by=by, at=at)
    return case


@transaction.atomic
def summarise(ref: str, *, summary: str, by: Actor, at: datetime) -> Case:
    """Write what the units may know of a secret case: what is to be looked into, where, and nothing that says who
    told it. It is all they ever see.

    Raises Refused for a case that is not secret, and when the summary repeats the report's own words, a name, a
    number or an address.
    """
    case = queries.locked(by.county, ref)
    case.must(by, Duty.TRIAGE, Duty.DISPATCH)
    if not case.secret:
        raise Refused(_("本件不是保密件，单位可以看到来件，不用写摘要。"))
    if len(summary.strip()) < _SAME:
        raise Refused(_("摘要要写明查什么、在哪里。"), field="summary")
    _gives_nobody_away(case, summary)
    case.summary, case.title = summary.strip(), headline(summary)
    case.save(update_fields=["summary", "title"])
    emit(CaseSummarised(flow=flow_of(case)), on=case, by=by, at=at)
    return case


def given_out(case: Case) -> bool:
    """Whether it is too late to keep anything from the units: one has it or had it, or sat at the table when its author
    was received, or the case has ended."""
    known = case.ended or case.state in _GIVEN_OUT or case.assignments.exists()
    return known or Task.objects.filter(county=case.county, subject=case.subject, verb=ATTEND).exists()


def _not_given(case: Case) -> None:
    if given_out(case):
        raise Refused(_("本件已经派给单位，看过的内容收不回来。请联系中心另行处理。"))


def _gives_nobody_away(case: Case, summary: str) -> None:
    """F.4: the text is scanned for what identifies its author. Raises Refused with what was found."""
    plain = _squeezed(summary)
    for report in queries.reports_of(case):
        contact = report.contact
        told = _squeezed(report.title + report.text + report.place)
        same = SequenceMatcher(None, plain, told, autojunk=False).find_longest_match()
        if same.size >= _SAME:
            words = plain[same.a : same.a + same.size]
            told_so = _("摘要照抄了原话“%(words)s”，会认出是谁。请换自己的话。") % {"words": words}
            raise Refused(told_so, field="summary")
        for value in (contact.name, contact.phone, contact.address):
            if len(value.strip()) > 1 and _squeezed(value) in plain:
                raise Refused(_("摘要里有来件人的姓名、电话或住址。请去掉。"), field="summary")
    if _NUMBERS.search(plain):
        raise Refused(_("摘要里有电话或证件号码。请去掉。"), field="summary")


def _squeezed(text: str) -> str:
    return re.sub(r"[\s，。！？、；：,.!?;:]", "", text)
