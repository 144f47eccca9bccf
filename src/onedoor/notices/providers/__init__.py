"""Who carries a letter out of the house. Which one does is a setting for each way, asked at every letter."""

from __future__ import annotations

from django.conf import settings

from onedoor.notices.models import Channel
from onedoor.notices.providers.console import Console
from onedoor.notices.providers.file import File
from onedoor.notices.providers.letter import Letter, Provider, Undeliverable
from onedoor.notices.providers.smtp import Smtp

__all__ = ["Letter", "Provider", "Undeliverable", "provider"]

_PROVIDERS: dict[str, Provider] = {"console": Console(), "file": File(), "smtp": Smtp()}


def provider(channel: str) -> Provider | None:
    """Who carries letters of this channel; None when it is switched off."""
    chosen = settings.ONEDOOR_NOTICE_SMS if channel == Channel.SMS else settings.ONEDOOR_NOTICE_EMAIL
    return _PROVIDERS.get(chosen)
