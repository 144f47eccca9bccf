"""What a fictional county remembers: reports of the two years before, taken in as history, for a text model to learn
from and as examples of how the like was handled."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from onedoor.cases.actions.importing import Past, import_history
from onedoor.cases.actions.registering import Incoming
from onedoor.organisation.actor import Actor
from onedoor.simulation.texts import telling
from onedoor.simulation.world.yunzhou import World

EACH = 16
"""So many of each item."""

_YEARS = timedelta(days=730)
_LATELY = timedelta(days=40)
"""The last weeks are lived through, not remembered."""
_ANSWERED = timedelta(days=5)
_TOGETHER = 200


def remember(world: World, *, seed: int, at: datetime) -> int:
    """Take in ``EACH`` reports of every item people tell about, spread over two years; the same seed tells the same.
    Returns how many."""
    rng = Random(f"remembered-{seed}")
    items = {item.code: item for item in world.items}
    villages = world.county.of_level("village")
    codes = [code for code in telling.SAYINGS if code in items] * EACH
    past = []
    for number, code in enumerate(codes):
        village = rng.choice([one for one in villages if code in telling.told_in(one.code)])
        came = at - _LATELY - _YEARS * (1 - number / len(codes))
        told = telling.story(rng, item=items[code], place=village.name, at=came)
        incoming = Incoming(
            channel=told.channel, title=told.title, text=told.body, place=village.name, area=village.code, item=code,
            name=told.caller_name, phone=told.phone,
        )  # fmt: skip
        past.append(Past(incoming, came, "已办结并答复。", came + _ANSWERED))
    by = Actor.system(world.county.code)
    for first in range(0, len(past), _TOGETHER):
        import_history(past[first : first + _TOGETHER], county=world.county.code, by=by)
    return len(past)
