"""Reads about cases. Who may see one is decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from onedoor.cases.flow import Colour
from onedoor.cases.models import Assignment, Case, Report, Viewing
from onedoor.cases.models.choices import Nature, Safety
from onedoor.core import chain
from onedoor.core.crypto import blind_index
from onedoor.core.events import Event
from onedoor.core.models import Happening, Remark
from onedoor.core.prepared import Prepared
from onedoor.core.privacy import normalised_phone
from onedoor.core.refusal import Refused
from onedoor.geography.codes import Range, within
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.duties import CENTRE_DUTIES, READ, Duty
from onedoor.organisation.queries import directory, post_names

_WITH = ("item", "holder", "lead", "into", "accused")


def locked(county: str, ref: str) -> Case:
    """The case, locked until the transaction ends. Raises Refused when there is none."""
    case = _one(Case.objects.select_for_update(of=("self",)).filter(county=county, ref=ref).select_related(*_WITH))
    if case is None:
        raise Refused(_("没有编号%(ref)s的事项。请核对编号。") % {"ref": ref})
    return case


def _one(cases: Iterable[Case]) -> Case | None:
    """The only case there can be. Not by ``first``: to order a hundred columns by one takes Django as long as to read
    them."""
    return next(iter(cases), None)


_with_all = Prepared(lambda county, ref: Case.objects.filter(county=county, ref=ref).select_related(*_WITH))
"""A case with what every page of it names."""


@chain.heads_of("case")
def _head(county: str, subject: str) -> Case:
    return locked(county, subject.partition(":")[2])


@dataclass(frozen=True)
class Sight:
    """What an actor may see of a case: the page; the reports as they came; the resident's own words on the record;
    and, with a reason, who the resident is."""

    page: bool = False
    originals: bool = False
    voices: bool = False
    contact: bool = False


_CALLERS = (Duty.VISIT, Duty.DISPATCH, Duty.REGISTER)
_OPENING = CENTRE_DUTIES - {Duty.LEAD} | {READ}


def sight(case: Case, actor: Actor) -> Sight:
    """What this actor may see: by duty of the centre for its area, by being given the case, and nothing at all as a
    member of the unit it accuses. Of a secret case no unit sees more than the desk's summary (DESIGN §9, F.4), and
    another system nothing."""
    if case.secret and actor.outside:
        return Sight()
    units = {standing.unit_id for standing in actor.standings}
    if case.accused_id in units:
        return Sight()
    if any(case.allows(actor, duty) for duty in _OPENING):
        return Sight(True, True, True, any(case.allows(actor, duty) for duty in _CALLERS) and not _handled(case, units))
    leads = case.allows(actor, Duty.LEAD) and (not case.restricted or case.colour == Colour.RED)
    guards = bool(case.safety) and case.allows(actor, Duty.SAFETY)
    if leads or guards:
        endangered = guards and case.safety in (Safety.STOPPED, Safety.HELD)  # whoever looks must be able to ring
        return Sight(True, not case.secret, not case.secret, endangered)
    if not _given(case, actor):
        return Sight()
    handler = case.handled_by(actor)
    return Sight(True, not case.secret, not case.secret, handler and not case.secret and not case.ended)


def _handled(case: Case, units: set[int]) -> bool:
    """A secret case's handling unit never learns who sent it, whatever else its people do."""
    return case.secret and case.lead_id in units


def _given(case: Case, actor: Actor) -> bool:
    """Whether a unit of the actor was given the case, and the actor's post there covers the place."""
    known = directory(case.county).by_id
    units = {
        standing.unit_id
        for standing in actor.standings
        if standing.unit_id in known and within(standing.area).covers(known[standing.unit_id].meets(case.area))
    }
    return bool(units) and Assignment.objects.filter(county=case.county, case=case, unit_id__in=units).exists()


def visible(case: Case, actor: Actor) -> bool:
    """Whether the actor may open the case."""
    return sight(case, actor).page


def seen(actor: Actor) -> QuerySet[Case]:
    """Every case the actor may open: exactly those of which ``visible`` is true, as one query."""
    found = Case.objects.filter(county=actor.county)
    if actor.trusted:
        return found
    if actor.outside:
        found = found.filter(confidential=False).exclude(nature=Nature.INFORM)
    units = [standing.unit_id for standing in actor.standings]
    theirs = Q(pk__in=[])
    for standing in actor.standings:
        theirs |= _by_duty(standing) | _by_assignment(standing, actor.county)
    return found.filter(theirs).exclude(accused__in=units)


def seen_of(actor: Actor, refs: Collection[str]) -> set[str]:
    """Those of these references whose cases the actor may open."""
    return set(seen(actor).filter(ref__in=refs).values_list("ref", flat=True)) if refs else set()


_RESTRICTED = Q(nature=Nature.INFORM)


def _by_duty(standing: Standing) -> Q:
    """What the duties of one post open inside its area; see ``sight``."""
    opened = Q(pk__in=[])
    if standing.duties & _OPENING:
        opened |= ~_RESTRICTED
    if Duty.INFORM in standing.duties:
        opened |= _RESTRICTED
    if Duty.LEAD in standing.duties:
        opened |= ~_RESTRICTED | Q(colour=Colour.RED)
    if Duty.SAFETY in standing.duties:
        opened |= ~Q(safety="")
    return opened & _inside(within(standing.area))


def _by_assignment(standing: Standing, county: str) -> Q:
    """What the unit of one post was given, where the post covers the place at which the unit meets it."""
    unit = directory(county).by_id.get(standing.unit_id)
    if unit is None:
        return Q(pk__in=[])
    own = within(unit.area)
    covered = _inside(own) & _inside(within(standing.area))
    if within(standing.area).covers(unit.area):
        covered |= ~_inside(own)
    given = Assignment.objects.filter(county=county, unit_id=unit.id).values("case")
    return Q(pk__in=given) & covered


def _inside(span: Range) -> Q:
    return Q(area__gte=span.first, area__lt=span.end)


def seen_through(case: Case, actor: Actor) -> Standing | None:
    """The post by which the actor sees the case; None when no post of theirs opens it."""
    if not visible(case, actor):
        return None
    return next((one for one in actor.standings if visible(case, replace(actor, standings=(one,)))), None)


@dataclass(frozen=True)
class Viewer:
    """That somebody opened a case: on which day, how often and when last; by unit and post, never by name."""

    day: date
    unit: str
    post: str
    times: int
    last_at: datetime


def viewers(case: Case) -> list[Viewer]:
    """Who opened a case, the latest day first: what its author is shown (F.1, 个人信息保护法 art. 44)."""
    posts = post_names(case.county)
    kept = Viewing.objects.filter(county=case.county, case=case).select_related("unit").order_by("-day", "-last_at")
    return [
        Viewer(row.day, row.unit.name if row.unit else "", posts.get(row.by, ""), row.times, row.last_at)
        for row in kept
    ]


def seen_by(actor: Actor, ref: str) -> Case:
    """The case as the actor may see it. Raises Refused, in the same words, when it is not there or not theirs."""
    return opened_by(actor, ref)[0]


def opened_by(actor: Actor, ref: str) -> tuple[Case, Sight]:
    """The case with how much of it the actor may see. Raises Refused as ``seen_by`` does."""
    case = _one(_with_all(actor.county, ref))
    seen = sight(case, actor) if case else Sight()
    if case is None or not seen.page:
        raise Refused(_("没有编号%(ref)s的事项，或者您没有查看它的权限。") % {"ref": ref})
    return case, seen


@dataclass(frozen=True)
class Line:
    """One line of a case's record, with the words that belong to it."""

    happening: Happening
    words: dict[str, str]


def record_of(case: Case, *, voices: bool = True) -> list[Line]:
    """The record of a case, oldest first; without ``voices`` the resident's own words are left out."""
    words: dict[int, dict[str, str]] = {}
    for remark in _remarks(case.county, case.subject):
        words.setdefault(remark.seq, {})[remark.field] = remark.text
    lines = _happenings(case.county, case.subject)
    return [Line(line, _heard(line, words.get(line.seq, {}), voices)) for line in lines]


_remarks = Prepared(lambda county, subject: Remark.objects.filter(county=county, subject=subject))
_happenings = Prepared(lambda county, subject: Happening.objects.filter(county=county, subject=subject).order_by("seq"))


def _heard(line: Happening, words: dict[str, str], voices: bool) -> dict[str, str]:
    kind = Event.known.get(line.name)
    hidden = () if voices or kind is None else getattr(kind, "voices", ())
    return {field: text for field, text in words.items() if field not in hidden}


def reports_of(case: Case) -> QuerySet[Report]:
    """The reports that belong to a case, first one first, with who sent them."""
    return _reports(case.county, case.pk)


def _reports(county: str, case: int) -> QuerySet[Report]:
    return Report.objects.filter(county=county, case=case).select_related("contact").order_by("received_at", "id")


read_reports = Prepared(_reports)
"""The same, read."""


def query_code(ref: str, report: int) -> str:
    """The eight digits that open a report's progress page. Derived from the installation's key, so that a form sent
    twice shows the same code and nothing that opens a case is stored."""
    return f"{int(blind_index(f'{ref}:{report}', purpose='query-code'), 16) % 10**8:08d}"


def opened_with(county: str, ref: str, code: str) -> Report | None:
    """The report whose reference and query code the resident gave, or None."""
    given = "".join(filter(str.isdigit, code))
    known = Report.objects.filter(county=county, case__ref=ref)
    for report in known.select_related(
        "contact", "case__lead", "case__holder", "case__item", "case__into__lead", "case__into__holder"
    ):
        if query_code(ref, report.id) == given:
            return report
    return None


def author(county: str, ref: str, code: str) -> tuple[Actor, Report]:
    """Whoever brought the case, by the code of their receipt, and their report. Raises Refused for a wrong code."""
    report = opened_with(county, ref, code)
    if report is None:
        raise Refused(_("编号或查询码不对。请照着回执对一遍，两个都要对上。"))
    return Actor.author(county, ref), report


def all_cases() -> Iterator[Case]:
    """Every case of the store, for checks that walk it whole."""
    return Case.objects.order_by("county", "ref").iterator(2000)


def knows_callers(actor: Actor) -> bool:
    """Whether the actor speaks with those who report, and so may find what they reported by their phone."""
    return actor.has(Duty.REGISTER) or actor.has(Duty.VISIT)


def found_by_phone(actor: Actor, phone: str) -> list[Case]:
    """The latest cases reported from a phone, for whoever registers or calls back: so that a caller is recognised and
    nothing is registered twice. Equality of a keyed hash; no case of a confidential reporter is given."""
    number = normalised_phone(phone)
    if len(number) < 7 or not knows_callers(actor):
        return []
    known = Case.objects.filter(
        county=actor.county, confidential=False,
        reports__contact__phone_index=blind_index(number, purpose="phone"),
    )  # fmt: skip
    cases = known.select_related("lead", "holder").order_by("-registered_at")[:20]
    return [case for case in cases if visible(case, actor)]
