"""Every limit in the house is computed here, by DOMAIN B.4; no store needed."""

from __future__ import annotations

from onedoor.core.clock.calendar import Calendar, Day
from onedoor.core.clock.explanation import amount, explain
from onedoor.core.clock.limit import ZONE, Limit, Suspension, Unit, compute, fixed, recompute
from onedoor.core.clock.working import OFFICE_HOURS, WorkingHours, alarm_moment, next_working_moment

__all__ = [
    "OFFICE_HOURS",
    "ZONE",
    "Calendar",
    "Day",
    "Limit",
    "Suspension",
    "Unit",
    "WorkingHours",
    "alarm_moment",
    "amount",
    "compute",
    "explain",
    "fixed",
    "next_working_moment",
    "recompute",
]
