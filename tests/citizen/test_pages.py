"""What holds for every page of the residents."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from onedoor.citizen.frame import ELDER
from onedoor.citizen.saying import SAYINGS
from onedoor.citizen.urls import urlpatterns
from onedoor.geography.qr import grid_address
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import changed
from tests.citizen.conftest import ANSWERS, Resident
from tests.citizen.test_reporting import said
from tests.small_county import SmallCounty

SAID = tuple(f"/progress/{name}" for name in (*SAYINGS, "mine", "add", "add/photos"))


def every_page(resident: Resident) -> dict[str, str]:
    """Each page once, mistakes included."""
    pages = {"home": said(resident.get("/")), "wrong grid": said(resident.get("/g/0-0"))}
    resident.get("/g/" + grid_address("990801001001002").rpartition("/")[2])
    for step in ANSWERS:
        pages[step] = said(resident.get(f"/report/{step}"))
        pages[f"{step} wrong"] = said(resident.client.post(f"/report/{step}", {"area": "x"}))
        resident.fills(step)
    pages["check"] = said(resident.get("/report/check"))
    resident.sends()
    receipt = resident.get("/receipt")
    pages["receipt"] = said(receipt)
    pages["ask"] = said(resident.get("/progress"))
    pages["ask wrong"] = said(resident.asks("1", "2"))
    resident.asks(receipt.context["ref"], receipt.context["code"])
    pages["progress"] = said(resident.get("/progress"))
    for own in ("seal", "withdraw", "rate", "viewers", "mine"):
        pages[own] = said(resident.get(f"/progress/{own}"))
    pages["withdraw wrong"] = said(resident.client.post("/progress/withdraw", {}))
    pages["mine wrong"] = said(resident.client.post("/progress/mine", {}))
    resident.client.post("/progress/seal")
    pages["heard"] = said(resident.get("/progress/heard"))
    pages["add"] = said(resident.get("/progress/add"))
    pages["add wrong"] = said(resident.client.post("/progress/add", {"text": ""}))
    for path in ("today", "ask", "privacy", "report/map"):
        pages[path] = said(resident.get(f"/{path}"))
    return pages


@pytest.fixture
def pages(resident: Resident) -> dict[str, str]:
    return every_page(resident)


def test_no_page_needs_a_script_or_carries_a_style(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), name
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", page), name


def test_every_form_is_protected_and_every_page_has_one_heading(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", page, re.S)
        assert forms and all("csrfmiddlewaretoken" in form for form in forms), name
        assert page.count("<h1>") == 1, name
        assert page.count("btn-primary") <= 1, name
        assert 'id="main"' in page and "大字版" in page and "English" in page, name


def test_every_control_has_a_label(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        for control in re.findall(r"<(?:input|select|textarea)[^>]*>", page):
            if 'type="hidden"' in control or 'type="radio"' in control:
                continue
            found = re.search(r'\bid="([^"]+)"', control)
            assert found and f'for="{found.group(1)}"' in page, (name, control)


def test_pages_with_anything_of_a_resident_are_kept_nowhere(resident: Resident) -> None:
    every_page(resident)
    for path in (
        "/",
        "/report/where",
        "/receipt",
        "/progress",
        "/progress/mine",
        "/progress/viewers",
        "/progress/seal",
    ):
        assert "no-store" in resident.get(path).headers["Cache-Control"], path


def test_emergencies_are_sent_to_the_telephone(pages: dict[str, str]) -> None:
    for name in ("home", "what", "wrong grid"):
        assert "<b>110</b>、<b>119</b>、<b>120</b>" in pages[name]


def test_large_type_is_chosen_by_a_form_and_kept(resident: Resident) -> None:
    assert resident.client.get("/reading").status_code == 405
    answer = resident.client.post("/reading", {"type": "large", "next": "/report/where"})
    assert answer.headers["Location"] == "/report/where"
    assert "data-elder" in said(resident.get("/")) and "回普通版" in said(resident.get("/"))
    resident.client.post("/reading", {"type": "ordinary"})
    assert resident.client.cookies[ELDER].value == ""
    assert "data-elder" not in said(resident.get("/"))


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)", ""])
def test_choosing_large_type_never_leads_elsewhere(resident: Resident, elsewhere: str) -> None:
    answer = resident.client.post("/reading", {"type": "large", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_every_route_says_why_it_is_open() -> None:
    for route in urlpatterns:
        kind, reason = route.callback.guard
        assert kind == "public" and reason


def test_a_form_without_its_token_is_refused(county: SmallCounty) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in (
        "/report/where",
        "/report/check",
        "/report/photos",
        "/report/discard",
        "/progress",
        "/progress/leave",
        "/reading",
        *SAID,
    ):
        assert strict.post(path).status_code == 403, path


def test_an_installation_without_a_centre_says_so_in_place_of_an_error(resident: Resident) -> None:
    Unit.objects.filter(kind="centre").update(active=False)
    changed()
    answer = resident.get("/")
    assert answer.status_code == 503
    assert "暂时不能办" in said(answer) and "110" in said(answer)
