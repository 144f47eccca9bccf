"""What every page of the desk shows around itself: where we are, who I am, what my duties owe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onedoor.core.actions.importing_calendar import missing_year
from onedoor.core.queries import calendar
from onedoor.hall.rights import guides, works_here
from onedoor.notices.queries import NEWEST, unread
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import CENTRE_DUTIES, Duty
from onedoor.organisation.guards import ActorRequest
from onedoor.organisation.queries import directory
from onedoor.work.queries import COUNT_TO, Owing, owed_by_duty

ICONS = {
    Duty.TRIAGE: "arrows-split", Duty.DISPATCH: "send", Duty.RULE: "scale", Duty.LEAD: "rubber-stamp",
    Duty.HANDLE: "tool", Duty.REVIEW: "checklist", Duty.VISIT: "phone-outgoing", Duty.CLOSE: "circle-check",
    Duty.SUPERVISE: "speakerphone", Duty.APPROVE: "writing-sign", Duty.APPEAL: "message-report",
    Duty.INFORM: "shield-lock", Duty.SAFETY: "lifebuoy",
}  # fmt: skip


RATES_FOR = (Duty.VISIT, Duty.REVIEW, Duty.SUPERVISE, Duty.LEAD, Duty.APPROVE)
"""Who looks at the three rates."""


LEARNING_FOR = (Duty.TRIAGE, Duty.DISPATCH, Duty.RULE, Duty.LEAD, Duty.ADMINISTER)
"""Who sees what precise dispatch has learned: whoever acts on its proposals, and whoever answers for them."""


ALL_CASES_FOR = CENTRE_DUTIES | {Duty.INFORM}
"""Whose list of cases is of the whole area, not of what their unit was given."""


@dataclass(frozen=True)
class DutyLink:
    """One line of the navigation. ``place`` is what ``here`` says on its page."""

    href: str
    icon: str
    label: str
    place: str
    count: str | None = None
    hot: bool = False
    current: bool = False


def frame(request: ActorRequest, *, here: str = "") -> dict[str, Any]:
    """The context of the desk's frame; ``here`` is the duty whose list is open, ``all``, ``cases``, ``followed``,
    ``overdue``, ``rates``, ``learning`` or ``exports``."""
    now = timezone.now()
    actor = request.actor
    return {
        "tenant": directory(actor.county).centre.name,
        "home_url": reverse("desk:inbox"),
        "post": _("、").join(dict.fromkeys(standing.name for standing in actor.standings)) or _("没有岗位"),
        "duties": _duties(actor, now, here),
        "bell_url": reverse("desk:messages"),
        "unread": _bell(unread(actor)),
        "may_register": actor.has(Duty.REGISTER),
        "now": now,
        "calendar_missing": missing_year(now, calendar(actor.county).announced(timezone.localdate(now).year + 1)),
    }


def _duties(actor: Actor, now: datetime, here: str) -> tuple[DutyLink, ...]:
    """The navigation, with what each duty owes by now."""
    owed = owed_by_duty(actor, now=now)
    nothing = Owing(0, late=False)
    counted = {"all": Owing(sum(one.open for one in owed.values()), any(one.late for one in owed.values()))} | owed
    hall = HERE if guides(actor) else AT_A_WINDOW if works_here(actor, at=now) else ""
    links = []
    for link in _links(actor.duties, hall, get_language()):
        if link.count is not None:
            owing = counted.get(link.place, nothing)
            link = replace(link, count=_figure(owing.open), hot=owing.late)
        links.append(replace(link, current=True) if link.place == here else link)
    return tuple(links)


HERE, AT_A_WINDOW = "desk:hall", "desk:hall-window"
"""Where the hall is for whoever guides, and for whoever sits at a window."""


@lru_cache(maxsize=1024)
def _links(duties: frozenset[str], hall: str, language: str | None) -> tuple[DutyLink, ...]:
    """The navigation of whoever holds these duties; those that owe have a figure."""
    inbox, cases = reverse("desk:inbox"), reverse("desk:cases")
    words = _("全部事项") if duties & ALL_CASES_FOR else _("本岗全部")
    links = [
        DutyLink(inbox, "inbox", _("待我办理"), "all", "0"),
        DutyLink(f"{cases}?follow=1", "eye", _("我在跟踪"), "followed"),
        DutyLink(cases, "users", words, "cases"),
    ]
    for duty in Duty:
        if duty in ICONS and duty in duties:
            links.append(DutyLink(f"{inbox}?duty={duty}", ICONS[duty], str(duty.label), duty, "0"))
    if hall:
        links.append(DutyLink(reverse(hall), "ticket", _("大厅"), "hall"))
        links.append(DutyLink(reverse("desk:talks"), "users-group", _("接谈"), "talks"))
    if Duty.SUPERVISE in duties:
        links.append(DutyLink(reverse("desk:overdue"), "hourglass", _("超期清单"), "overdue"))
    if duties & {Duty.PRIVACY, Duty.ADMINISTER}:
        links.append(DutyLink(reverse("desk:exports"), "file-download", _("导出记录"), "exports"))
    if duties.intersection(RATES_FOR):
        links.append(DutyLink(reverse("desk:rates"), "chart-bar", _("三率"), "rates"))
    if duties.intersection(LEARNING_FOR):
        links.append(DutyLink(reverse("desk:learning"), "sparkles", _("精准派单"), "learning"))
    if Duty.ADMINISTER in duties:
        links.append(DutyLink(reverse("desk:setup"), "settings", _("设置"), "setup"))
    links.append(DutyLink(reverse("desk:drafts"), "file-text", _("草稿"), "drafts"))
    links.append(DutyLink(reverse("desk:areas"), "map-2", _("区划"), "areas"))
    links.append(DutyLink(reverse("desk:knowledge"), "book", _("知识库"), "knowledge"))
    links.append(DutyLink(reverse("desk:duty-list"), "list-details", _("职责清单"), "duty-list"))
    return tuple(links)


def _bell(count: int) -> str:
    if not count:
        return ""
    return str(count) if count < NEWEST else f"{NEWEST - 1}+"


def _figure(count: int) -> str:
    return str(count) if count < COUNT_TO else f"{COUNT_TO - 1}+"
