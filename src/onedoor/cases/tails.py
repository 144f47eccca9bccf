"""Find what a caller reported before by the last digits of their phone (尾号), for whoever registers or calls back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from onedoor.cases.models import Case, Contact
from onedoor.cases.models.choices import Nature
from onedoor.cases.models.contact import TAIL, tail_index
from onedoor.cases.queries import knows_callers, seen
from onedoor.core.privacy import normalised_phone
from onedoor.core.refusal import Refused
from onedoor.core.tries import paused_until
from onedoor.organisation.actor import Actor

MOST = 20
TRIES = 30
WINDOW = timedelta(hours=1)
"""So often in so long a member may ask for a tail: enough for every caller of a shift, too little to go through all ten
thousand."""
_AMONG = 400
_SAID = re.compile(r"[\d\s-]+")


def is_tail(asked: str) -> bool:
    """Whether it is the end of a phone: four to six digits and nothing else."""
    digits = normalised_phone(asked)
    return TAIL <= len(digits) <= TAIL + 2 and bool(_SAID.fullmatch(asked.strip()))


def found_by_tail(actor: Actor, asked: str, *, at: datetime) -> list[Case]:
    """The latest cases reported from a phone that ends so, twenty at the most, of those the actor may see; never one
    of a confidential reporter or an informant. Nothing for whoever neither registers nor calls back.

    The search leaves no trace of its words; opening a case does (``actions.viewing``). Raises Refused once a member has
    asked too often.
    """
    if not is_tail(asked) or not knows_callers(actor):
        return []
    if until := paused_until(f"tails:{actor.county}:{actor.code}", most=TRIES, window=WINDOW, at=at):
        raise Refused(_tired(until))
    tail = normalised_phone(asked)
    open_to_search = Contact.objects.filter(
        county=actor.county, tail_index=tail_index(tail), report__case__confidential=False
    ).exclude(report__case__nature=Nature.INFORM)
    latest = open_to_search.select_related("report").order_by("-id")[:_AMONG]
    ending = {one.report.case_id for one in latest if normalised_phone(one.phone).endswith(tail)}
    found = seen(actor).filter(pk__in=ending).select_related("lead", "holder")
    return list(found.order_by("-registered_at", "-id")[:MOST])


def _tired(until: datetime) -> str:
    words = {"most": TRIES, "time": f"{localtime(until):%H:%M}"}
    return _("一小时里最多按尾号查%(most)s次。请在%(time)s以后再查，或者输入完整的号码。") % words
