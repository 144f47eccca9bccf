"""What seldom changes is not sent twice: an ETag from its revision, and 304 to whoever has it."""

from __future__ import annotations

from typing import Annotated

from django.utils.timezone import localdate
from ninja import Header

from onedoor.core import revisions
from onedoor.exchange.api.auth import ApiRequest

Known = Annotated[
    str,
    Header(
        alias="If-None-Match", max_length=200, pattern=r"^[ !-~]*$",
        description="上次回答里的ETag。 The ETag of the answer before.",
    ),
]  # fmt: skip


def unchanged(request: ApiRequest, name: str, known: str) -> bool:
    """Whether the caller has what is kept under this name already; the answer tells its ETag. What is in force changes
    with the day."""
    tag = f'"{name}-{revisions.number(name)}-{localdate(request.caller.at):%Y%m%d}"'
    request.told["ETag"] = tag
    return tag in (one.strip().removeprefix("W/") for one in known.split(","))
