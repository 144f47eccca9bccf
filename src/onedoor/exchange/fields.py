"""The fields a feed can fill, what each may hold, and where its value may come from."""

from __future__ import annotations

from typing import Literal, get_args

from onedoor.cases.models.choices import Kind, Nature, Urgency
from onedoor.cases.models.report import Channel

Field = Literal[
    "source_id", "author", "phone", "address", "title", "text", "place", "area", "lon", "lat", "channel", "nature",
    "kind", "item", "urgency", "upstream_no", "upstream_by", "county", "received_at", "reply", "replied_at",
]  # fmt: skip

FIELDS: tuple[Field, ...] = get_args(Field)
INDISPENSABLE: tuple[Field, ...] = ("source_id", "text", "received_at")
TIMES: tuple[Field, ...] = ("received_at", "replied_at", "upstream_by")
DEGREES: tuple[Field, ...] = ("lon", "lat")
LOOKED_UP: tuple[Field, ...] = ("area", "item")
CODED: tuple[Field, ...] = ("channel", "nature", "kind", "item", "urgency", "area", "county")
"""Fields that hold a code: theirs may be told in ours by a code table."""
CONSTANT: tuple[Field, ...] = ("nature", "kind", "urgency", "item", "area", "place")
"""Fields that may be the same for every row; channel and county are said at the head of the feed."""

# Characters a field may hold. Real messages and replies stay below 8,000.
LONGEST: dict[Field, int] = {
    "source_id": 64, "author": 200, "phone": 40, "address": 200, "title": 500, "text": 20_000, "place": 200,
    "upstream_no": 60, "reply": 20_000, "area": 200, "item": 200, "channel": 200, "nature": 200, "kind": 200,
    "urgency": 200, "county": 200,
}  # fmt: skip
CHOICES: dict[Field, tuple[str, ...]] = {
    "channel": tuple(Channel.values),
    "nature": tuple(Nature.values),
    "kind": tuple(Kind.values),
    "urgency": tuple(Urgency.values),
}
JOINED: tuple[Field, ...] = ("source_id", "author", "address", "title", "text", "place", "upstream_no", "reply")
"""Fields of words, which may be put together from several columns."""
