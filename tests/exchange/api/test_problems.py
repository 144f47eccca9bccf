"""Whatever goes wrong under /api/v1 is said as a problem, in both languages, and tells nothing of the inside."""

from __future__ import annotations

import json
import logging

import pytest
from django.test import Client as Browser

from onedoor.exchange.api import reports
from onedoor.exchange.api.paging import cursor
from onedoor.exchange.api.problems import KINDS
from tests.exchange.api.clients import LIFT, ROOT, caller, told
from tests.small_county import SmallCounty

PARTS = {"type", "title", "title_en", "status", "detail", "detail_en", "errors"}


def is_problem(answer, kind: str) -> bool:  # type: ignore[no-untyped-def]
    body = told(answer)
    assert answer["Content-Type"] == "application/problem+json" and body.keys() == PARTS
    assert body["status"] == answer.status_code == KINDS[kind].status
    assert body["detail"] and body["detail_en"] and body["title_en"]
    return bool(body["type"] == f"/api/v1/#{kind}")


@pytest.mark.parametrize("path", ["/nothing", "/reports/", "/reports/1/2", "/../desk"])
def test_an_address_that_is_not_there(db: None, path: str) -> None:
    assert is_problem(Browser().get(ROOT + path), "not-found")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_method_it_does_not_know(db: None, method: str) -> None:
    answer = getattr(Browser(), method)(f"{ROOT}/reports", "{}", content_type="application/json")
    assert is_problem(answer, "method") and {"GET", "POST"} == set(answer["Allow"].split(", "))


@pytest.mark.parametrize("body", ["{", "nothing", '{"text": NaN}', b"\xff\xfe", '"\\ud800"', "[" * 100_000])
def test_a_body_that_is_no_json(county: SmallCounty, body: str | bytes) -> None:
    answer = caller("reports:write").post("/reports", body)
    assert is_problem(answer, "malformed")


@pytest.mark.parametrize("body", ["[]", "1", "null", '"text"', "[[]]"])
def test_json_that_is_no_report(county: SmallCounty, body: str) -> None:
    assert is_problem(caller("reports:write").post("/reports", body), "invalid")


def test_another_format_and_too_much_of_it(county: SmallCounty) -> None:
    form = Browser().post(f"{ROOT}/reports", {"text": "有事"})
    assert is_problem(form, "media-type")
    assert is_problem(caller("reports:write").post("/reports", LIFT | {"text": "x" * 1_100_000}), "too-large")


@pytest.mark.parametrize("key", ["", "键", "a" * 129, "two words"])
def test_an_idempotency_key_that_is_none(county: SmallCounty, key: str) -> None:
    system = caller("reports:write")
    headers = {"Authorization": f"Bearer {system.key}", **({"Idempotency-Key": key} if key else {})}
    answer = Browser().post(f"{ROOT}/reports", json.dumps(LIFT), content_type="application/json", headers=headers)
    assert is_problem(answer, "invalid") and told(answer)["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=1e1", "area=1", "from=yesterday", "colour=red", "mine=1"]
)
def test_a_query_that_cannot_be_answered(county: SmallCounty, query: str) -> None:
    answer = caller("reports:read").get(f"/reports?{query}")
    assert is_problem(answer, "invalid") and told(answer)["errors"][0]["field"] == query.partition("=")[0]


@pytest.mark.parametrize("made_up", ["abc", "e30.0000000000000000", "W10", ".", "-"])
def test_a_cursor_somebody_made_up(county: SmallCounty, made_up: str) -> None:
    assert is_problem(caller("reports:read").get(f"/reports?cursor={made_up}"), "cursor")


def test_the_cursor_of_another_list(county: SmallCounty) -> None:
    other = cursor(["2026-09-14T00:00:00+00:00", 1], "/api/v1/cases|-registered_at,-id")
    assert is_problem(caller("reports:read").get(f"/reports?cursor={other}"), "cursor")


def test_what_nobody_expected_says_nothing_of_the_inside(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ValueError("secret-of-the-inside")

    system = caller("reports:write")
    monkeypatch.setattr(reports, "bring", broken)
    with caplog.at_level(logging.CRITICAL):
        answer = system.post("/reports", LIFT)
    assert is_problem(answer, "internal") and b"inside" not in answer.content
