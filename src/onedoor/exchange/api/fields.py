"""The kinds of values a request may hold and an answer holds, as exact as the specification says them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from onedoor.core.clock import ZONE

_STORABLE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f]*$"
_ONE_LINE = r"^[^\u0000-\u001f]*$"

Text = Annotated[str, Field(pattern=_STORABLE)]
"""Words of any lines, without control characters."""

Line = Annotated[str, Field(pattern=_ONE_LINE)]
"""Words in one line."""

AreaCode = Annotated[str, Field(pattern=r"^[0-9]{12}([0-9]{3,5})?$", examples=["990801001000"])]
"""The code of an area: 12 digits, 15 to 17 of a grid."""

Id = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,17}$", examples=["72057594037927936"])]
"""The number of a row, as a string: it is too long for a number in JavaScript."""

Ref = Annotated[str, Field(pattern=r"^[0-9]{6}-[0-9]{4}-[0-9]{8}-[0-9]$", examples=["990801-2609-48203917-5"])]
"""The reference of a case."""

Code = Annotated[str, Field(pattern=r"^[!-~]{1,40}$")]
"""A code of the house: of a unit, an item."""

Moment = Annotated[
    datetime,
    PlainSerializer(lambda value: value.astimezone(ZONE).isoformat(timespec="seconds"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""A moment in an answer: at +08:00, to the second."""


def _flag(value: Any) -> Any:
    """``true`` and ``false`` and nothing else."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


Flag = Annotated[bool, Field(strict=True), BeforeValidator(_flag)]
"""Yes or no in a query."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_EARLIEST = date(1900, 1, 1)


def _written(shape: re.Pattern[str]) -> BeforeValidator:
    """Only this way of writing: pydantic would take numbers for moments."""

    def check(value: Any) -> Any:
        if isinstance(value, date) or (isinstance(value, str) and shape.fullmatch(value)):
            return value
        raise PydanticCustomError("date_parsing", "not a date")

    return BeforeValidator(check)


def _recent(value: date) -> date:
    """Raises PydanticCustomError for a day no clock of the house reaches."""
    if not _EARLIEST.year <= value.year < 9999:
        raise PydanticCustomError("date_parsing", "not a date of our time")
    return value


Day = Annotated[date, Field(strict=False), _written(_DAY), AfterValidator(_recent)]
"""A day, ``2026-09-14``."""

Sent = Annotated[datetime, Field(strict=False), _written(_SENT), AfterValidator(_recent)]
"""A moment in a request, with its offset from UTC."""


class Body(BaseModel):
    """What a request brings: exactly these parts, each of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answer(BaseModel):
    """What an answer holds."""

    model_config = ConfigDict(from_attributes=True)
