"""A query code cannot be found by trying: so many tries per reference, then a pause."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from onedoor.core import tries

MOST = 10
WINDOW = timedelta(minutes=15)


def locked_until(county: str, ref: str, *, at: datetime) -> datetime | None:
    """Count a try on a reference. None when it may go ahead, otherwise the moment from which it may.

    References that do not exist are counted like those that do, so that a refusal tells nothing.
    """
    return tries.paused_until(_name(county, ref), most=MOST, window=WINDOW, at=at)


def paused(until: datetime) -> str:
    """Why not now, and from when."""
    words = {"time": f"{localtime(until):%H:%M}"}
    return _("这个编号试得太多了。请在%(time)s以后再试，或者到中心窗口查。") % words


def succeeded(county: str, ref: str) -> None:
    """Forget the tries: the right code was given."""
    tries.forget(_name(county, ref))


def _name(county: str, ref: str) -> str:
    return f"citizen:{county}:{ref}"
