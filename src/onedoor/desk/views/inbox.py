"""The inbox of a post: what must I do next, by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from onedoor.cases.models import Case
from onedoor.cases.models.report import Channel
from onedoor.desk.frame import frame
from onedoor.desk.verbs import next_step
from onedoor.geography.atlas import atlas
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.models import Task
from onedoor.work.queries import owed_by

PAGE = 50

CHANNEL_ICONS = {
    Channel.WINDOW: "building", Channel.HOTLINE: "phone", Channel.QR: "qrcode", Channel.WEB: "world",
    Channel.GRID: "device-mobile", Channel.PETITION: "mail", Channel.POLICE: "shield", Channel.LETTER: "mail",
    Channel.UPPER: "cloud-upload", Channel.BOARD: "message-2",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the list, ready to print."""

    task: Task
    case: Case
    step: str
    place: str
    channel: str
    icon: str


@dataclass(frozen=True)
class Group:
    """Lines that are due in the same stretch of time."""

    label: str
    rows: list[Row]


@guarded()
@require_GET
def inbox(request: ActorRequest) -> HttpResponse:
    duty = request.GET.get("duty", "")
    duty = duty if duty in Duty.values else ""
    tasks = owed_by(request.actor).select_related("unit").order_by("due_at", "id")
    if duty:
        tasks = tasks.filter(duty=duty)
    if after := _place(request.GET.get("after", "")):
        tasks = tasks.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], id__gt=after[1]))
    found = list(tasks.defer("limit")[: PAGE + 1])
    page = found[:PAGE]
    groups = list(_grouped(_rows(request.actor.county, page), timezone.now()))
    context = frame(request, here=duty or "all") | {
        "groups": groups,
        "heading": Duty(duty).label if duty else _("待我办理"),
        "duty": duty,
        "next": f"{page[-1].due_at.isoformat()}~{page[-1].id}" if len(found) > PAGE else "",
        "first": not after,
        "shown": len(page),
    }
    return render(request, "desk/inbox.html", context)


def _place(text: str) -> tuple[datetime, int] | None:
    """Where the page before ended: ``due~id``. Anything else starts from the top."""
    moment, _tilde, number = text.replace(" ", "+").partition("~")
    try:
        due = parse_datetime(moment)
    except ValueError:
        return None
    return (due, int(number)) if due and due.tzinfo and number.isdecimal() else None


def _rows(county: str, tasks: list[Task]) -> list[Row]:
    refs = [task.subject.removeprefix("case:") for task in tasks]
    cases = {
        case.subject: case
        for case in Case.objects.filter(county=county, ref__in=refs).select_related("lead").defer("solve_limit")
    }
    places = atlas(county)
    return [
        Row(
            task, case, next_step(task.verb), places.path(case.area), str(Channel(case.channel).label),
            CHANNEL_ICONS[Channel(case.channel)],
        )
        for task in tasks
        if (case := cases.get(task.subject))
    ]  # fmt: skip


def _grouped(rows: list[Row], now: datetime) -> Iterator[Group]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    stretches = [
        (_("已超期"), now),
        (_("今天到期"), midnight),
        (_("明天到期"), midnight + timedelta(days=1)),
        (_("以后"), datetime.max.replace(tzinfo=now.tzinfo)),
    ]
    start = datetime.min.replace(tzinfo=now.tzinfo)
    for label, end in stretches:
        # A limit that ends at 24:00 belongs to the day it ends.
        inside = [row for row in rows if start < row.task.due_at <= end]
        if inside:
            yield Group(label, inside)
        start = end
