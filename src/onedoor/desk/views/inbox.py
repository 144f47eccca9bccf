"""The inbox of a post: what must I do next, by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from onedoor.cases.actions.limiting import BY_THE_WHOLE
from onedoor.cases.models import Case
from onedoor.cases.models.report import Channel
from onedoor.desk.frame import frame
from onedoor.desk.paging import page_of
from onedoor.desk.verbs import next_step
from onedoor.geography.atlas import atlas
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.flow import ORDER_VERBS
from onedoor.work.models import Task
from onedoor.work.queries import owed_by

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

    @property
    def href(self) -> str:
        return place_of(self.task)

    @property
    def stopped(self) -> bool:
        """Whether the clock of this task stands still."""
        return self.case.suspended_until is not None and self.task.verb in BY_THE_WHOLE


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
    page = page_of(tasks.defer("limit"), by="due_at", after=request.GET.get("after", ""))
    groups = list(_grouped(_rows(request.actor.county, page.rows), timezone.now()))
    context = frame(request, here=duty or "all") | {
        "groups": groups,
        "heading": Duty(duty).label if duty else _("待我办理"),
        "duty": duty,
        "next": page.next,
        "first": page.first,
        "shown": len(page.rows),
    }
    return render(request, "desk/inbox.html", context)


def place_of(task: Task) -> str:
    """The page on which a task is done."""
    if task.verb in ORDER_VERBS:
        return reverse("desk:order", args=[task.about])
    return reverse("desk:case", args=[task.subject.removeprefix("case:")])


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
