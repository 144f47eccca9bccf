"""The pages of the set-up."""

from __future__ import annotations

from django.urls import reverse

from onedoor.config.screens.page import Page, Scene, Told
from onedoor.config.screens.scenes import Find, staff
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Post
from onedoor.organisation.queries import home_county


def setting_up(route: str, *parts: str, query: str = "", sends: Told | None = None) -> Find:
    """A page of the set-up, for whoever administers the whole county."""

    def find() -> Scene | None:
        county = home_county()
        able = (login for login, actor in staff() if actor.may(Duty.ADMINISTER, area=f"{county}000000"))
        login = next(able, "")
        return Scene(f"{reverse(route, args=parts)}{query}", login, sends=sends) if login else None

    return find


def a_post() -> Scene | None:
    """One row of the sheet of posts."""
    post = Post.objects.filter(county=home_county()).order_by("id").first()
    return setting_up("desk:setup-row", "posts", query=f"?k={post.code}")() if post else None


SETUP = (
    Page("desk-setup", "desk:setup", setting_up("desk:setup")),
    Page("desk-setup-units", "desk:setup-sheet", setting_up("desk:setup-sheet", "units")),
    Page("desk-setup-limits", "desk:setup-sheet", setting_up("desk:setup-sheet", "levels")),
    Page("desk-setup-nothing", "desk:setup-sheet", setting_up("desk:setup-sheet", "units", query="?q=没有这样的词")),
    Page("desk-setup-none", "desk:setup-sheet", setting_up("desk:setup-sheet", "none")),
    Page("desk-setup-row", "desk:setup-row", a_post),
    Page("desk-setup-new", "desk:setup-new", setting_up("desk:setup-new", "units")),
    Page("desk-setup-new-wrong", "desk:setup-new", setting_up("desk:setup-new", "units", sends={})),
    Page("desk-setup-history", "desk:setup-history", setting_up("desk:setup-history", "units")),
    Page("desk-setup-import", "desk:setup-import", setting_up("desk:setup-import")),
    Page("desk-setup-import-wrong", "desk:setup-import", setting_up("desk:setup-import", sends={})),
)
