"""The pages about keys: a key is shown once, and what one does there is said and kept."""

from __future__ import annotations

import re

from django.test import Client as Browser

from onedoor.exchange.keys import SHAPE
from onedoor.exchange.models import Client
from tests.exchange.api.clients import Caller
from tests.exchange.client_routes import TERMS
from tests.rights.crawling import browser
from tests.small_county import SmallCounty

FORM = TERMS | {"code": "hotline"}


def shown_key(page: str) -> str:
    found = re.search(r'id="key">([^<]+)<', page)
    assert found and SHAPE.fullmatch(found[1])
    return found[1]


def test_a_key_is_shown_once_and_opens(county: SmallCounty) -> None:
    admin = browser("admin")
    assert "还没有别的系统接进来" in admin.get("/desk/clients/").content.decode()
    key = shown_key(admin.post("/desk/clients/new", FORM).content.decode())
    system = Caller(Client.objects.get(), key)
    assert system.get("/reports").status_code == 200
    for address in ("/desk/clients/", "/desk/clients/hotline"):
        page = admin.get(address).content.decode()
        assert "县热线平台" in page and key not in page and key.split("_", 2)[2] not in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_given(county: SmallCounty) -> None:
    answer = browser("admin").post("/desk/clients/new", FORM | {"code": "热线", "scopes": []})
    assert answer.status_code == 422 and "请至少选一项权限" in answer.content.decode()
    outside = browser("admin").post("/desk/clients/new", FORM | {"unit": "town-chengguan", "area": "990801100000"})
    assert outside.status_code == 422 and 'id="id_area_error"' in outside.content.decode()
    assert not Client.objects.exists()


def test_a_key_is_renewed_and_taken_back_and_the_page_tells_the_history(county: SmallCounty) -> None:
    admin = browser("admin")
    first = shown_key(admin.post("/desk/clients/new", FORM).content.decode())
    second = shown_key(admin.post("/desk/clients/hotline/renew", {"overlap": "0"}).content.decode())
    client = Client.objects.get()
    assert [Caller(client, key).get("/reports").status_code for key in (first, second)] == [401, 200]
    admin.post("/desk/clients/hotline", TERMS | {"per_minute": "60"})
    admin.post("/desk/clients/hotline/revoke")
    assert Caller(client, second).get("/reports").status_code == 401
    page = admin.get("/desk/clients/hotline").content.decode()
    told = [page.index(word) for word in ("停用密钥</b>", "改了权限", "换了密钥", "发了密钥")]
    assert told == sorted(told) and "系统管理岗" in page


def test_the_page_of_the_interface_is_open_and_has_an_example_of_every_operation(county: SmallCounty) -> None:
    from onedoor.exchange.api.router import OPERATIONS

    page = Browser().get("/api/v1/").content.decode()
    assert all(f'id="{name}"' in page for name in OPERATIONS) and page.count("curl &#x27;") == len(OPERATIONS)
