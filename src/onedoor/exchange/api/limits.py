"""How many requests a minute: counted in the store, so that every process counts the same, by one statement each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onedoor.core.crypto import blind_index
from onedoor.exchange.api.problems import Problem
from onedoor.exchange.models import Tally

WRONG_KEYS = 20
"""How many wrong keys an address may show in a minute."""

_MINUTE = 60
_KEPT = 10  # minutes; what is older is swept out at the next wrong key


@dataclass(frozen=True)
class Allowance:
    """What is left of a minute: ``reset`` is how many seconds until the next one begins."""

    limit: int
    remaining: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """As an answer tells it."""
        told = {"Limit": self.limit, "Remaining": self.remaining, "Reset": self.reset}
        return {f"RateLimit-{name}": str(value) for name, value in told.items()}


def spend(who: str, *, limit: int, now: float) -> Allowance:
    """Count one request of somebody. ``now``: seconds since the epoch. Raises Problem when the minute is used up."""
    minute, past = divmod(int(now), _MINUTE)
    count = _counted(who, minute)
    left = Allowance(limit, max(limit - count, 0), _MINUTE - past)
    if count > limit:
        raise Problem(
            "too-many", _("这一分钟的请求次数用完了。请等到Retry-After说的秒数之后再发。"),
            headers={**left.headers, "Retry-After": str(left.reset)},
        )  # fmt: skip
    return left


def wrong_key(request: HttpRequest, *, now: float) -> None:
    """Count a wrong key against the address it came from. Raises Problem when there were too many in this minute."""
    Tally.objects.filter(minute__lt=int(now) // _MINUTE - _KEPT).delete()
    address = blind_index(request.META.get("REMOTE_ADDR", "") or "unknown", purpose="api-address")
    spend(f"address:{address}", limit=WRONG_KEYS, now=now)


def _counted(who: str, minute: int) -> int:
    """How many it has been this minute, this one included."""
    table = connection.ops.quote_name(Tally._meta.db_table)
    sql = (
        f"INSERT INTO {table} AS kept (who, minute, count) VALUES (%s, %s, 1)"
        " ON CONFLICT (who) DO UPDATE SET"
        " count = CASE WHEN kept.minute = excluded.minute THEN kept.count + 1 ELSE 1 END, minute = excluded.minute"
        " RETURNING count"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [who, minute])
        (count,) = cursor.fetchone()
    return int(count)
