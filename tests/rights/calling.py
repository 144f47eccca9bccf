"""Everything another system can reach over the API: every reading operation, for every scope, page by page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from onedoor.exchange.api import urls  # noqa: F401  (adds the operations)
from onedoor.exchange.api.router import OPERATIONS
from tests.exchange.api.clients import Caller, caller

_NAMED = re.compile(r"{(\w+)}")
MOST = 60


def everything_told(*scopes: str, unit: str, knowing: Iterable[str] = ()) -> dict[str, str]:
    """What a system of a unit gets by asking every operation that reads, following every page to its end, and naming
    what it should not know in every path that names something: the text of each answer by its address."""
    system = caller(*scopes, unit=unit)
    answers: dict[str, str] = {}
    for operation in OPERATIONS.values():
        if operation.method != "GET":
            continue
        named = [_NAMED.sub(known, operation.path) for known in knowing] if "{" in operation.path else [operation.path]
        for path in named:
            _walked(system, path, answers)
    return answers


def _walked(system: Caller, path: str, answers: dict[str, str]) -> None:
    """The answer at an address, and at every one it leads to; without what was asked for by name."""
    start = path
    for _page in range(MOST):
        answer = system.get(path)
        assert answer.status_code < 500, (path, answer.content)
        answers[path] = answer.content.decode()
        told = json.loads(answer.content)
        for asked in start.split("/")[2:]:
            answers[path] = answers[path].replace(asked, "")
        if not told.get("next") or told.get("more") is False:
            return
        path = f"{start}?{'since' if 'more' in told else 'cursor'}={told['next']}"
    raise AssertionError(f"{start} has no end")
