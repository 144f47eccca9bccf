"""The pages about the API and the keys to it."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from onedoor.config.screens.page import Page, Scene
from onedoor.config.screens.scenes import Find, resident
from onedoor.config.screens.setup import setting_up
from onedoor.organisation.queries import directory, home_county


def with_terms(code: str) -> dict[str, object]:
    """The form that gives a system of the centre a key."""
    unit = directory(home_county()).centre.code
    return {"code": code, "name": "县12345热线平台", "unit": unit, "scopes": ["reports:write"], "per_minute": "120"}


def given(route: str, *parts: str) -> Find:
    """A page of the set-up once the hotline has a key."""

    def find() -> Scene | None:
        scene = setting_up(route, *parts)()
        return replace(scene, before=((reverse("exchange:new-client"), with_terms("hotline")),)) if scene else None

    return find


def shown_once() -> Scene | None:
    """The page that shows a key."""
    return setting_up("exchange:new-client", sends=with_terms("platform"))()


INTERFACE = (
    Page("desk-clients-none", "exchange:clients", setting_up("exchange:clients")),
    Page("desk-clients", "exchange:clients", given("exchange:clients")),
    Page("desk-client-new", "exchange:new-client", setting_up("exchange:new-client")),
    Page("desk-client-new-wrong", "exchange:new-client", setting_up("exchange:new-client", sends={})),
    Page("desk-client-key", "exchange:new-client", shown_once),
    Page("desk-client", "exchange:client", given("exchange:client", "hotline")),
    Page("desk-interface", "api:page", resident("/api/v1/")),
)
