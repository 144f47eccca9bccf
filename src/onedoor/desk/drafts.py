"""Drafts as the desk's forms use them: first values from what was kept, and what a form's post holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from onedoor.core.refs import parse_ref
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import post_names
from onedoor.work.models import Draft
from onedoor.work.pages import REGISTER
from onedoor.work.queries import draft_of

Values = dict[str, str | list[str]]

PAGE, VERSION, TITLE, WINDOW, NTH = "draft_page", "draft_version", "draft_title", "draft_window", "draft_nth"
"""What the browser sends beside the fields of the form: which window saves, and for the how many-th time."""

_OURS = {PAGE, VERSION, TITLE, WINDOW, NTH, "csrfmiddlewaretoken", "do", "accept", "hand_over", "seq"}
_TITLED_BY = ("text", "reply", "reason", "note", "summary", "requirement", "opinion")
_CASE = "case:"

TALK = "talk:"
"""What is written about a talk: ``talk:17:conclude``, or about one not there yet: ``talk:new``, ``talk:new:REF``."""


def kept(actor: Actor, page: str) -> Values:
    """What the actor wrote on a page and did not send, as first values of its form; empty for nothing."""
    draft = draft_of(actor, page)
    return values_of(draft) if draft else {}


def version(actor: Actor, page: str) -> int:
    """The version of what is kept for the page, 0 for nothing: what ``data-od-draft-version`` begins with."""
    draft = draft_of(actor, page)
    return draft.version if draft else 0


def values_of(draft: Draft) -> Values:
    """The fields of a draft."""
    return {name: value for name, value in _all_of(draft).items() if name not in _OURS}


def signed(values: Values, post: QueryDict) -> Values:
    """The values with the mark of the window that saves them."""
    return values | {WINDOW: post.get(WINDOW, ""), NTH: str(_number(post.get(NTH)))}


def same_window(draft: Draft, post: QueryDict) -> tuple[bool, bool]:
    """Whether the window that saves now saved last as well, and whether what it sends is older than what is kept:
    answers and requests may be overtaken or lost on the way."""
    told = _all_of(draft)
    same = bool(post.get(WINDOW)) and told.get(WINDOW) == post[WINDOW]
    return same, same and _number(post.get(NTH)) <= _number(told.get(NTH))


def _all_of(draft: Draft) -> Values:
    return dict(json.loads(draft.values or "{}"))


def _number(text: object) -> int:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 9 else 0


def written(post: QueryDict) -> Values:
    """The fields of a form that was sent; a field sent more than once keeps all its values."""
    fields = {name: post.getlist(name) for name in post if name not in _OURS}
    return {name: given if len(given) > 1 else given[0] for name, given in fields.items() if given}


def title_of(values: Mapping[str, str | list[str]]) -> str:
    """The first words of a draft, by which its author knows it again."""
    said = (values.get(name, "") for name in _TITLED_BY)
    first = next((text for text in said if isinstance(text, str) and text.strip()), "")
    return " ".join(first.split())[:60]


@dataclass(frozen=True)
class Row:
    """One draft in the list: where it is gone on with, and whose hands it is in. ``seat`` is the post it waits at."""

    page: str
    title: str
    saved_at: datetime
    address: str
    ref: str
    mine: bool
    seat: str
    by: str


def row(draft: Draft, actor: Actor, *, posts: Mapping[str, str]) -> Row:
    """A draft as its reader sees it."""
    mine = draft.member == actor.code
    ref = draft.page.split(":")[1] if draft.page.startswith(_CASE) else ""
    by = "" if mine else post_names(draft.county).get(draft.member, "")
    return Row(
        draft.page, draft.title, draft.saved_at, address(draft.page), ref, mine, posts.get(draft.to_post, ""), by
    )


def address(page: str) -> str:
    """Where a draft is gone on with; empty where only its words can be shown."""
    if page.startswith(REGISTER):
        return f"{reverse('desk:register')}?draft={page.removeprefix(REGISTER)}"
    parts = page.split(":")
    if page.startswith(TALK):
        return _talk(parts[1], "".join(parts[2:3]))
    if page.startswith(_CASE) and len(parts) >= 3 and parse_ref(parts[1]):
        return f"{reverse('desk:case', args=[parts[1]])}?do={parts[2]}"
    return ""


def _talk(talk: str, rest: str) -> str:
    if talk.isdecimal():
        return f"{reverse('desk:talk', args=[int(talk)])}?do={rest}"
    return f"{reverse('desk:new-talk')}?case={rest}" if rest else reverse("desk:new-talk")
