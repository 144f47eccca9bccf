"""A line of the record as it leaves the house: codes, and the hashes by which a receiver verifies it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, WithJsonSchema

from onedoor.core.models import Happening
from onedoor.exchange.api.fields import Answer, Ref
from onedoor.organisation.actor import RESIDENT

CASE = "case:"
"""How the record calls a case; its reference follows."""

Exact = Annotated[
    datetime,
    PlainSerializer(lambda value: value.astimezone(UTC).isoformat(timespec="microseconds"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""A moment as a line's hash has it: UTC, to the microsecond."""


class By(Answer):
    """谁做的。 Who did it."""

    kind: Literal["member", "resident", "system", "feed", "client"]
    code: str = Field(description="不指向个人时的代码。 The code, where it names no person.")


class Line(Answer):
    """一条办理记录，只有代码。 A line of the record; codes only."""

    id: str = Field(description="记录编号，不重复。 The number of the line; no other has it.")
    case: Ref
    seq: int = Field(description="在这件事项里是第几条。 Its place in the record of the case.")
    name: str
    version: int
    payload: dict[str, Any]
    actor: By
    at: Exact
    recorded_at: Exact
    previous: str = Field(description="上一条的hash，第一条是空的。 The hash of the line before; empty for the first.")
    hash: str


def line_of(line: Happening) -> Line:
    """A line of a case's record as it leaves the house."""
    return Line(
        id=str(line.id), case=ref_of(line), seq=line.seq, name=line.name, version=line.version, payload=line.payload,
        actor=_by(line.actor), at=line.at, recorded_at=line.recorded_at, previous=line.previous, hash=line.hash,
    )  # fmt: skip


def ref_of(line: Happening) -> str:
    """The reference of the case a line is about."""
    return line.subject.removeprefix(CASE)


def _by(code: str) -> By:
    kind = code.partition(":")[0]
    if kind in ("system", RESIDENT, "feed", "client"):
        return By(kind=kind, code=code)  # type: ignore[arg-type]
    return By(kind="member", code="")
