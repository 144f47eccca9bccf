"""What every page of the desk shows around itself: where we are, who I am, what my duties owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.core.actions.importing_calendar import missing_year
from onedoor.core.queries import calendar
from onedoor.hall.rights import guides, works_here
from onedoor.notices.queries import NEWEST, unread
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import CENTRE_DUTIES, Duty
from onedoor.organisation.guards import ActorRequest
from onedoor.organisation.queries import directory
from onedoor.work.queries import COUNT_TO, owed_by_duty

ICONS = {
    Duty.TRIAGE: "arrows-split", Duty.DISPATCH: "send", Duty.RULE: "scale", Duty.LEAD: "rubber-stamp",
    Duty.HANDLE: "tool", Duty.REVIEW: "checklist", Duty.VISIT: "phone-outgoing", Duty.CLOSE: "circle-check",
    Duty.SUPERVISE: "speakerphone", Duty.APPROVE: "writing-sign", Duty.APPEAL: "message-report",
    Duty.INFORM: "shield-lock", Duty.SAFETY: "lifebuoy",
}  # fmt: skip


RATES_FOR = (Duty.VISIT, Duty.REVIEW, Duty.SUPERVISE, Duty.LEAD, Duty.APPROVE)
"""Who looks at the three rates."""


ALL_CASES_FOR = CENTRE_DUTIES | {Duty.INFORM}
"""Whose list of cases is of the whole area, not of what their unit was given."""


@dataclass(frozen=True)
class DutyLink:
    """One line of the navigation."""

    href: str
    icon: str
    label: str
    count: str | None
    hot: bool
    current: bool


def frame(request: ActorRequest, *, here: str = "") -> dict[str, Any]:
    """The context of the desk's frame; ``here`` is the duty whose list is open, ``all``, ``cases``, ``followed``,
    ``overdue``, ``rates`` or ``exports``."""
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


def _duties(actor: Actor, now: datetime, here: str) -> list[DutyLink]:
    owed = owed_by_duty(actor, now=now)
    inbox = reverse("desk:inbox")
    total = sum(counted.open for counted in owed.values())
    links = [DutyLink(inbox, "inbox", _("待我办理"), _figure(total), any(c.late for c in owed.values()), here == "all")]
    links += _cases(actor, here)
    for duty in Duty:
        if duty in ICONS and duty in actor.duties:
            counted = owed.get(duty)
            links.append(
                DutyLink(
                    f"{inbox}?duty={duty}", ICONS[duty], str(duty.label), _figure(counted.open if counted else 0),
                    bool(counted and counted.late), here == duty,
                )
            )  # fmt: skip
    if works_here(actor, at=now):
        place = reverse("desk:hall") if guides(actor) else reverse("desk:hall-window")
        links.append(DutyLink(place, "ticket", _("大厅"), None, False, here == "hall"))
        links.append(DutyLink(reverse("desk:talks"), "users-group", _("接谈"), None, False, here == "talks"))
    if actor.has(Duty.SUPERVISE):
        links.append(DutyLink(reverse("desk:overdue"), "hourglass", _("超期清单"), None, False, here == "overdue"))
    if actor.has(Duty.PRIVACY) or actor.has(Duty.ADMINISTER):
        links.append(DutyLink(reverse("desk:exports"), "file-download", _("导出记录"), None, False, here == "exports"))
    if any(actor.has(duty) for duty in RATES_FOR):
        links.append(DutyLink(reverse("desk:rates"), "chart-bar", _("三率"), None, False, here == "rates"))
    if actor.has(Duty.ADMINISTER):
        links.append(DutyLink(reverse("desk:setup"), "settings", _("设置"), None, False, here == "setup"))
    links.append(DutyLink(reverse("desk:drafts"), "file-text", _("草稿"), None, False, here == "drafts"))
    links.append(DutyLink(reverse("desk:areas"), "map-2", _("区划"), None, False, here == "areas"))
    links.append(DutyLink(reverse("desk:knowledge"), "book", _("知识库"), None, False, here == "knowledge"))
    links.append(DutyLink(reverse("desk:duty-list"), "list-details", _("职责清单"), None, False, here == "duty-list"))
    return links


def _cases(actor: Actor, here: str) -> list[DutyLink]:
    """What the actor follows, and every case they may see."""
    cases = reverse("desk:cases")
    words = _("全部事项") if any(actor.has(duty) for duty in ALL_CASES_FOR) else _("本岗全部")
    return [
        DutyLink(f"{cases}?follow=1", "eye", _("我在跟踪"), None, False, here == "followed"),
        DutyLink(cases, "users", words, None, False, here == "cases"),
    ]


def _bell(count: int) -> str:
    if not count:
        return ""
    return str(count) if count < NEWEST else f"{NEWEST - 1}+"


def _figure(count: int) -> str:
    return str(count) if count < COUNT_TO else f"{COUNT_TO - 1}+"
