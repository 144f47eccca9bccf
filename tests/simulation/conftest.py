from __future__ import annotations

import pytest

from onedoor.catalogue.models import DutyEntry, Item, ServiceLevel
from onedoor.core import revisions
from onedoor.geography.models import Area
from onedoor.organisation.models import Member, Post, Seat, Unit
from onedoor.simulation.world.yunzhou import World, yunzhou


@pytest.fixture(scope="session")
def whole_world() -> World:
    return yunzhou(1)


@pytest.fixture
def empty_store(db: None) -> None:
    """The test store without its small county, for as long as the test runs."""
    for model in (Seat, Post, Member, DutyEntry, Item, ServiceLevel, Unit, Area):
        model.objects.all().delete()
    revisions.forget()
