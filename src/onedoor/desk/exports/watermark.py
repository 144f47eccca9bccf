"""Who took a list away, when and what for: on every copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from onedoor.core.clock import ZONE


@dataclass(frozen=True)
class Watermark:
    """The facts of one export. ``post`` is the post, never the person's name."""

    number: str
    post: str
    purpose: str
    at: datetime

    @property
    def line(self) -> str:
        """One line, for the head and foot of every printed page."""
        words = {"number": self.number, "post": self.post, "at": f"{self.at.astimezone(ZONE):%Y-%m-%d %H:%M}"}
        return _("，").join([*invented(), _("导出编号%(number)s，%(post)s，%(at)s，仅限所写用途") % words])

    def name(self, ending: str) -> str:
        """The name of the file."""
        return _("事项清单_%(number)s.%(ending)s") % {"number": self.number, "ending": ending}

    def told(self, rows: int) -> list[tuple[str, str]]:
        """Everything, for the end of the file."""
        return [
            *((_("说明"), mark) for mark in invented()),
            (_("导出编号"), self.number),
            (_("导出岗位"), self.post),
            (_("导出时间"), f"{self.at.astimezone(ZONE):%Y-%m-%d %H:%M}"),
            (_("条数"), str(rows)),
            (_("用途"), self.purpose),
            (_("说明"), _("只能用于所写的用途。保密事项和举报只列编号；姓名、电话、住址一律不导出。")),
        ]


def invented() -> list[str]:
    """What a list of invented cases says of itself; nothing where the cases are real."""
    return [_("练习：这里的人和事都是编的，不算数")] if settings.ONEDOOR_PRACTICE else []
