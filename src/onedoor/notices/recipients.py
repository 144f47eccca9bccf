"""Members and the holders of a duty as recipients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onedoor.core.clock import ZONE
from onedoor.geography.codes import within
from onedoor.notices.addresses import Address, reaches
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Member
from onedoor.organisation.standings import held_on


@dataclass(frozen=True)
class Box:
    """Where an actor finds messages: all of ``name`` whose recipient lies from ``first`` up to, not including,
    ``end``."""

    name: str
    first: str
    end: str


@reaches("member")
def member(county: str, code: str) -> Address | None:
    """The mail of a member who works here."""
    found = Member.objects.filter(county=county, code=code, is_active=True).first()
    return Address(email=found.email) if found else None


def box(to: str) -> str:
    """The box a recipient's messages lie in: a duty's without its area, else the recipient itself."""
    return to.rpartition(":")[0] if to.startswith("duty:") else to


def boxes(actor: Actor) -> list[Box]:
    """The boxes an actor looks into: their own, and one for each duty of each post, inside its area."""
    own = f"member:{actor.code}"
    found = {Box(own, own, f"{own}:")}
    for standing in actor.standings:
        span = within(standing.area)
        for duty in standing.duties:
            name = f"duty:{standing.unit}:{duty}"
            found.add(Box(name, f"{name}:{span.first}", f"{name}:{span.end}"))
    return sorted(found, key=lambda box: (box.name, box.first))


def holders(county: str, to: str, *, at: datetime) -> list[str]:
    """The codes of the members who hold the duty of ``duty:UNIT:DUTY:AREA`` at this moment."""
    _duty, unit, duty, area = to.split(":")
    held = held_on(at.astimezone(ZONE).date())
    holding = [
        number
        for number in {*held.all_day, *held.for_hours}
        if any(
            standing.unit == unit and duty in standing.duties and within(standing.area).covers(area)
            for standing in held.by(number, at)
        )
    ]
    found = Member.objects.filter(county=county, pk__in=holding).order_by("code")
    return list(found.values_list("code", flat=True))
