from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from onedoor.cases.flow import CASE, ENDED, GIVEN, Colour, State, duty_of
from onedoor.cases.models.choices import Kind, Nature, Origin, People, Safety, Urgency
from onedoor.catalogue.models import Item
from onedoor.core.flow import Step
from onedoor.core.models import Chained
from onedoor.core.models.county_row import CodeField
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import AUTHOR, Duty
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory


class Case(Chained):
    """What is being handled (一案一码): one problem, one ref for life, one holder at a time.

    ``holder`` and ``due_at`` copy the leading task. ``solve_by`` is the limit of the whole case, ``solve_limit`` its
    trace. ``area`` is where it is; ``county`` is who received it. ``summary`` is the desk's, for units that may not
    read the report itself. ``unsolved``: its author's last word is "not solved". ``into`` is the case it was merged
    into. ``level`` is the rung it was raised to, and ``accused`` the unit an informant's report is about.
    """

    ref = CodeField(max_length=24, editable=False)
    state = CodeField(max_length=12, choices=State.choices, default=State.REGISTERED, editable=False)
    nature = CodeField(max_length=10, choices=Nature.choices, default=Nature.DEMAND)
    kind = CodeField(max_length=10, choices=Kind.choices, blank=True, default="")
    colour = CodeField(max_length=10, choices=Colour.choices, blank=True, default="")
    urgency = CodeField(max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    area = CodeField(max_length=17)
    channel = CodeField(max_length=20)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    people = CodeField(max_length=10, choices=People.choices, blank=True, default="")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    major = models.BooleanField(default=False)
    long_standing = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    safety = CodeField(max_length=10, choices=Safety.choices, blank=True, default="", editable=False)
    accused = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    origin = CodeField(max_length=10, choices=Origin.choices, default=Origin.LIVE, editable=False)
    upstream_no = CodeField(max_length=60, blank=True, default="")
    upstream_by = models.DateField(null=True)
    holder = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    solve_by = models.DateTimeField(null=True, editable=False)
    solve_limit = models.JSONField(null=True, editable=False)
    send_backs = models.SmallIntegerField(default=0, editable=False)
    extensions = models.SmallIntegerField(default=0, editable=False)
    level = CodeField(max_length=10, blank=True, default="", editable=False)
    suspended_from = models.DateField(null=True, editable=False)
    suspended_until = models.DateField(null=True, editable=False)
    unsolved = models.BooleanField(default=False, editable=False)
    into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged", editable=False)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "ref"], name="one_case_per_ref"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED) | Q(due_at__isnull=False, holder__isnull=False),
                name="open_case_has_holder_and_due_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, into__isnull=False) | ~Q(state=State.MERGED) & Q(into__isnull=True),
                name="merged_case_says_into_which",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "registered_at", "id"], name="case_by_day"),
            models.Index(fields=["county", "area", "registered_at"], name="case_by_area"),
            models.Index(fields=["county", "state", "registered_at", "id"], name="case_by_state"),
            models.Index(fields=["county", "into"], condition=Q(into__isnull=False), name="case_merged_into"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def subject(self) -> str:
        return f"case:{self.ref}"

    @property
    def lead_code(self) -> str:
        return self.lead.code if self.lead else ""

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def urgent(self) -> bool:
        """Whether its clocks ring at any hour."""
        return self.urgency in (Urgency.URGENT, Urgency.CRITICAL)

    @property
    def restricted(self) -> bool:
        """Whether it keeps to the way of informants' reports (举报)."""
        return self.nature == Nature.INFORM

    @property
    def secret(self) -> bool:
        """Whether handling units see the desk's summary and never the report (DESIGN §9)."""
        return self.confidential or self.restricted

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
        # What the centre does about a case that lies with a unit is not that unit's turn.
        at_large = step.duty == Duty.REGISTER or (self.state in GIVEN and step.duty != Duty.HANDLE)
        if not self.allows(by, step.duty, unit=None if at_large else unit):
            raise _not_theirs()
        return step

    def must(self, by: Actor, *duties: str, handler: bool = False) -> None:
        """Raises Refused unless the actor has one of these duties about this case or, with ``handler``, handles it."""
        if not any(self.allows(by, duty) for duty in duties) and not (handler and self.handled_by(by)):
            raise _not_theirs()

    def handled_by(self, by: Actor) -> bool:
        """Whether the actor handles it for the unit that leads."""
        return self.lead_id is not None and self.allows(by, Duty.HANDLE, unit=self.lead_id)

    @property
    def anybody_unsolved(self) -> bool:
        """Whether its author, or one whose case was merged into it, last said that it is not solved."""
        return self.unsolved or self.merged.filter(unsolved=True).exists()

    def allows(self, by: Actor, duty: str, *, unit: int | None = None) -> bool:
        """Whether the actor has this duty about this case, as ``unit`` where it is a unit's turn.

        Nobody of the accused unit has any, no other system has any about what is secret, and what belongs to the author
        alone nobody else has, not even the system.
        """
        if duty == AUTHOR:
            return by.wrote == self.ref
        if by.outside and self.secret:
            return False
        if self.accused_id and any(standing.unit_id == self.accused_id for standing in by.standings):
            return False
        area = self.area
        if unit is not None and (acting := directory(self.county).by_id.get(unit)):
            area = acting.meets(area)
        return by.may(duty_of(duty, restricted=self.restricted), area=area, unit=unit)


def _not_theirs() -> Refused:
    return Refused(_("这一步不是您的职责。请转给有这项职责的岗位。"))
