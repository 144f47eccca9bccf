"""What the resident's own browser keeps for us: small signed notes that run out, so that no account is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Note:
    """A signed cookie that scripts cannot read. Anything altered, too old or unreadable counts as not there."""

    name: str
    lasts: timedelta

    @property
    def cookie(self) -> str:
        """The cookie's name in this browser; practice has its own."""
        return f"{settings.ONEDOOR_COOKIES}{self.name}"

    def read(self, request: HttpRequest) -> dict[str, Any]:
        """What the note says; empty when there is none."""
        try:
            kept = signing.loads(request.COOKIES[self.cookie], salt=self.name, max_age=self.lasts)
        except (KeyError, signing.BadSignature):
            return {}
        return kept if isinstance(kept, dict) else {}

    def write(self, response: HttpResponse, kept: Mapping[str, Any]) -> None:
        """Keep this in place of what was kept."""
        response.set_cookie(
            self.cookie,
            signing.dumps(dict(kept), salt=self.name, compress=True),
            max_age=self.lasts,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )

    def forget(self, response: HttpResponse) -> None:
        """Keep nothing."""
        response.delete_cookie(self.cookie, samesite="Lax")
