"""The life of a case as one table (DESIGN §4): it guards the actions, draws the buttons, and makes the diagram."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.flow import Flow, Step


class State(models.TextChoices):
    REGISTERED = "registered", _("待分流")
    TRIAGED = "triaged", _("待派单")
    DISPATCHED = "dispatched", _("待签收")
    HANDLING = "handling", _("办理中")
    RETURNED = "returned", _("退单待裁定")
    RULED = "ruled", _("待改派")
    REPLIED = "replied", _("待审核")
    REVIEWED = "reviewed", _("待回访")
    VISITED = "visited", _("待结案")
    CLOSED = "closed", _("已结案")
    ARCHIVED = "archived", _("已归档")


class Colour(models.TextChoices):
    """Difficulty (A-201), not risk: what the case needs, never how dangerous anybody is."""

    GREEN = "green", _("绿·常规")
    YELLOW = "yellow", _("黄·疑难")
    RED = "red", _("红·困难")


ENDED = (State.CLOSED, State.ARCHIVED)
_EASY = (Colour.GREEN, Colour.YELLOW)

CASE = Flow(
    #     verb         from                      to            duty        only
    Step("triage",    ("registered",),          "triaged",    "triage"),
    Step("dispatch",  ("triaged", "ruled"),     "dispatched", "dispatch", _EASY),
    Step("entrust",   ("triaged", "ruled"),     "dispatched", "lead",     (Colour.RED,)),
    Step("sign",      ("dispatched",),          "handling",   "handle"),
    Step("send_back", ("dispatched", "handling"), "returned",   "handle"),
    Step("rule",      ("returned",),            "ruled",      "rule"),
    Step("reply",     ("handling",),            "replied",    "handle"),
    Step("review",    ("replied",),             "reviewed",   "review"),
    Step("rework",    ("replied", "visited"),   "handling",   "review"),
    Step("visit",     ("reviewed",),            "visited",    "visit"),
    Step("attempt",   ("reviewed",),            "reviewed",   "visit"),
    Step("close",     ("visited",),             "closed",     "close",    _EASY),
    Step("confirm",   ("visited",),             "closed",     "lead",     (Colour.RED,)),
    Step("archive",   ("closed",),              "archived",   "close"),
)  # fmt: skip
