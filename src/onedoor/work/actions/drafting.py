"""Keep what somebody is writing (草稿), so that a killed browser loses nothing, and hand it to another seat."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Post
from onedoor.work import queries
from onedoor.work.events import DraftHandedOver
from onedoor.work.models import Draft
from onedoor.work.pages import REGISTER

KEPT_FOR = timedelta(days=14)
"""How long a draft that nobody sends is kept."""

MOST = 100
LONGEST = 200_000
_LONGEST_TITLE = 60
_PAGE = re.compile(r"[a-z][\x21-\x7e]{0,79}")


@transaction.atomic
def keep(
    page: str, *, values: Mapping[str, str | list[str]], title: str, version: int, by: Actor, at: datetime
) -> Draft:
    """Keep what is written on a page. ``version`` is the one this browser saw last, 0 for none. Whoever goes on with
    what was handed to their post makes it their own.

    Raises Refused with field ``version`` when another browser saved, sent or dropped it meanwhile.
    """
    written = json.dumps(values, ensure_ascii=False)
    if not _PAGE.fullmatch(page):
        raise Refused(_("这一页不能存草稿。请刷新页面再写。"), field="page")
    if len(written) > LONGEST:
        raise Refused(_("写得太长，草稿存不下。请先提交，或把一部分作为附件。"))
    draft = _locked(by, page)
    if (draft.version if draft else 0) != version:
        raise Refused(_("另一个窗口存了更新的内容，或者已经提交。请选择用哪一份。"), field="version")
    if draft is None:
        draft = _begun(by, page, at)
    draft.member, draft.to_post = by.code, draft.to_post if draft.member == by.code else ""
    draft.values, draft.title, draft.saved_at = written, title.strip()[:_LONGEST_TITLE], at
    draft.version += 1
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:  # two windows began at the same moment
        raise Refused(_("另一个窗口刚存过。请选择用哪一份。"), field="version") from None
    return draft


def _begun(by: Actor, page: str, at: datetime) -> Draft:
    if Draft.objects.filter(county=by.county, member=by.code).count() >= MOST:
        raise Refused(_("您的草稿已有%(n)d份。请先到“草稿”里处理一些。") % {"n": MOST})
    return Draft(county=by.county, member=by.code, page=page, version=0, saved_at=at)


def drop(page: str, *, by: Actor) -> None:
    """The draft was sent or thrown away; nothing when there is none, as with most forms that are sent."""
    if not queries.has_draft(by, page):
        return
    with transaction.atomic():
        if draft := _locked(by, page):
            draft.delete()


@transaction.atomic
def hand_over(page: str, *, to_post: str, by: Actor, at: datetime) -> Draft:
    """Hand the draft of a registration to a seat (转专席): whoever sits there goes on with everything written.

    Raises Refused for somebody who does not register, for a post that does not, and without a draft of one's own.
    """
    if not by.has(Duty.REGISTER):
        raise Refused(_("只有受理登记岗可以转专席。"))
    post = Post.objects.filter(county=by.county, code=to_post).first()
    if post is None or Duty.REGISTER not in post.duties:
        raise Refused(_("没有这个专席。请从名单里选一个。"), field="to_post")
    if any(standing.post == to_post for standing in by.standings):
        raise Refused(_("这就是您自己的席位，不用转。"), field="to_post")
    draft = _locked(by, page)
    if draft is None or not page.startswith(REGISTER):
        raise Refused(_("没有这份登记草稿。请先写几个字再转。"))
    draft.member, draft.to_post = by.code, to_post
    draft.version += 1
    draft.save(update_fields=["member", "to_post", "version"])
    head = chain.locked(by.county, f"post:{to_post}")
    emit(DraftHandedOver(page=page, post=to_post, saved=draft.version), on=head, by=by, at=at)
    return draft


def clear_old(*, at: datetime) -> int:
    """Throw away what nobody went on with for fourteen days. Returns how many drafts that were."""
    return Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()[0]


def _locked(by: Actor, page: str) -> Draft | None:
    found = queries.draft_of(by, page)
    return Draft.objects.select_for_update().filter(county=by.county, pk=found.pk).first() if found else None
