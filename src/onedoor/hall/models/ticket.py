from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.models import Case
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.core.refusal import Refused
from onedoor.hall.flow import AT_THE_WINDOW, TICKET, TicketState
from onedoor.hall.models.service_line import ServiceLine
from onedoor.hall.models.window import Window


class Outcome(models.TextChoices):
    """What came of a number."""

    GUIDED = "guided", gettext_lazy("已指引说清")
    ANSWERED = "answered", gettext_lazy("当场答复")
    REGISTERED = "registered", gettext_lazy("已登记来件")
    REFERRED = "referred", gettext_lazy("已指引到别处")


class Ticket(CountyRow):
    """A number of one day in the hall (号): that somebody waits, never who.

    Letter and number stay as they were printed; ``queue`` is the line it waits in now, ``line`` the one it was drawn
    for. ``first`` says that it is called before the others (优先), not why. ``case`` is what was registered from it.
    """

    day = models.DateField()
    line = models.ForeignKey(ServiceLine, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    queue = models.ForeignKey(ServiceLine, on_delete=models.PROTECT, related_name="+")
    first = models.BooleanField(default=False)
    state = CodeField(max_length=10, choices=TicketState.choices, default=TicketState.WAITING, editable=False)
    outcome = CodeField(max_length=12, choices=Outcome.choices, blank=True, default="")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="tickets")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="tickets")
    calls = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    by = CodeField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "day", "line", "number"], name="no_number_twice_in_a_day"),
            models.UniqueConstraint(
                fields=["county", "day", "window"], condition=Q(state__in=AT_THE_WINDOW), name="one_number_at_a_window"
            ),
        ]
        indexes = [
            models.Index(
                fields=["county", "day", "queue"], condition=Q(state=TicketState.WAITING), name="ticket_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is printed and called: A007."""
        return f"{self.line.code}{self.number:03d}"

    def move(self, verb: str) -> None:
        """Take one step of the flow. The only writer of ``state``. Raises Refused where it does not lead there."""
        step = TICKET.step(verb, state=self.state)
        if step is None:
            words = {"number": self.label, "state": self.get_state_display()}
            raise Refused(_("%(number)s现在是“%(state)s”，不能这样办。别的窗口可能已经办过，请刷新页面。") % words)
        self.state = step.target
