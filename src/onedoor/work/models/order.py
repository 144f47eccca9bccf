from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.core.flow import Step
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Unit
from onedoor.work.flow import ORDER, State
from onedoor.work.models.supervision import Level
from onedoor.work.models.task import Task


class Reason(models.TextChoices):
    """Why an order was issued (督办原因, D-15)."""

    OVERDUE = "overdue", gettext_lazy("逾期")
    REPEATED = "repeated", gettext_lazy("重复")
    CONCENTRATED = "concentrated", gettext_lazy("集中")
    UNTRUE = "untrue", gettext_lazy("不实")
    RETURNED = "returned", gettext_lazy("退回不办")
    LEADER = "leader", gettext_lazy("领导批示")


class Order(CountyRow):
    """A supervision order (督办单, D-15): a unit must answer by a day, and somebody else finds the answer good (销号).

    ``task`` is the chased task, where the order is about one. ``area`` is where the matter is: whoever supervises
    there acts on the order. ``supervisor`` is the unit that issued it. Requirement, answers and opinions are words on
    the record of ``subject``. ``interview_on`` is the day of an interview (约谈), and of that level only.
    """

    number = CodeField(max_length=24)
    subject = CodeField(max_length=60)
    secret = models.BooleanField(default=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="orders")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    area = CodeField(max_length=17)
    reason = CodeField(max_length=14, choices=Reason.choices)
    level = CodeField(max_length=10, choices=Level.choices)
    interview_on = models.DateField(null=True)
    state = CodeField(max_length=12, choices=State.choices, default=State.ISSUED, editable=False)
    limit = models.JSONField()
    due_at = models.DateTimeField()
    issued_by = CodeField(max_length=40)
    issued_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    discharged_at = models.DateTimeField(null=True)
    discharged_by = CodeField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="one_order_per_number"),
            models.UniqueConstraint(
                fields=["county", "task", "level"], condition=Q(discharged_at=None), name="one_open_order_per_level"
            ),
            models.CheckConstraint(
                condition=Q(level=Level.INTERVIEW, interview_on__isnull=False)
                | (~Q(level=Level.INTERVIEW) & Q(interview_on=None)),
                name="interview_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DISCHARGED, discharged_at__isnull=False)
                | (~Q(state=State.DISCHARGED) & Q(discharged_at=None)),
                name="discharged_order_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "issued_at", "id"], name="order_by_day"),
            models.Index(fields=["county", "subject"], name="order_of_subject"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def answer_area(self) -> str:
        """Where the unit answers from: the place of the matter, or its own area where the matter lies outside it."""
        return self.unit.meets(self.area)

    def move(self, verb: str, *, by: Actor) -> None:
        """Take one step of the order. The only writer of ``state``. Raises Refused as ``permitted`` does."""
        self.state = self.permitted(verb, by=by).target

    def permitted(self, verb: str, *, by: Actor) -> Step:
        """The row of the flow by which this actor may take the step now.

        Raises Refused when the order is elsewhere, the actor has not the duty, or would judge their own unit.
        """
        step = ORDER.step(verb, state=self.state)
        if step is None:
            raise Refused(
                _("督办单现在是“%(state)s”，不能这样办。请刷新页面，看看别人是不是已经办过。")
                % {"state": self.get_state_display()}
            )
        if step.duty == "handle":
            if not by.may("handle", area=self.answer_area, unit=self.unit_id):
                raise Refused(_("督办单要由%(unit)s反馈。请转给该单位。") % {"unit": self.unit.name})
            return step
        if not by.may(step.duty, area=self.area):
            raise Refused(_("这一步不是您的职责。请转给督办岗位。"))
        if any(standing.unit_id == self.unit_id for standing in by.standings):
            raise Refused(_("被督办的单位不能给自己销号。请转给别的单位的督办岗位。"))
        return step
