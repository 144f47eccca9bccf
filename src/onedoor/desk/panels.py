"""What stands beside the road on the case page: requests, helpers, cases handled together, supervision orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.suspending import Halt
from onedoor.cases.flow import State
from onedoor.cases.models import Case, Request
from onedoor.cases.models.assignment import Role
from onedoor.catalogue.queries import catalogue
from onedoor.core.clock import Unit, amount
from onedoor.desk.dossier import Dossier
from onedoor.desk.verbs.offering import decisions
from onedoor.organisation.duties import Duty
from onedoor.organisation.queries import directory, post_names
from onedoor.work.models import Order


@dataclass(frozen=True)
class Asked:
    """One request with both sides' words; ``blocked`` says why this actor may not decide it."""

    request: Request
    facts: str
    by: str
    reason: str
    decided_by: str
    answer: str
    decides: bool
    blocked: str


def requests(dossier: Dossier) -> list[Asked]:
    """What was asked for, open ones first. Who wants to know a secret reporter is nobody's concern but the centre's."""
    posts = post_names(dossier.case.county)
    open_to = {offer.about: offer.blocked for offer in decisions(dossier)}
    rows = [
        Asked(
            one, _facts(one, dossier), posts.get(one.asked_by, _("已离任岗位")), _words(dossier, "asked", one),
            posts.get(one.decided_by, ""), _words(dossier, "decided", one), str(one.id) in open_to,
            open_to.get(str(one.id), ""),
        )
        for one in dossier.requests
        if one.kind != Request.Kind.UNMASK or dossier.sight.voices
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.request.state != Request.State.OPEN)


def _words(dossier: Dossier, which: str, request: Request) -> str:
    for line in dossier.told(f"cases.request_{which}"):
        if line.happening.payload["request"] == request.id:
            return line.words.get("reason", "")
    return ""


def _facts(request: Request, dossier: Dossier) -> str:
    facts: dict[str, Any] = request.facts
    match request.kind:
        case Request.Kind.EXTEND:
            unit = (dossier.case.solve_limit or {}).get("unit")
            return _("延长%(length)s") % {"length": amount(facts["n"], Unit(unit)) if unit else facts["n"]}
        case Request.Kind.SUSPEND:
            until = date.fromisoformat(facts["until"])
            words = {"why": Halt(facts["why"]).label, "month": until.month, "day": until.day}
            return _("%(why)s，到%(month)s月%(day)s日") % words
        case Request.Kind.DECLINE:
            clause = catalogue(dossier.case.county).clauses.get(facts["clause"])
            return _(clause.text) if clause else facts["clause"]
    return ""


@dataclass(frozen=True)
class Part:
    """What one helping unit owes or did; ``due`` while it still owes it."""

    unit: str
    state: str
    due: datetime | None
    text: str
    at: datetime | None


def helpers(dossier: Dossier) -> Iterator[Part]:
    """Every helping unit with its part, then the looks together on the spot."""
    owed = {task.unit_id: task for task in dossier.beside if task.verb == "assist"}
    done = {line.happening.payload["unit"]: line for line in dossier.told("cases.assisted")}
    units = {one.unit.code: one.unit for one in dossier.assignments if one.role == Role.ASSIST}
    for code, unit in units.items():
        task, line = owed.get(unit.id), done.get(code)
        if task:
            yield Part(unit.name, _("等协办结果"), task.due_at, "", None)
        elif line:
            yield Part(unit.name, _("已完成"), None, line.words.get("text", ""), line.happening.at)
        else:
            yield Part(unit.name, _("已结束"), None, "", None)
    for line in dossier.told("cases.inspected"):
        here = directory(dossier.case.county).by_code
        names = _("、").join(here[code].name for code in line.happening.payload["units"] if code in here)
        yield Part(names, _("联合核查"), None, line.words.get("text", ""), line.happening.at)
    for task in dossier.beside:
        if task.verb == "inspect":
            yield Part(task.unit.name, _("等联合核查"), task.due_at, "", None)


@dataclass(frozen=True)
class Joined:
    """A case handled together with this one; no ``open`` link for whoever may not see it."""

    case: Case
    open: bool


def joined(dossier: Dossier) -> list[Joined]:
    """The cases merged into this one."""
    return [Joined(one, queries.visible(one, dossier.actor)) for one in dossier.merged if one.state == State.MERGED]


@dataclass(frozen=True)
class Issued:
    """A supervision order about the case; ``href`` where this actor may open it."""

    order: Order
    href: str


def orders(dossier: Dossier) -> list[Issued]:
    """The supervision orders about this case, the latest first."""
    return [Issued(one, _order_page(one, dossier)) for one in dossier.orders]


def _order_page(order: Order, dossier: Dossier) -> str:
    mine = any(s.unit_id == order.unit_id and Duty.HANDLE in s.duties for s in dossier.actor.standings)
    if not mine and not dossier.actor.may(Duty.SUPERVISE, area=order.area):
        return ""
    return reverse("desk:order", args=[order.number])


def new_order(dossier: Dossier) -> str:
    """Where a supervisor of this place issues an order about the case; nothing for others."""
    may = not dossier.case.ended and dossier.actor.may(Duty.SUPERVISE, area=dossier.case.area)
    return f"{reverse('desk:new-order')}?case={dossier.case.ref}" if may else ""
