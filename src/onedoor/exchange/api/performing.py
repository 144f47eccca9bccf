"""A step is taken once for each idempotency key, and answered the same whenever it is sent again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from ninja import Header
from pydantic import BaseModel

from onedoor.core.crypto import blind_index
from onedoor.exchange.api.auth import ApiRequest, Caller
from onedoor.exchange.api.problems import Problem
from onedoor.exchange.models import Performed

Made = TypeVar("Made", bound=BaseModel)

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key", pattern=r"^[!-~]{1,128}$",
        description="幂等键：每次办理一个，重发时不变。 One for each step, the same when it is sent again.",
        examples=["2026-09-14-000017"],
    ),
]  # fmt: skip

REPLAYED = "Idempotent-Replay"


def once(request: ApiRequest, key: str, asked: BaseModel, take: Callable[[], Made], answers: type[Made]) -> Made:
    """What ``take`` answers, or what it answered when the client first sent this key to this address.

    The key is taken first and in the same transaction, so of two that come at once one waits for the other. Raises
    Problem for a key that was used for something else, and whatever ``take`` raises: then the key is free again.
    """
    caller = request.caller
    kept = Performed(
        county=caller.county, client=caller.client, at=caller.at,
        key=blind_index(key, purpose="api-performed"), digest=_digest(request.path, asked),
    )  # fmt: skip
    before = _before(caller, kept)
    if before is None:
        try:
            with transaction.atomic():
                kept.save(force_insert=True)
                made = take()
                kept.answer = made.model_dump(mode="json")
                kept.save(update_fields=["answer"])
            return made
        except IntegrityError:
            before = _before(caller, kept)
            if before is None:
                raise
    request.told[REPLAYED] = "true"
    return answers.model_validate(before.answer)


def _before(caller: Caller, kept: Performed) -> Performed | None:
    found = Performed.objects.filter(client=caller.client, key=kept.key).first()
    if found is not None and found.digest != kept.digest:
        raise Problem("key-reused", _("这个幂等键已经用来办过别的。请换一个再发。"), field="Idempotency-Key")
    return found


def _digest(path: str, asked: BaseModel) -> str:
    told = asked.model_dump(mode="json", exclude_defaults=True)
    return blind_index(path + json.dumps(told, ensure_ascii=False, sort_keys=True), purpose="api-body")
