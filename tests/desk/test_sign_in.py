from __future__ import annotations

import pytest
from django.test import Client

from onedoor.core.models import Store
from onedoor.organisation.models import Member
from tests.small_county import SmallCounty


@pytest.fixture
def password(county: SmallCounty, settings) -> str:  # type: ignore[no-untyped-def]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    member = Member.objects.get(login="dispatch")
    member.set_password("正确的密码")
    member.save()
    return "正确的密码"


def send(client: Client, password: str) -> int:
    return client.post("/desk/sign-in", {"username": "dispatch", "password": password}).status_code


def test_the_right_password_opens_the_inbox(client: Client, password: str) -> None:
    assert send(client, password) == 302
    assert client.get("/desk/").status_code == 200


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(client: Client, password: str) -> None:
    for _ in range(5):
        send(client, "错的")
    answer = client.post("/desk/sign-in", {"username": "dispatch", "password": password})
    assert answer.status_code == 429 and "已锁住15分钟" in answer.content.decode()


def test_signing_in_leads_on_to_the_page_that_was_asked_for(client: Client, password: str) -> None:
    asked = client.get("/desk/register")["Location"]
    assert asked == "/desk/sign-in?next=/desk/register"


def test_signing_out_takes_a_post_and_ends_the_session(client: Client, password: str) -> None:
    send(client, password)
    assert client.get("/desk/sign-out").status_code == 405
    client.post("/desk/sign-out")
    assert client.get("/desk/").status_code == 302


def test_the_demo_sign_ins_are_shown_in_a_demo_store_only(client: Client, county: SmallCounty) -> None:
    Store.objects.all().delete()
    assert client.get("/desk/demo").status_code == 404
    Store.objects.create(purpose="demo", keys_mark="x", facts={"password": "yishanmen"})
    page = client.get("/desk/demo").content.decode()
    assert "分派督办岗" in page and "yishanmen" in page
