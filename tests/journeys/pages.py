"""A county in which every page of the product has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from onedoor.cases.actions import attaching, registering
from onedoor.cases.models import Case
from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import Knowledge
from onedoor.config.screens.page import Page
from onedoor.config.screens.staging import Shown, held_at, stage
from onedoor.core import outbox
from onedoor.core.models import Store
from onedoor.hall.actions import arranging, receiving, ticketing
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Member, Unit
from onedoor.work.actions import batching, drafting, ordering
from onedoor.work.pages import REGISTER
from tests import small_county
from tests.cases.histories import LIFT, go, registered
from tests.core.files import PDF, photo
from tests.desk.situations import CASES
from tests.hall import halls
from tests.small_county import COUNTY, MONDAY, SmallCounty

NOW = MONDAY + timedelta(days=1)
"""The moment at which the pages are looked at."""


@contextmanager
def furnished(blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The store with everything in it, for as long as a file of tests looks at it; then it is as before."""
    with (
        blocker.unblock(),  # type: ignore[attr-defined]
        TemporaryDirectory() as folder,
        override_settings(ONEDOOR_FILES=Path(folder)),
        transaction.atomic(),
    ):
        furnish()
        with held_at(NOW):
            yield
        transaction.set_rollback(True)


def furnish() -> None:
    """Bring a case into every state and give the other pages what they show."""
    with time_machine.travel(NOW, tick=False):
        county = small_county.actors()
        _write(county)
        halls.furnish()
        cases = {name: build(county) for name, build in CASES.items()}
        plain = go(registered(county), "triage", county, colour="green")
        chosen = batching.as_they_are(COUNTY, [plain.subject, cases["triaged"].subject, cases["closed"].subject])
        batching.prepare("dispatch", chosen, most=100, by=county["dispatch"], at=NOW)
        _send_pictures()
        _order(cases["dispatched"], county)
        _receive(cases["handling"], county)
        Store.objects.update_or_create(id=1, defaults={"purpose": "demo", "facts": {"password": "一扇门"}})
        Member.objects.update(last_login=NOW)
        outbox.drain(NOW)


def _order(case: Case, county: SmallCounty) -> None:
    ordering.issue_order(
        case.subject, unit="housing", reason="leader", level="yellow", requirement="三天内修好。", days=3,
        by=county["supervise"], at=NOW,
    )  # fmt: skip


def _send_pictures() -> None:
    """A report from a phone, with a picture and a paper."""
    key, author = attaching.new_key(), Actor.resident(COUNTY)
    for name, content in (("楼道.jpg", photo((900, 600))), ("合同.pdf", PDF)):
        attaching.upload(content, name=name, key=key, county=COUNTY, by=author, at=NOW)
    registering.register(replace(LIFT, uploads=key), county=COUNTY, by=author, at=NOW)


def _receive(case: Case, county: SmallCounty) -> None:
    """Numbers in the hall, and a talk about the case with two units."""
    for line in ("A", "B", "A"):
        ticketing.issue(line, by=county["guide"], at=NOW)
    arranging.arrange(
        case.ref, mode="joint", units=["housing", "town-chengguan"], moment=NOW + timedelta(days=1), room="一号接谈室",
        by=county["guide"], at=NOW,
    )  # fmt: skip
    receiving.receive(
        mode="sort", asked="物业费怎么算？", told="按合同约定。", next="settled", by=county["guide"], at=NOW
    )


def _write(county: SmallCounty) -> None:
    """What the centre knows, and what somebody has begun to write."""
    unit = Unit.objects.get(county=COUNTY, code="housing")
    Knowledge.objects.create(
        county=COUNTY, code="K1", title="电梯停运怎么办", text="先打物业电话；两小时内没人来，请登记。", words=["电梯"],
        unit=unit, citation="特种设备安全法第41条", public=True, reviewed_on=NOW.date(),
    )  # fmt: skip
    catalogue.changed()
    drafting.keep(
        f"{REGISTER}t-1", values={"text": "路灯坏了三天。"}, title="路灯坏了三天", version=0, by=county["guide"], at=NOW
    )


def shown(page: Page, *, language: str = "zh-hans") -> Shown:
    """The page in the furnished store. Fails where nothing in it shows the page, or it is no page."""
    scene = page.scene()
    assert scene is not None, f"nothing in the furnished county shows {page.name}: add it to furnish()"
    found = stage(scene, language=language)
    assert found.answer.status_code in EXPECTED, f"{page.name} answers {found.answer.status_code}"
    assert found.answer.headers["Content-Type"].startswith("text/html")
    return found


EXPECTED = (200, 403, 404, 422)
