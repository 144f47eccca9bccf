"""Whoever wishes to be written to is never promised a call (无障碍环境建设法 art. 35)."""

from __future__ import annotations

import re

import time_machine
from django.test import Client

from onedoor.cases.actions import visiting
from onedoor.cases.models import Contact
from onedoor.organisation.models import Member
from tests.citizen.conftest import Resident
from tests.citizen.road import TO_REVIEW, Road
from tests.citizen.test_reporting import said
from tests.small_county import SmallCounty

WRITTEN_TO = {"text_only": "on", "tongue": "sign"}


def test_it_is_asked_as_a_wish_and_answered_by_message(resident: Resident) -> None:
    resident.fills("where")
    resident.fills("what")
    page = said(resident.get("/report/who"))
    assert "沟通上有什么要照顾的" in page and "残" not in page and "聋" not in page
    resident.fills("who", **WRITTEN_TO)
    page = said(resident.get("/report/check"))
    assert "只用文字联系，不打电话；手语" in page and "办完发短信问您满意不满意" in page and "办完打电话" not in page
    resident.sends()
    contact = Contact.objects.get()
    assert (contact.text_only, contact.tongue, contact.reply_by) == (True, "sign", "message")


def test_a_phone_is_asked_for_because_messages_need_one(resident: Resident) -> None:
    resident.fills("where")
    resident.fills("what")
    assert resident.fills("who", phone="", **WRITTEN_TO).status_code == 422


def test_whoever_gives_no_name_has_no_wish_either(resident: Resident) -> None:
    resident.reports(who=WRITTEN_TO | {"naming": "anonymous"})
    contact = Contact.objects.get()
    assert (contact.text_only, contact.tongue, contact.reply_by) == (False, "", "none")


def test_no_page_promises_a_call_or_tells_of_one(resident: Resident, county: SmallCounty) -> None:
    road = Road(resident, county, who=WRITTEN_TO)
    told = road.page() + said(road.opens("mine"))
    assert "只用文字联系，不打电话；手语" in told
    told += road.goes(*TO_REVIEW)
    assert "答复好了，要发短信问您满不满意" in told and "最晚<b>9月17日（星期四）</b>给您发短信" in told
    told += road.goes("ring")
    visiting.visit(
        road.ref, contacted=True, solved=True, satisfied=True, means="message", by=county["visit"], at=road.at
    )
    told += road.page()
    assert "发短信问您，没有收到回音" in told and "发短信问过您" in told
    assert "打电话问" not in told and "给您打电话" not in told and "打电话给您" not in told


def test_the_desk_is_told_before_it_rings(resident: Resident, county: SmallCounty) -> None:
    road = Road(resident, county, who=WRITTEN_TO)
    road.goes(*TO_REVIEW)
    desk = Client()
    desk.force_login(Member.objects.get(login="visit"), backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel(road.at, tick=False):
        page = said(desk.get(f"/desk/cases/{road.ref}"))
    assert "只用文字联系，不要打电话；用手语沟通" in page
    assert "来件人只用文字联系：请发短信问，不要打电话。" in page
    assert re.search(r'value="message"[^>]*checked', page)
