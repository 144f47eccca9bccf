"""Pages of a list that never jump: each begins after the last row of the one before, whatever comes in meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar, cast
from urllib.parse import urlencode

from django.db.models import Field as Column
from django.db.models import Model, Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import BeforeValidator, Field

from onedoor.exchange.api.auth import ApiRequest
from onedoor.exchange.api.problems import Problem

Row = TypeVar("Row", bound=Model)

LONGEST = 600
MOST = 200
_SEAL = 16


def whole(value: object) -> object:
    """Digits and nothing else: ``1e2``, ``0x10`` and ``5.0`` are no numbers of rows."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10 else value


class Paged(Schema):
    """How a list is asked for in pages."""

    cursor: Annotated[str, Field(max_length=LONGEST, pattern=r"^[A-Za-z0-9_.-]*$")] = Field(
        "", description="上一页的next；空的是第一页。 The ``next`` of the page before; empty for the first."
    )
    limit: Annotated[int, BeforeValidator(whole)] = Field(
        50, ge=1, le=MOST, description="这一页最多几条。 The most rows of the page."
    )


class Page(Schema):
    """What every list answers beside its ``items``: where the next page begins."""

    next: str | None = Field(description="下一页的cursor；没有下一页时是null。 The cursor of the next page, or null.")


def page_of(
    request: ApiRequest, rows: QuerySet[Row], *, by: Sequence[str], paged: Paged
) -> tuple[list[Row], str | None]:
    """One page of rows in the order ``by`` (field names, ``-`` for falling; together they must be unique), and the
    cursor of the next. Adds the ``Link`` header. Raises Problem for a cursor this list did not give."""
    fields = [name.lstrip("-") for name in by]
    kind = f"{request.path}|{','.join(by)}"
    if paged.cursor:
        rows = rows.filter(_after(_values(paged.cursor, kind, rows.model, fields), by))
    found = list(rows.order_by(*by)[: paged.limit + 1])
    if len(found) <= paged.limit:
        return found, None
    shown = found[: paged.limit]
    following = cursor([_plain(getattr(shown[-1], name)) for name in fields], kind)
    link(request, following)
    return shown, following


def link(request: ApiRequest, following: str) -> None:
    """Tell the address of the next page in the ``Link`` header (RFC 8288), with every other parameter as it was."""
    asked = request.GET.copy()
    asked["cursor"] = following
    query = urlencode([(name, value) for name, values in asked.lists() for value in values])
    request.told["Link"] = f'<{request.path}?{query}>; rel="next"'


def cursor(values: object, kind: str) -> str:
    """A place in a list, sealed: ``values`` are JSON, ``kind`` says which list and order it belongs to."""
    told = json.dumps(values, separators=(",", ":")).encode()
    body = base64.urlsafe_b64encode(told).rstrip(b"=").decode()
    return f"{body}.{_seal(body, kind)}"


def place(given: str, kind: str) -> Any:
    """What ``cursor`` sealed. Raises Problem for anything else, and for the cursor of another list."""
    body, _dot, seal = given.rpartition(".")
    if not constant_time_compare(seal, _seal(body, kind)):
        raise _unknown()
    try:
        return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError) as error:
        raise _unknown() from error


def _values(given: str, kind: str, model: type[Model], fields: Sequence[str]) -> list[Any]:
    return [
        cast("Column[Any, Any]", model._meta.get_field(name)).to_python(value)
        for name, value in zip(fields, place(given, kind), strict=True)
    ]  # fmt: skip


def _after(values: Sequence[Any], by: Sequence[str]) -> Q:
    """Rows behind these values: the first column bounds the range, so that an index serves it; the others settle
    ties."""
    beyond = Q(pk__in=[])
    same = Q()
    for name, value in zip(by, values, strict=True):
        field = name.lstrip("-")
        beyond |= same & Q((f"{field}__{'lt' if name.startswith('-') else 'gt'}", value))
        same &= Q((field, value))
    first = by[0].lstrip("-")
    return Q((f"{first}__{'lte' if by[0].startswith('-') else 'gte'}", values[0])) & beyond


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _seal(body: str, kind: str) -> str:
    return salted_hmac("onedoor.exchange.api.paging", f"{kind}|{body}", algorithm="sha256").hexdigest()[:_SEAL]


def _unknown() -> Problem:
    return Problem("cursor", _("cursor不是这张列表给出的。请原样使用上一页的next，或去掉它从头读。"), field="cursor")
