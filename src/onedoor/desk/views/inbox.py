"""The inbox of a post: what must I do next, by when."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from onedoor.desk.bulk import offered
from onedoor.desk.filters.asking import read_tasks, tasks_asked
from onedoor.desk.filters.counting import counted, stretches
from onedoor.desk.filters.fields import INBOX
from onedoor.desk.frame import frame
from onedoor.desk.lines import Lines
from onedoor.desk.paging import page_of
from onedoor.desk.rows import grouped, place_of, rows_of_tasks
from onedoor.desk.shelves import answered, around, shelf_of
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded

__all__ = ["inbox", "place_of"]


@guarded()
@require_GET
def inbox(request: ActorRequest) -> HttpResponse:
    """The open tasks of the actor's posts, the earliest due first; filters stand in the address."""
    shelf = shelf_of(request, INBOX)
    if shelf.opens_with:
        return redirect(f"{reverse('desk:inbox')}?{shelf.opens_with}")
    asked, now = shelf.chosen, timezone.now()
    duty = asked.one("duty")
    tasks, whole = tasks_asked(request.actor, asked, now=now)
    page = page_of(
        tasks.rows, by="due_at", after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        read=read_tasks, top=tasks.top,
    )  # fmt: skip
    verbs = offered(request.actor, INBOX)
    counts = counted(whole, now=now)
    rows, lines = rows_of_tasks(request.actor, page.rows, verbs), Lines(now, picks=bool(verbs))
    context = frame(request, here=duty or "all") | around(request, shelf, page, verbs)
    context |= {
        "groups": [(group, lines.of_tasks(group.rows)) for group in grouped(rows, now)],
        "heading": Duty(duty).label if duty else _("待我办理"),
        "duty": duty,
        "stretches": stretches(counts, asked),
        "total": counts[asked.one("when")],
        "next": page.next,
    }
    return answered(request, "desk/inbox.html", context)
