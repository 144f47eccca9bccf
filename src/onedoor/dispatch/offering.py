"""What was offered travels with the form that asks, sealed, so that the record says what the person really saw."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing

_SALT = "onedoor.dispatch.offered"


@dataclass(frozen=True)
class Offer:
    """One proposal as codes. ``probability`` is 0…1, None where nothing was measured."""

    item: str
    unit: str
    assists: tuple[str, ...] = ()
    colour: str = ""
    probability: float | None = None


@dataclass(frozen=True)
class Offered:
    """The proposals that stood before somebody at a step of one case, in their order."""

    ref: str
    model: int = 0
    confident: bool = False
    offers: tuple[Offer, ...] = ()

    def sealed(self) -> str:
        """As a form's hidden field."""
        return signing.dumps([self.ref, self.model, self.confident, [asdict(one) for one in self.offers]], salt=_SALT)


def unsealed(written: str, *, ref: str) -> Offered | None:
    """What was sealed for this case; None for anything else, which is then as if nothing had been proposed."""
    try:
        told: Any = signing.loads(written, salt=_SALT)
    except signing.BadSignature:
        return None
    about, model, confident, offers = told
    if about != ref:
        return None
    known = (
        Offer(one["item"], one["unit"], tuple(one["assists"]), one["colour"], one["probability"]) for one in offers
    )
    return Offered(about, model, confident, tuple(known))
