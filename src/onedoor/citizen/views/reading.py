"""Large type or ordinary type (大字版)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from onedoor.citizen.frame import ELDER, ELDER_LASTS
from onedoor.organisation.guards import public


@public("anybody may choose how large the letters are")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "citizen:home")
    if request.POST.get("type") == "large":
        response.set_cookie(
            ELDER, "1", max_age=ELDER_LASTS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie(ELDER, samesite="Lax")
    return response
