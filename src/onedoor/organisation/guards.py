"""Who may call a view. Every route carries one of these; a test asks each (tests/house/test_routes.py)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Member
from onedoor.organisation.queries import actor
from onedoor.organisation.sessions import keep_alive

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class ActorRequest(HttpRequest):
    """A request of somebody who signed in; ``actor`` is them on their posts of today."""

    actor: Actor


def public(reason: str) -> Callable[[View], View]:
    """Anybody may call this view, and ``reason`` says why that is right."""

    def mark(view: View) -> View:
        view.guard = ("public", reason)  # type: ignore[attr-defined]
        return view

    return mark


def guarded(*duties: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Only a member who signed in and holds one of these duties today may call this view; no duty named: any member.

    The actions ask again, for the place and the unit of the case.
    """

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guard(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, Member):
                return redirect_to_login(request.get_full_path())
            keep_alive(request.session)
            now = timezone.now()
            request.actor = actor(request.user, on=timezone.localdate(now), at=now)
            if duties and not any(request.actor.has(duty) for duty in duties):
                return render(request, "refused.html", {"duties": duties}, status=403)
            return view(request, *args, **kwargs)

        guard.guard = ("duties", duties)  # type: ignore[attr-defined]
        return guard

    return wrap
