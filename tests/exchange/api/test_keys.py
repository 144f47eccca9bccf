"""Keys of the API: what opens, what does not, and what either is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from onedoor.core.audit import verify
from onedoor.core.models import Happening, Remark
from onedoor.core.refusal import Refused
from onedoor.exchange.actions.clients import Terms, add_client, change_client, renew_client, revoke_client
from onedoor.exchange.api.limits import WRONG_KEYS
from onedoor.exchange.keys import SHAPE
from onedoor.exchange.models import Client, Scope, Tally
from onedoor.organisation.models import Member, Unit
from onedoor.organisation.queries import changed
from tests.exchange.api.clients import LIFT, ROOT, Caller, caller, told
from tests.small_county import MONDAY, SmallCounty

TERMS = Terms(name="县热线平台", unit="centre", scopes=["reports:read"])
DAY = timedelta(days=1)


def test_a_key_can_be_recognised_and_only_its_hash_is_kept(county: SmallCounty) -> None:
    client, key = add_client("hotline", terms=TERMS, by=county["admin"], at=MONDAY)
    shown = SHAPE.fullmatch(key)
    assert shown and shown["code"] == "hotline"
    secret = shown["secret"]
    kept = str(Client.objects.filter(pk=client.pk).values()) + str([h.payload for h in Happening.objects.all()])
    assert secret not in kept + str(list(Remark.objects.values_list("text")))


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Basic abc", "Bearer od_hotline_short", "Bearer od_nobody_" + "a" * 43, "Bearer 密钥"]
)
def test_a_wrong_key_is_a_problem_and_says_how_to_show_one(county: SmallCounty, shown: str) -> None:
    caller("reports:read", code="hotline")
    answer = Browser().get(f"{ROOT}/reports", headers={"Authorization": shown} if shown else {})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Bearer") and told(answer)["type"] == "/api/v1/#no-key"


def test_somebody_signed_in_at_the_desk_is_nobody_here(county: SmallCounty) -> None:
    browser = Browser()
    browser.force_login(Member.objects.get(login="admin"), backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(f"{ROOT}/reports").status_code == 401


def test_a_key_that_was_renewed_opens_until_the_stated_moment(county: SmallCounty) -> None:
    old = caller("reports:read")
    _client, key = renew_client(old.client.code, overlap=7, by=county["admin"], at=timezone.now())
    new = Caller(old.client, key)
    assert (old.get("/reports").status_code, new.get("/reports").status_code) == (200, 200)
    Client.objects.filter(pk=old.client.pk).update(previous_until=timezone.now())
    assert (old.get("/reports").status_code, new.get("/reports").status_code) == (401, 200)


def test_a_revoked_an_expired_and_a_unitless_key_open_nothing(county: SmallCounty) -> None:
    revoked, expired, closed = caller("reports:read"), caller("reports:read"), caller("reports:read", unit="urban")
    revoke_client(revoked.client.code, by=county["admin"], at=timezone.now())
    Client.objects.filter(pk=expired.client.pk).update(expires_on=timezone.localdate() - DAY)
    Unit.objects.filter(code="urban").update(active=False)
    changed()
    assert [one.get("/reports").status_code for one in (revoked, expired, closed)] == [401, 401, 401]


def test_what_each_client_may_do_is_on_the_record_with_who_said_so(county: SmallCounty) -> None:
    by = county["admin"]
    add_client("hotline", terms=TERMS, by=by, at=MONDAY)
    wider = Terms(name="县热线平台", unit="centre", scopes=["reports:read", "cases:read"], per_minute=60)
    change_client("hotline", terms=wider, by=by, at=MONDAY + DAY)
    change_client("hotline", terms=wider, by=by, at=MONDAY + DAY)  # nothing changes, nothing is said
    renew_client("hotline", by=by, at=MONDAY + 2 * DAY)
    revoke_client("hotline", by=by, at=MONDAY + 3 * DAY)
    lines = Happening.objects.filter(subject="client:hotline").order_by("seq")
    assert [line.name.partition(".")[2] for line in lines] == [
        "client_added", "client_changed", "client_renewed", "client_revoked",
    ]  # fmt: skip
    assert lines[1].payload["scopes"] == ["reports:read", "cases:read"] and {line.actor for line in lines} == {by.code}
    assert verify().problems == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"scopes": []}, "scopes"), ({"scopes": ["all"]}, "scopes"), ({"unit": "nobody"}, "unit"),
        ({"area": "990801999000"}, "area"), ({"unit": "town-chengguan", "area": "990801100000"}, "area"),
        ({"per_minute": 0}, "per_minute"), ({"expires_on": date(2020, 1, 1)}, "expires_on"), ({"name": " "}, "name"),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_are_refused(county: SmallCounty, wrong: dict[str, object], field: str) -> None:
    given = {"name": "县热线平台", "unit": "centre", "scopes": ["reports:read"], **wrong}
    with pytest.raises(Refused) as refusal:
        add_client("hotline", terms=Terms(**given), by=county["admin"], at=timezone.now())  # type: ignore[arg-type]
    assert refusal.value.field == field and not Client.objects.exists()


def test_a_code_is_used_once_and_a_revoked_client_stays_so(county: SmallCounty) -> None:
    by = county["admin"]
    add_client("hotline", terms=TERMS, by=by, at=MONDAY)
    revoke_client("hotline", by=by, at=MONDAY)
    with pytest.raises(Refused, match="已经用过"):
        add_client("hotline", terms=TERMS, by=by, at=MONDAY)
    for act in (renew_client, revoke_client):
        with pytest.raises(Refused, match="已经停用"):
            act("hotline", by=by, at=MONDAY)


def test_the_minute_is_counted_and_its_end_is_told(county: SmallCounty) -> None:
    with time_machine.travel(MONDAY + timedelta(seconds=20), tick=False) as clock:
        system = caller("reports:read", per_minute=2)
        answers = [system.get("/reports") for _time in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        first, last = answers[0], answers[2]
        assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
        assert last["Retry-After"] == "40" and told(last)["status"] == 429
        clock.shift(39)
        assert system.get("/reports").status_code == 429
        clock.shift(1)
        assert system.get("/reports").status_code == 200, "the next minute begins anew"


def test_too_many_wrong_keys_from_one_address_are_held_up(county: SmallCounty) -> None:
    wrong = {"Authorization": "Bearer od_nobody_" + "a" * 43}
    with time_machine.travel(MONDAY, tick=False):
        answers = [Browser().get(f"{ROOT}/reports", headers=wrong).status_code for _time in range(WRONG_KEYS + 1)]
    assert answers == [401] * WRONG_KEYS + [429]
    assert "127.0.0.1" not in str(list(Tally.objects.values_list("who")))


def test_the_day_of_the_last_use_is_kept_and_written_once(county: SmallCounty) -> None:
    system = caller("areas:read", "reports:read")
    system.get("/reports")
    assert Client.objects.get().last_used_on == timezone.localdate()
    with connection.execute_wrapper(_no_update_of_clients):
        assert system.get("/reports").status_code == 200


def _no_update_of_clients(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
    assert not sql.startswith('UPDATE "exchange_client"')
    return execute(sql, params, many, context)


@pytest.mark.parametrize("scope", Scope.values)
def test_a_key_that_reads_takes_no_step_and_one_that_writes_reads_no_more(county: SmallCounty, scope: str) -> None:
    from onedoor.exchange.api.auth import actor_of
    from onedoor.organisation.duties import Duty

    actor = actor_of(caller(scope).client, Scope(scope))
    held = {duty for duty in Duty.values if actor.has(duty)}
    assert held == {"reports:write": {"register"}, "tasks:write": {"handle"}}.get(scope, set())
    assert not actor.trusted and actor.outside


def test_a_reader_may_not_write(county: SmallCounty) -> None:
    answer = caller("reports:read").post("/reports", LIFT)
    assert (answer.status_code, told(answer)["type"]) == (403, "/api/v1/#no-scope")
    assert "reports:write" in told(answer)["detail_en"]
