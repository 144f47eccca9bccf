"""The addresses of the set-up, each called so that it does something for whoever may."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from onedoor.cases.models import Case
from onedoor.organisation.models import Member
from onedoor.setup import export
from onedoor.setup.change import digest
from onedoor.setup.state import State
from tests.small_county import COUNTY, MONDAY

Call = Callable[[Client, Case], HttpResponse]
ADMIN = {"admin"}


def upload(client: Client, case: Case) -> HttpResponse:
    members = Member.objects.filter(county=COUNTY).values_list("code", flat=True)
    file = SimpleUploadedFile("set-up.xlsx", _workbook(frozenset(members)))
    return client.post("/desk/setup/import", {"file": file})  # type: ignore[return-value]


@lru_cache(maxsize=1)
def _workbook(members: frozenset[str]) -> bytes:
    """The set-up as it stands, made once for a county with these members: everybody sends it."""
    return export.workbook(State(COUNTY, MONDAY))


def agree(client: Client, case: Case) -> HttpResponse:
    upload(client, case)
    return client.post("/desk/setup/import/agree", {"plan": digest([])})  # type: ignore[return-value]


def _get(address: str) -> Call:
    return lambda client, case: client.get(f"/desk/{address}")  # type: ignore[return-value]


def _post(address: str) -> Call:
    return lambda client, case: client.post(f"/desk/{address}")  # type: ignore[return-value]


SETUP: dict[str, tuple[Call, set[str]]] = {
    "setup": (_get("setup"), ADMIN),
    "setup-sheet": (_get("setup/units"), ADMIN),
    "setup-new": (_get("setup/units/new"), ADMIN),
    "setup-row": (_get("setup/units/row?k=housing"), ADMIN),
    "setup-history": (_get("setup/units/history"), ADMIN),
    "setup-import": (upload, ADMIN),
    "setup-agree": (agree, ADMIN),
    "setup-discard": (_post("setup/import/discard"), ADMIN),
    "setup-export": (_post("setup/export"), ADMIN),
    "setup-template": (_get("setup/template"), ADMIN),
}
