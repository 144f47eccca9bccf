"""The pages about keys, joined to the desk: ``frame`` draws the desk around them, and exchange does not know how."""

from __future__ import annotations

from django.urls import URLPattern, path

from onedoor.exchange.views import clients
from onedoor.exchange.views.clients import Frame


def pages(frame: Frame) -> tuple[list[URLPattern], str]:
    """The routes under ``desk/clients/``, for ``include``."""
    drawn = {"frame": frame}
    routes = [
        path("", clients.clients, drawn, name="clients"),
        path("new", clients.new, drawn, name="new-client"),
        path("<slug:code>", clients.client, drawn, name="client"),
        path("<slug:code>/<slug:act>", clients.act, drawn, name="client-act"),
    ]
    return routes, "exchange"
