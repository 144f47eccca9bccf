"""The life of a ticket and of a talk as tables: they guard the actions and draw the buttons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.flow import Flow, Step


class TicketState(models.TextChoices):
    WAITING = "waiting", _("等候")
    CALLED = "called", _("已叫号")
    SERVING = "serving", _("办理中")
    ABSENT = "absent", _("过号")
    DONE = "done", _("办完")
    LEFT = "left", _("已离开")


class TalkState(models.TextChoices):
    ARRANGED = "arranged", _("已约定")
    HELD = "held", _("已接谈")
    CALLED_OFF = "called_off", _("已取消")


AT_THE_WINDOW = (TicketState.CALLED.value, TicketState.SERVING.value)
"""The number stands at a window, which calls no other meanwhile."""

OVER = (TicketState.DONE, TicketState.LEFT)

_SERVES, _GUIDES = "serve", "guide"
"""Who takes a step of a ticket: whoever sits at its window, or the guidance desk; the desk may take every step."""

TICKET = Flow(
    #     verb       from                             to          who
    Step("call",    ("waiting",),                    "called",   _SERVES),
    Step("recall",  ("called",),                     "called",   _SERVES),
    Step("serve",   ("called",),                     "serving",  _SERVES),
    Step("miss",    ("called",),                     "absent",   _SERVES),
    Step("requeue", ("absent",),                     "waiting",  _GUIDES),
    Step("move",    ("waiting", "called", "serving"), "waiting", _SERVES),
    Step("finish",  ("called", "serving"),           "done",     _SERVES),
    Step("leave",   ("waiting", "absent"),           "left",     _GUIDES),
)  # fmt: skip

TALK = Flow(
    #     verb        from            to            duty
    Step("conclude", ("arranged",),  "held",       "register"),
    Step("call_off", ("arranged",),  "called_off", "register"),
)  # fmt: skip
