"""The life of a case as one table (DESIGN §4): it guards the actions, draws the buttons, and makes the diagram."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.flow import Flow, Step
from onedoor.organisation.duties import AUTHOR, CENTRE_DUTIES, Duty


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
    APPEALED = "appealed", _("异议复核中")
    CLOSED = "closed", _("已结案")
    ARCHIVED = "archived", _("已归档")
    ANSWERED = "answered", _("当场答复")
    TRANSFERRED = "transferred", _("已转紧急部门")
    DECLINED = "declined", _("不予受理")
    MERGED = "merged", _("已并案")
    WITHDRAWN = "withdrawn", _("本人撤回")


class Colour(models.TextChoices):
    """Difficulty (A-201), not risk: what the case needs, never how dangerous anybody is."""

    GREEN = "green", _("绿·常规")
    YELLOW = "yellow", _("黄·疑难")
    RED = "red", _("红·困难")


EXITS = (State.ANSWERED, State.TRANSFERRED, State.DECLINED, State.MERGED, State.WITHDRAWN)
"""Ends that need no reply and no call-back; each has a way back but the author's own withdrawal."""

ENDED = (State.CLOSED, State.ARCHIVED, *EXITS)
GIVEN = (State.DISPATCHED, State.HANDLING)
"""The case lies with a unit."""

_EASY = (Colour.GREEN, Colour.YELLOW)
_BEFORE_REPLY = ("registered", "triaged", "dispatched", "handling", "returned", "ruled")
_OPEN = (*_BEFORE_REPLY, "replied", "reviewed", "visited", "appealed")

CASE = Flow(
    #     verb         from                                     to             duty        only
    Step("triage",    ("registered",),                          "triaged",     "triage"),
    Step("answer",    ("registered",),                          "answered",    "register"),
    Step("dispatch",  ("triaged", "ruled"),                     "dispatched",  "dispatch", _EASY),
    Step("entrust",   ("triaged", "ruled"),                     "dispatched",  "lead",     (Colour.RED,)),
    Step("reassign",  ("dispatched",),                          "dispatched",  "dispatch", _EASY),
    Step("sign",      ("dispatched",),                          "handling",    "handle"),
    Step("send_back", ("dispatched", "handling"),               "returned",    "handle"),
    Step("rule",      ("returned",),                            "ruled",       "rule"),
    Step("raise",     ("dispatched", "handling"),               "triaged",     "handle"),
    Step("lower",     ("triaged", "ruled"),                     "triaged",     "dispatch"),
    Step("reply",     ("handling",),                            "replied",     "handle"),
    Step("review",    ("replied",),                             "reviewed",    "review"),
    Step("rework",    ("replied", "visited"),                   "handling",    "review"),
    Step("visit",     ("reviewed",),                            "visited",     "visit"),
    Step("ask_next",  ("reviewed", "visited"),                  "reviewed",    "visit"),
    Step("attempt",   ("reviewed",),                            "reviewed",    "visit"),
    Step("rate",      ("reviewed", "visited"),                  "visited",     AUTHOR),
    Step("rate_next", ("reviewed",),                            "reviewed",    AUTHOR),
    Step("close",     ("visited",),                             "closed",      "close",    _EASY),
    Step("confirm",   ("visited",),                             "closed",      "lead",     (Colour.RED,)),
    Step("archive",   ("closed",),                              "archived",    "close"),
    Step("reopen",    ("closed", "archived", "answered", "transferred", "merged"), "registered", AUTHOR),
    Step("withdraw",  (*_OPEN, "merged"),                       "withdrawn",   AUTHOR),
    Step("transfer",  ("registered", "triaged", "ruled"),       "transferred", "register"),
    Step("take_back", ("transferred",),                         "registered",  "triage"),
    Step("merge",     _BEFORE_REPLY,                            "merged",      "triage"),
    Step("unmerge",   ("merged",),                              "registered",  "triage"),
    Step("decline",   ("registered", "triaged", "ruled"),       "declined",    "approve"),
    Step("appeal",    ("declined",),                            "appealed",    AUTHOR),
    Step("uphold",    ("appealed",),                            "declined",    "appeal"),
    Step("overturn",  ("appealed",),                            "registered",  "appeal"),
)  # fmt: skip


def duty_of(duty: str, *, restricted: bool) -> str:
    """Who takes a step of this duty. An informant's report keeps to its own way: whatever the centre does about it is
    done by those who handle such reports, and by a leader (DESIGN §9, 信访工作条例 art. 30)."""
    return Duty.INFORM if restricted and duty in CENTRE_DUTIES and duty != Duty.LEAD else duty
