from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from onedoor.organisation import guards
from onedoor.organisation.guards import guarded, public
from onedoor.organisation.models import Member
from tests.small_county import SmallCounty


@guarded("visit", "review")
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@pytest.fixture(autouse=True)
def plain_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "render", lambda request, name, context, status: HttpResponse(name, status=status))


def asked_by(user: object) -> HttpRequest:
    request = RequestFactory().get("/desk/?page=2")
    request.user = user  # type: ignore[assignment]
    request.session = {}  # type: ignore[assignment]
    return request


def test_a_stranger_is_sent_to_sign_in_and_comes_back(db: None) -> None:
    answer = view(asked_by(AnonymousUser()))
    assert (answer.status_code, answer["Location"]) == (302, "/desk/sign-in?next=/desk/%3Fpage%3D2")


@pytest.mark.parametrize(("post", "status"), [("visit", 200), ("review", 200), ("guide", 403), ("admin", 403)])
def test_one_of_the_duties_opens_the_door(county: SmallCounty, post: str, status: int) -> None:
    request = asked_by(Member.objects.get(login=post))
    assert view(request).status_code == status


def test_a_guard_can_be_read_off_the_view() -> None:
    assert view.guard == ("duties", ("visit", "review"))
    open_to_all = public("the door itself")(lambda request: HttpResponse())
    assert open_to_all.guard == ("public", "the door itself")
