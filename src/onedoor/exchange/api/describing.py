"""The specification, made exact: what every answer carries, and that problems are problem+json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from onedoor.exchange.api.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from onedoor.exchange.api.router import Operation

Made = TypeVar("Made", bound=dict[str, Any])

_NUMBER = {"schema": {"type": "integer", "minimum": 0}}
_RATE = {
    "RateLimit-Limit": {"description": "每分钟最多几次。 Requests a minute.", **_NUMBER},
    "RateLimit-Remaining": {"description": "这一分钟还剩几次。 What is left of this minute.", **_NUMBER},
    "RateLimit-Reset": {"description": "几秒后重新计数。 Seconds until the next minute.", **_NUMBER},
}
_TEXT = {"schema": {"type": "string"}}
_OF_STATUS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"description": "Bearer", **_TEXT}},
    405: {"Allow": {"description": "支持的方法。 The methods it knows.", **_TEXT}},
    429: {"Retry-After": {"description": "几秒后再发。 Seconds to wait.", **_NUMBER}},
}
_LINK = {"Link": {"description": "下一页的地址（rel=next）。 The address of the next page.", **_TEXT}}
_REPLAYED = {"Idempotent-Replay": {"description": "true：早就登记过。 true: it was there already.", **_TEXT}}
_ALL = [_RATE, *_OF_STATUS.values(), _LINK, _REPLAYED]


def described(made: Made, operations: Mapping[str, Operation]) -> Made:
    """The specification ninja made, with media types and headers as the answers have them."""
    for path in made["paths"].values():
        for told in path.values():
            operation = operations[told["operationId"]]
            told["security"] = [{"Bearer": [str(scope)]} for scope in operation.scopes]
            for parameter in told["parameters"]:
                parameter.pop("examples", None)  # they stand in its schema; beside it they would be a table
                parameter["schema"] = _present(parameter["schema"])
            names = {parameter["name"] for parameter in told["parameters"]}
            for status, answer in told["responses"].items():
                _answer(int(status), answer, names)
    made["components"]["headers"] = {name: header for group in _ALL for name, header in group.items()}
    made["tags"] = [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations.values())]
    return made


def _present(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter that is given: one that may be left out is never null."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind.get("type") != "null"]
    if len(kinds) != 1:
        return schema
    return {**{name: told for name, told in schema.items() if name != "anyOf"}, **kinds[0]}


def _answer(status: int, answer: dict[str, Any], parameters: set[str]) -> None:
    headers = set(_OF_STATUS.get(status, {}))
    if status not in (401, 413, 415, 500):
        headers |= _RATE.keys()
    if status == 200 and "cursor" in parameters:
        headers |= _LINK.keys()
    if status == 200 and "Idempotency-Key" in parameters:
        headers |= _REPLAYED.keys()
    if headers:
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in sorted(headers)}
    content = answer.get("content", {})
    if status >= 400 and "application/json" in content:
        answer["content"] = {MEDIA_TYPE: content["application/json"]}
