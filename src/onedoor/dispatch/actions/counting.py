"""Count what became of proposals, day by day, so that no page counts them again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from onedoor.core.clock import ZONE
from onedoor.dispatch.models import Advice, AdviceDay
from onedoor.dispatch.models.advice import Outcome, Step

COUNT = "dispatch.count"
COUNT_COUNTY = "dispatch.count_county"

AGAIN = 60
"""So many days are counted anew every night: for so long a case may still come back. Older days stay as they are."""

_OFFERED = ~Q(offered=[])
_AMONG = Q(rank__gte=1)
_COUNTED: dict[str, Q] = {
    "offered": _OFFERED,
    "silent": ~_OFFERED,
    "confident": Q(confident=True),
    "first": Q(rank=1),
    "among": _AMONG,
    "right": Q(confident=True, rank=1) & ~Q(outcome__in=(Outcome.RETURNED, Outcome.REASSIGNED)),
    "returned": Q(outcome=Outcome.RETURNED),
    "reassigned": Q(outcome=Outcome.REASSIGNED),
    "kept": Q(outcome=Outcome.KEPT),
    "among_returned": _AMONG & Q(outcome=Outcome.RETURNED),
}


@transaction.atomic
def count_days(county: str, *, at: datetime) -> None:
    """Count the choices of the last days of a county, one query for each step. Counting twice changes nothing."""
    today = at.astimezone(ZONE)
    since = today.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=AGAIN)
    for step in Step.values:
        chosen = Advice.objects.filter(county=county, at__gte=since, at__lte=at, step=step).order_by()
        asked: dict[str, Any] = {name: Count("id", filter=which) for name, which in _COUNTED.items()}
        rows: Any = chosen.values(day=TruncDate("at", tzinfo=ZONE)).annotate(**{f"n_{k}": v for k, v in asked.items()})
        AdviceDay.objects.bulk_create(
            [
                AdviceDay(county=county, step=step, day=row["day"], **{name: row[f"n_{name}"] for name in _COUNTED})
                for row in rows
            ],
            update_conflicts=True,
            unique_fields=["county", "day", "step"],
            update_fields=list(_COUNTED),
        )
