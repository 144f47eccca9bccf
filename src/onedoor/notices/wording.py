"""What a message says: its kind's text, the county's own or the shipped one, filled in from codes in the language of
whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.shortcuts import resolve_url
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onedoor.core.revisions import Shelf, bump
from onedoor.core.wording import due_words
from onedoor.notices.kinds import KINDS, PLACE, Kind
from onedoor.notices.models import Message, Wording
from onedoor.organisation.queries import directory

LANGUAGES = {"zh": "zh-hans", "en": "en"}
"""The languages of messages, and what the screens call them."""


@dataclass(frozen=True)
class Said:
    """A message in words."""

    title: str
    text: str


def said(message: Message, *, now: datetime, kind: str = "") -> Said:
    """The message in the current language; ``kind`` says it in another kind's words."""
    code = kind or message.kind
    made = KINDS[code]
    values = _values(message, made, now)
    return Said(_(made.title), PLACE.sub(lambda place: values[place[1]], text_of(message.county, code)))


def text_of(county: str, kind: str) -> str:
    """The text of a kind in the current language, not filled in: the county's own, else the shipped one."""
    return _own.get(county).get((kind, _language())) or _(KINDS[kind].text)


def changed() -> None:
    """Say, in the transaction that changes a county's texts, that every process must read them again."""
    bump("notices")


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def _values(message: Message, kind: Kind, now: datetime) -> dict[str, str]:
    place = "" if kind.resident else resolve_url(settings.LOGIN_REDIRECT_URL)
    return {
        "ref": message.subject.partition(":")[2],
        "address": f"{settings.ONEDOOR_BASE_URL}{place}",
        "count": str(message.gathers),
        **{name: _value(message.county, name, str(value), now) for name, value in message.facts.items()},
    }


def _value(county: str, name: str, code: str, now: datetime) -> str:
    if name == "unit":
        unit = directory(county).by_code.get(code)
        return unit.name if unit else code
    if name == "due" and (moment := parse_datetime(code)):
        return due_words(moment, now)
    return code


def _load(county: str) -> dict[tuple[str, str], str]:
    return {(own.kind, own.language): own.text for own in Wording.objects.filter(county=county)}


_own: Shelf[dict[tuple[str, str], str]] = Shelf("notices", _load)
