from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.models import Case
from onedoor.core.crypto import EncryptedField
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.core.refusal import Refused
from onedoor.hall.flow import TALK, TalkState
from onedoor.hall.models.ticket import Ticket
from onedoor.hall.models.window import Window
from onedoor.organisation.models import Unit
from onedoor.work.models import Task


class Mode(models.TextChoices):
    """How somebody is received (A-223)."""

    JOINT = "joint", gettext_lazy("联合接待")
    SORT = "sort", gettext_lazy("分类处置")
    AID = "aid", gettext_lazy("多元帮扶")
    MEDIATE = "mediate", gettext_lazy("单独调解")


class Next(models.TextChoices):
    """What follows a talk."""

    SETTLED = "settled", gettext_lazy("当面说清，不用再办")
    REGISTER = "register", gettext_lazy("登记来件")
    DISPATCH = "dispatch", gettext_lazy("派单办理")
    GO_ON = "go_on", gettext_lazy("承办单位接着办")
    AGAIN = "again", gettext_lazy("再约一次")
    REFER = "refer", gettext_lazy("指引到法定途径")


class Talk(CountyRow):
    """Somebody is received at a window or in a room (接谈, A-206), as arranged for a moment or on the spot.

    What was said stands beside the record of the ``case``; ``asked`` and ``told`` hold it only while the talk has
    none. ``leader``: a leader receives (领导接访). ``checked``: the resident read the note and agreed to it.
    ``forgotten_at`` is when the words of a talk that led to no case went.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="talks")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, related_name="talks")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    room = models.CharField(max_length=40, blank=True, default="")
    mode = CodeField(max_length=10, choices=Mode.choices)
    state = CodeField(max_length=12, choices=TalkState.choices, default=TalkState.ARRANGED, editable=False)
    leader = models.BooleanField(default=False)
    checked = models.BooleanField(default=False)
    next = CodeField(max_length=10, choices=Next.choices, blank=True, default="")
    asked = EncryptedField(default="")
    told = EncryptedField(default="")
    arranged_for = models.DateTimeField()
    arranged_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    by = CodeField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, state=TalkState.ARRANGED)
                | Q(ended_at__isnull=False) & ~Q(state=TalkState.ARRANGED),
                name="talk_ends_when_it_was_held_or_called_off",
            )
        ]
        indexes = [
            models.Index(fields=["county", "arranged_for"], name="talk_by_moment"),
            models.Index(fields=["county", "case", "arranged_for"], name="talk_of_case"),
        ]

    def move(self, verb: str) -> None:
        """Take one step of the flow. The only writer of ``state``. Raises Refused where it does not lead there."""
        step = TALK.step(verb, state=self.state)
        if step is None:
            words = {"state": self.get_state_display()}
            raise Refused(_("这次接谈%(state)s，不能再改。要再谈，请另约一次。") % words)
        self.state = step.target

    @property
    def where(self) -> str:
        """The room, or the window."""
        return self.room or (self.window.name if self.window else "")


class Invitation(CountyRow):
    """A unit was asked to a joint reception (联合接待); ``task`` is that it owes to be there. ``arrived_at`` is set by
    the unit itself."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "talk", "unit"], name="one_invitation_per_unit_and_talk")
        ]

    def late(self, now: datetime) -> bool:
        """Whether the unit should have been there and is not."""
        return self.arrived_at is None and self.task.due_at <= now
