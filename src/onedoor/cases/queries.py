"""Reads about cases. Who may see one is decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onedoor.cases.models import Assignment, Case, Report
from onedoor.core import chain
from onedoor.core.crypto import blind_index
from onedoor.core.models import Happening, Remark
from onedoor.core.privacy import normalised_phone
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import CENTRE_DUTIES

_WITH = ("item", "holder", "lead")


def locked(county: str, ref: str) -> Case:
    """The case, locked until the transaction ends. Raises Refused when there is none."""
    case = Case.objects.select_for_update(of=("self",)).select_related(*_WITH).filter(county=county, ref=ref).first()
    if case is None:
        raise Refused(_("没有编号%(ref)s的事项。请核对编号。") % {"ref": ref})
    return case


@chain.heads_of("case")
def _head(county: str, subject: str) -> Case:
    return locked(county, subject.partition(":")[2])


def visible(case: Case, actor: Actor) -> bool:
    """Whether the actor may open the case: a duty of the centre for its area, or a unit that was given it."""
    if any(actor.may(duty, area=case.area) for duty in CENTRE_DUTIES):
        return True
    units = {standing.unit_id for standing in actor.standings}
    return bool(units) and Assignment.objects.filter(county=case.county, case=case, unit_id__in=units).exists()


def seen_by(actor: Actor, ref: str) -> Case:
    """The case as the actor may see it. Raises Refused, in the same words, when it is not there or not theirs."""
    case = Case.objects.select_related(*_WITH).filter(county=actor.county, ref=ref).first()
    if case is None or not visible(case, actor):
        raise Refused(_("没有编号%(ref)s的事项，或者您没有查看它的权限。") % {"ref": ref})
    return case


def may_see_contact(case: Case, actor: Actor) -> bool:
    """Whether the actor may unmask the reporter: the unit that handles an open case, callers and dispatchers of the
    centre. Of a confidential report the handling unit never learns who sent it (DOMAIN F.4)."""
    handling = any(standing.unit_id == case.lead_id for standing in actor.standings)
    if case.confidential and handling:
        return False
    centre = any(actor.may(duty, area=case.area) for duty in ("visit", "dispatch", "register"))
    handler = any(s.unit_id == case.lead_id and "handle" in s.duties for s in actor.standings)
    return centre or (handler and not case.ended)


@dataclass(frozen=True)
class Line:
    """One line of a case's record, with the words that belong to it."""

    happening: Happening
    words: dict[str, str]


def record_of(case: Case) -> list[Line]:
    """The record of a case, oldest first."""
    words: dict[int, dict[str, str]] = {}
    for remark in Remark.objects.filter(county=case.county, subject=case.subject):
        words.setdefault(remark.seq, {})[remark.field] = remark.text
    lines = Happening.objects.filter(county=case.county, subject=case.subject).order_by("seq")
    return [Line(line, words.get(line.seq, {})) for line in lines]


def reports_of(case: Case) -> QuerySet[Report]:
    """The reports that belong to a case, first one first, with who sent them."""
    return Report.objects.filter(county=case.county, case=case).select_related("contact").order_by("received_at", "id")


def query_code(ref: str, report: int) -> str:
    """The eight digits that open a report's progress page. Derived from the installation's key, so that a form sent
    twice shows the same code and nothing that opens a case is stored."""
    return f"{int(blind_index(f'{ref}:{report}', purpose='query-code'), 16) % 10**8:08d}"


def opened_with(county: str, ref: str, code: str) -> Report | None:
    """The report whose reference and query code the resident gave, or None."""
    given = "".join(filter(str.isdigit, code))
    for report in Report.objects.select_related("case__lead", "case__holder", "case__item").filter(
        county=county, case__ref=ref
    ):
        if query_code(ref, report.id) == given:
            return report
    return None


def all_cases() -> Iterator[Case]:
    """Every case of the store, for checks that walk it whole."""
    return Case.objects.order_by("county", "ref").iterator(2000)


def found_by_phone(actor: Actor, phone: str) -> list[Case]:
    """The latest cases reported from a phone, for whoever registers or calls back: so that a caller is recognised and
    nothing is registered twice. Equality of a keyed hash; no case of a confidential reporter is given."""
    number = normalised_phone(phone)
    if len(number) < 7 or not (actor.has("register") or actor.has("visit")):
        return []
    known = Case.objects.filter(
        county=actor.county, confidential=False,
        reports__contact__phone_index=blind_index(number, purpose="phone"),
    )  # fmt: skip
    cases = known.select_related("lead", "holder").order_by("-registered_at")[:20]
    return [case for case in cases if visible(case, actor)]
