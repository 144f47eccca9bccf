from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.core import files
from tests.small_county import SmallCounty

if TYPE_CHECKING:
    from tests.citizen.road import Road

ANSWERS: dict[str, dict[str, Any]] = {
    "where": {"area": "990801001001", "place": "翠湖花园3幢"},
    "what": {"text": "电梯门口贴了停用告示好几天，八楼两位老人下不了楼，什么时候能修好？", "nature": "demand"},
    "who": {"naming": "open", "name": "周晓云", "phone": "13900010417", "reply_by": "phone"},
}


def photo(name: str = "lift.jpg", colour: str = "red") -> SimpleUploadedFile:
    """A photo as a phone takes it, with a place and a name inside."""
    return SimpleUploadedFile(name, files.photo((64, 48), colour=colour), content_type="image/jpeg")


class Resident:
    """Somebody with a phone and a browser."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, path: str, **kwargs: Any) -> HttpResponse:
        return self.client.get(path, **kwargs)  # type: ignore[return-value]

    def fills(self, step: str, **changed: Any) -> HttpResponse:
        """Send one page of the report, as agreed above but for what is changed."""
        return self.client.post(f"/report/{step}", ANSWERS[step] | changed)  # type: ignore[return-value]

    def sends(self) -> HttpResponse:
        return self.client.post("/report/check")  # type: ignore[return-value]

    def reports(self, **changed: dict[str, Any]) -> HttpResponse:
        """The whole road from the door to the receipt."""
        for step in ANSWERS:
            assert self.fills(step, **changed.get(step, {})).status_code == 302
        assert self.sends().status_code == 302
        return self.get("/receipt")

    def asks(self, ref: str, code: str) -> HttpResponse:
        return self.client.post("/progress", {"ref": ref, "code": code})  # type: ignore[return-value]


@pytest.fixture
def resident(county: SmallCounty) -> Resident:
    return Resident()


@pytest.fixture
def neighbour(county: SmallCounty) -> Resident:
    """Somebody else, on another phone."""
    return Resident()


@pytest.fixture
def road(resident: Resident, county: SmallCounty) -> Road:
    """The road of the case this resident has just reported."""
    from tests.citizen.road import Road

    return Road(resident, county)
