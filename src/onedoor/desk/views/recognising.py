"""What the words so far lead to, as fragments that take their places beside the form."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from onedoor.desk.drafts import written
from onedoor.desk.heard import Heard
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded


@guarded(Duty.REGISTER)
@require_POST
def heard(request: ActorRequest) -> HttpResponse:
    """``seq`` comes back as it was sent: an answer that was overtaken is left unread."""
    now = timezone.now()
    context = {"heard": Heard(written(request.POST), actor=request.actor, now=now), "now": now, "live": True}
    answer = render(request, "desk/register_heard.html", context)
    answer["X-Seq"] = request.POST.get("seq", "")[:20]
    return answer
