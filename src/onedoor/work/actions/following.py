"""Keep an eye on a subject (跟踪), and stop doing so. For oneself: it gives no right and tells nobody."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.work.models import Follow

MOST = 500


def follow(subject: str, *, by: Actor, at: datetime) -> Follow:
    """Put a subject on the actor's own list; twice is once. The caller has seen to it that the actor may see it.

    Raises Refused when the list is full: five hundred at most.
    """
    own = Follow.objects.filter(county=by.county, member=by.code)
    if own.exclude(subject=subject).count() >= MOST:
        raise Refused(_("跟踪的事项最多%(most)s件。请先取消几件不用再看的。") % {"most": MOST})
    return Follow.objects.get_or_create(
        county=by.county, member=by.code, subject=subject, defaults={"since": at}
    )[0]  # fmt: skip


def unfollow(subject: str, *, by: Actor) -> None:
    """Take a subject off the actor's own list, whether or not it was there."""
    Follow.objects.filter(county=by.county, member=by.code, subject=subject).delete()
