"""The specification and the API say the same: whatever is sent, no answer is outside it and none is a 5xx.

That what fits the specification is always accepted is not asked: an action may still refuse it (422, with its reason).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import positive_data_acceptance
from schemathesis.generation import GenerationMode

from onedoor.cases.models import Report
from onedoor.exchange.api import urls  # noqa: F401  (makes the operations known)
from onedoor.exchange.api.router import OPERATIONS
from onedoor.exchange.models import Scope
from onedoor.work.models import Task
from tests.cases.histories import go, registered
from tests.exchange.api.clients import Caller, caller
from tests.small_county import SmallCounty

FEW, MANY = 3, 100
_MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


@lru_cache(maxsize=1)
def _specification() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(autouse=True)
def _the_connection_stays() -> Iterator[None]:
    """A server closes what it can after a request; here that would be the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(county: SmallCounty) -> dict[str, list[str]]:
    """What is there, by the name of the part of an address: cases in several states, what they hold and owe."""
    cases = [go(registered(county), verbs, county) for verbs in ("", "triage dispatch", "triage dispatch sign reply")]
    return {
        "ref": [case.ref for case in cases],
        "report": [str(number) for number in Report.objects.values_list("pk", flat=True)],
        "task": [str(number) for number in Task.objects.values_list("pk", flat=True)],
        "code": ["990801001000", "990801001001001"],
    }


@pytest.fixture
def callers(county: SmallCounty) -> list[Caller]:
    """Clients with every scope and with one, of the centre and of a department."""
    return [
        caller(per_minute=6000),
        caller(per_minute=6000, unit="housing"),
        *(caller(scope, per_minute=6000) for scope in (Scope.CASES_READ, Scope.REPORTS_WRITE)),
    ]


@pytest.mark.parametrize("mode", _MODES, ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_answer_is_outside_the_specification(
    name: str,
    mode: GenerationMode,
    known: dict[str, list[str]],
    callers: list[Caller],
    pytestconfig: pytest.Config,
) -> None:
    operation = _specification().find_operation_by_id(name)
    examples = MANY if pytestconfig.getoption("thorough") else FEW

    @settings(
        max_examples=examples, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), draw=st.data())
    def ask(case: Any, draw: Any) -> None:
        for part in case.path_parameters or {}:
            if mode == GenerationMode.POSITIVE and draw.draw(st.booleans()):
                case.path_parameters[part] = draw.draw(st.sampled_from(known[part]))
        who = draw.draw(st.sampled_from(callers))
        with transaction.atomic():
            case.call_and_validate(
                headers={"Authorization": f"Bearer {who.key}"}, excluded_checks=[positive_data_acceptance]
            )
            transaction.set_rollback(True)

    ask()
