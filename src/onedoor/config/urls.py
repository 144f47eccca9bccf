from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_GET
from django.views.i18n import set_language

from onedoor.desk.frame import frame
from onedoor.exchange import urls as exchange
from onedoor.organisation.guards import public


@public("a probe asks whether the process answers; it tells nothing else")
@require_GET
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("live", live, name="live"),
    path("language", public("anybody may choose a language")(set_language), name="set_language"),
    path("api/v1/", include("onedoor.exchange.api.urls")),
    path("desk/clients/", include(exchange.pages(frame))),
    path("desk/", include("onedoor.desk.urls")),
    path("", include("onedoor.citizen.urls")),
]
