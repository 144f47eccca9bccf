"""``./onedoor clients``: keys for operators."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.exchange.models import Client
from tests.exchange.api.clients import Caller
from tests.small_county import SmallCounty


def said(*words: str) -> str:
    out = StringIO()
    call_command("clients", *words, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_an_operator_gives_renews_and_takes_back_a_key(county: SmallCounty) -> None:
    given = ("add", "hotline", "--name", "县热线平台", "--unit", "centre", "--scopes", "reports:read", "cases:read")
    first = said(*given)
    second = said("renew", "hotline", "--overlap", "0")
    client = Client.objects.get()
    assert [Caller(client, key).get("/reports").status_code for key in (first, second)] == [401, 200]
    assert said("list").split("\t")[:4] == ["hotline", "县热线平台", "centre", "reports:read,cases:read"]
    said("revoke", "hotline")
    assert Caller(client, second).get("/reports").status_code == 401 and said("list").endswith("已停用")
    assert set(Happening.objects.filter(subject="client:hotline").values_list("actor", flat=True)) == {"operator"}


def test_what_cannot_be_is_refused(county: SmallCounty) -> None:
    with pytest.raises(Refused, match="没有这个单位"):
        said("add", "hotline", "--name", "县热线平台", "--unit", "nobody", "--scopes", "reports:read")
