from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.cases.flow import CASE, ENDED, Colour, State
from onedoor.catalogue.models import Item
from onedoor.core.flow import Step
from onedoor.core.models import Chained
from onedoor.core.models.county_row import CodeField
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Unit


class Nature(models.TextChoices):
    """Four natures at the door (A-205)."""

    DEMAND = "demand", _("诉求")
    DISPUTE = "dispute", _("纠纷")
    PETITION = "petition", _("信访")
    INFORM = "inform", _("举报")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("一般")
    URGENT = "urgent", _("紧急")
    CRITICAL = "critical", _("特急")


class Origin(models.TextChoices):
    LIVE = "live", _("本中心受理")
    IMPORTED = "imported", _("历史导入")


class Case(Chained):
    """What is being handled (一案一码): one problem, one ref for life, one holder at a time.

    ``holder`` and ``due_at`` copy the leading task. ``solve_by`` is the limit of the whole case, ``solve_limit`` its
    trace. ``area`` is where it is; ``county`` is who received it.
    """

    ref = CodeField(max_length=24, editable=False)
    state = CodeField(max_length=12, choices=State.choices, default=State.REGISTERED, editable=False)
    nature = CodeField(max_length=10, choices=Nature.choices, default=Nature.DEMAND)
    colour = CodeField(max_length=10, choices=Colour.choices, blank=True, default="")
    urgency = CodeField(max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    area = CodeField(max_length=17)
    channel = CodeField(max_length=20)
    title = models.CharField(max_length=200)
    confidential = models.BooleanField(default=False)
    origin = CodeField(max_length=10, choices=Origin.choices, default=Origin.LIVE, editable=False)
    holder = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    solve_by = models.DateTimeField(null=True, editable=False)
    solve_limit = models.JSONField(null=True, editable=False)
    send_backs = models.SmallIntegerField(default=0, editable=False)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "ref"], name="one_case_per_ref"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED) | Q(due_at__isnull=False, holder__isnull=False),
                name="open_case_has_holder_and_due_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "registered_at", "id"], name="case_by_day"),
            models.Index(fields=["county", "area", "registered_at"], name="case_by_area"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def subject(self) -> str:
        return f"case:{self.ref}"

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    def move(self, verb: str, *, by: Actor, unit: int | None = None) -> None:
        """Take one step of the flow. The only writer of ``state``.

        Raises Refused when the flow does not lead there from here, or the actor does not have the duty.
        """
        self.state = self.permitted(verb, by=by, unit=unit).target

    def permitted(self, verb: str, *, by: Actor, unit: int | None = None) -> Step:
        """The row of the flow by which this actor may take the step here and now. Raises Refused as ``move`` does."""
        step = CASE.step(verb, state=self.state, kind=self.colour)
        if step is None:
            raise Refused(
                _("本件现在是“%(state)s”，不能这样办。请刷新页面，看看别人是不是已经办过。")
                % {"state": self.get_state_display()}
            )
        if not by.may(step.duty, area=self.area, unit=unit):
            raise Refused(_("这一步不是您的职责。请转给有这项职责的岗位。"))
        return step
