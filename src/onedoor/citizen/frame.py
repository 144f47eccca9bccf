"""What every page of the residents shows around itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from onedoor.core.refusal import Refused
from onedoor.organisation.queries import directory, home_county

ELDER = "od_elder"
"""Cookie of the large-type pages (大字版, DOMAIN F.7)."""

ELDER_LASTS = timedelta(days=365)

View = Callable[..., HttpResponse]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame. Raises Refused while the installation has no county or no centre."""
    return {
        "tenant": directory(home_county()).centre.name,
        "home_url": reverse("citizen:home"),
        "elder": bool(request.COOKIES.get(ELDER)),
        "now": timezone.now(),
    }


def page(view: View) -> View:
    """Where the house itself is not ready to answer, a page says so in place of an error."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            context = {
                "refusal": refusal,
                "home_url": reverse("citizen:home"),
                "elder": bool(request.COOKIES.get(ELDER)),
            }
            return render(request, "citizen/not_open.html", context, status=503)

    return answer
