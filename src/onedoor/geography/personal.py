"""Geography keeps places, and nothing of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import impersonal

impersonal(
    "geography.Area", "code", "name", "level", "parent", "boundary", "lon", "lat", "successor", why=_("区划和网格")
)
