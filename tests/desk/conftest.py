from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from onedoor.cases.actions import dispatching, registering, signing, triaging
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case
from onedoor.organisation.models import Member
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

SignedIn = Callable[[str], Client]


@pytest.fixture
def signed_in(county: SmallCounty) -> SignedIn:
    """A browser in which the holder of a post has signed in."""

    def sign_in(post: str) -> Client:
        client = Client()
        client.force_login(Member.objects.get(login=post), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def lift(county: SmallCounty) -> Case:
    """A report about a lift, registered by the guidance desk and waiting for its triage."""
    told = Incoming(
        channel="hotline", text="翠湖花园3幢电梯又停了。", name="周晓云", phone="13900010417",
        address="翠湖花园3幢2单元801室", lon=123.005, lat=28.005,
    )  # fmt: skip
    return registering.register(told, county=COUNTY, by=county["guide"], at=MONDAY)[0]


@pytest.fixture
def handled(county: SmallCounty, lift: Case) -> Case:
    """The lift, yellow, given to the housing bureau and signed for."""
    triaging.triage(lift.ref, colour="yellow", item="15-03", by=county["dispatch"], at=MONDAY + MINUTE)
    dispatching.dispatch(lift.ref, to="housing", by=county["dispatch"], at=MONDAY + MINUTE * 2)
    return signing.sign(lift.ref, by=county["housing"], at=MONDAY + MINUTE * 3)
