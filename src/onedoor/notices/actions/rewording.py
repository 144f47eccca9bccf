"""Give a kind of message the county's own text."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.notices import wording
from onedoor.notices.events import NoticeReworded
from onedoor.notices.kinds import ALWAYS, KINDS, PLACE, places
from onedoor.notices.models import Wording
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty

LONGEST = 300


@transaction.atomic
def reword(kind: str, *, language: str, text: str, by: Actor, at: datetime) -> None:
    """Use this text for a kind of message in one language (``zh`` or ``en``); an empty text goes back to the shipped
    one. The text may name what the kind is always told with.

    Raises Refused when the actor does not run the system, the kind or language is unknown, or the text is too long or
    names something that cannot be filled in.
    """
    if not by.may(Duty.ADMINISTER, area=f"{by.county}000000"):
        raise Refused(_("改消息文字是系统管理岗的职责。"))
    if kind not in KINDS:
        raise Refused(_("没有“%(kind)s”这种消息。") % {"kind": kind}, field="kind")
    if language not in wording.LANGUAGES:
        raise Refused(_("消息只有中文（zh）和英文（en）。"), field="language")
    text = text.strip()
    check_text(kind, text)
    head = chain.locked(by.county, f"notice:{kind}")
    if text:
        Wording.objects.update_or_create(county=by.county, kind=kind, language=language, defaults={"text": text})
    else:
        Wording.objects.filter(county=by.county, kind=kind, language=language).delete()
    wording.changed()
    said = NoticeReworded(kind=kind, language=language, shipped=not text)
    emit(said, on=head, by=by, at=at, words={"text": text})


def check_text(kind: str, text: str) -> None:
    """Raises Refused when a text is too long, or names something this kind cannot be filled in with."""
    if len(text) > LONGEST:
        raise Refused(_("消息最长%(n)d个字，请写短一些。") % {"n": LONGEST}, field="text")
    known = KINDS[kind].needs | ALWAYS
    named = places(text)
    if unknown := sorted(named - known):
        raise Refused(
            _("填不了{%(unknown)s}：这种消息里只能用%(known)s。")
            % {"unknown": unknown[0], "known": " ".join(f"{{{name}}}" for name in sorted(known))},
            field="text",
        )
    if set("{}") & set(PLACE.sub("", text)):
        raise Refused(_("花括号要成对，中间只写一个名称，例如{ref}。"), field="text")
