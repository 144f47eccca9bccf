"""What a code of theirs means in ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from onedoor.exchange.cells import unfit
from onedoor.exchange.feed import Feed
from onedoor.exchange.fields import CHOICES, Field

if TYPE_CHECKING:
    from django.utils.functional import Promise

_UNLISTED = gettext_lazy(
    "第%(line)s行的“%(column)s”（%(value)s）不在来源说明的对照表codes.%(field)s里。请在对照表里补上，或改正这一格。"
)
_NOT_OURS = gettext_lazy(
    "第%(line)s行的“%(column)s”（%(value)s）不是%(field)s的代码。请在来源说明里写对照表codes.%(field)s，或改正这一格。"
)
# A shifted column must not carry a name or a phone number into a list: only what can be a code is shown.
_LIKE_A_CODE = re.compile(r"[A-Za-z]{0,3}[-_.]?[0-9]{1,4}", re.ASCII)


def ours(value: str, feed: Feed, field: Field, *, line: int) -> str:
    """The code of ours for a cell; "" for an empty cell that no table names.

    Raises Unfit when the table does not list the value and the feed does not say what others mean, and for a value
    that is none of ours where there is no table.
    """
    table = feed.codes.get(field)
    if table is None:
        if value and field in CHOICES and value not in CHOICES[field]:
            raise unfit(_NOT_OURS, line, feed.columns[field], field=field, value=shown(value))
        return value
    if value in table:
        return table[value]
    if not value:
        return ""
    if field in feed.others:
        return feed.others[field]
    raise unfit(_UNLISTED, line, feed.columns[field], field=field, value=shown(value))


def shown(value: str) -> str | Promise:
    """The value where it can be nothing but a code."""
    return value if _LIKE_A_CODE.fullmatch(value) else gettext_lazy("内容略")
