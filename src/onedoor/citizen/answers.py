"""A draft read back to the resident, each answer with the page where it is changed."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.cases.models.contact import Contact, ReplyBy, Tongue
from onedoor.citizen import places
from onedoor.citizen.draft import Draft, Naming, look_at_photos
from onedoor.citizen.forms import WhatForm
from onedoor.core.privacy import masked_phone
from onedoor.geography.atlas import Atlas

Answer = tuple[str, str, str]
"""Label, value, address of the page where it is changed."""

_FIELDS = {
    "area": "where", "place": "where", "text": "what", "nature": "what",
    "files": "what", "phone": "who", "name": "who", "reply_by": "who", "tongue": "who",
}  # fmt: skip


def listed(draft: Draft, known: Atlas) -> list[Answer]:
    """Everything that will be sent, in the order of importance."""
    what, where, who = (reverse(f"citizen:{step}") for step in ("what", "where", "who"))
    return [
        (_("出了什么事"), draft.text or look_at_photos(draft.photos), what),
        (_("是哪一种"), nature(draft), what),
        (_("地点"), place(draft, known), where),
        (_("怎样联系您"), contact(draft), who),
        (_("要不要保密"), secrecy(draft), who),
        *([(_("沟通上的照顾"), care(draft), who)] if care(draft) else []),
    ]


def place(draft: Draft, known: Atlas) -> str:
    """Where it is."""
    return places.described(known, draft.area, draft.place)


def nature(draft: Draft) -> str:
    """Which of the four natures, in the words it was asked in."""
    field = WhatForm.base_fields["nature"]
    return str(dict(field.choices)[draft.nature])  # type: ignore[attr-defined]


def contact(draft: Draft) -> str:
    """How the resident is reached. The phone is masked: others may be looking at the screen."""
    if draft.naming == Naming.ANONYMOUS:
        return _("不留名，凭编号和查询码查进度")
    ways = {
        ReplyBy.PHONE: _("打电话答复"),
        ReplyBy.MESSAGE: _("发短信答复"),
        ReplyBy.LETTER: _("寄书面答复"),
        ReplyBy.NONE: _("不用联系，自己来查"),
    }
    told = [draft.name, masked_phone(draft.phone), ways[ReplyBy(draft.reply_by)]]
    if draft.reply_by == ReplyBy.LETTER:
        told.append(draft.address)
    return _("，").join(filter(None, told))


def care(told: Draft | Contact) -> str:
    """How they wish to be spoken to, where it is not the usual way."""
    parts = [_("只用文字联系，不打电话")] if told.text_only else []
    if told.tongue:
        parts.append(str(Tongue(told.tongue).label))
    return _("；").join(parts)


def secrecy(draft: Draft) -> str:
    """Who gets to know who reported."""
    return {
        Naming.OPEN: _("不用，办理单位可以直接找您"),
        Naming.CONFIDENTIAL: _("要，办理单位看不到您是谁"),
        Naming.ANONYMOUS: _("不留名，谁也不知道您是谁"),
    }[Naming(draft.naming)]


def step_of(field: str) -> str:
    """The address of the page that asked for a field; empty when no page did."""
    return reverse(f"citizen:{_FIELDS[field]}") if field in _FIELDS else ""
