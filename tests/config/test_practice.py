"""Practice: a copy of the set-up and nothing else, invented cases in the centre's own places, and a mark everywhere."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.test import Client, override_settings

from onedoor.cases.models import Case
from onedoor.catalogue.models import DutyEntry, Item, ServiceLevel
from onedoor.config import demo_store, practice_store
from onedoor.config.demo_home import home_for
from onedoor.config.practice_home import OF
from onedoor.core import revisions
from onedoor.core.clock import ZONE
from onedoor.core.models import Happening, Store
from onedoor.core.refs import check_digit
from onedoor.core.refusal import Refused
from onedoor.geography import taking
from onedoor.geography.actions.importing import take
from onedoor.geography.atlas import atlas
from onedoor.organisation.duties import CENTRE_DUTIES, Duty
from onedoor.organisation.models import Member, Post, Seat, Unit
from tests.cases.histories import registered
from tests.small_county import MONDAY, SmallCounty

ON = date(2026, 9, 1)
GRID = "990801001001001"
TOWNS = {"town-a": "320682103000", "town-b": "320682104000"}


class Operator:
    code = "operator"


def kept(path: Path) -> str:
    """Put what the test store holds into a file, as the store of a centre; its hash."""
    with connection.cursor() as cursor, sqlite3.connect(path) as file:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%%'"
            " AND name NOT LIKE 'core_searchentry_words%%'"
        )  # FTS5 makes its own
        for name, sql in cursor.fetchall():
            file.execute(sql)
            cursor.execute(f'SELECT * FROM "{name}"')
            marks = ", ".join("?" * len(cursor.description))
            file.executemany(f'INSERT INTO "{name}" VALUES ({marks})', cursor.fetchall())
    file.close()
    return hashlib.sha256(path.read_bytes()).hexdigest()


def emptied() -> Store:
    """The test store as a fresh practice store."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for model in reversed(practice_store.COPIED):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
    revisions.forget()
    Store.objects.update(purpose=demo_store.PRACTICE, facts={"password": "lianxi-abc234"})
    return Store.objects.get()


def rugao(geo: Path) -> None:
    """如皋 as a centre on its first afternoon: real areas, a centre, a department, two towns; posts from this month."""
    for name in ("divisions_320682.csv", "320682.json"):
        for plan in taking.plans(taking.opened(geo / name), on=ON):
            take(plan, by=Operator(), at=MONDAY)
    kinds = {"centre": "centre", "urban": "department"} | dict.fromkeys(TOWNS, "town")
    for code, kind in kinds.items():
        area = TOWNS.get(code, "320682000000")
        unit = Unit.objects.create(county="320682", code=code, name=f"如皋{code}", kind=kind, area=area)
        duties = [*CENTRE_DUTIES, Duty.INFORM, Duty.SAFETY] if kind == "centre" else [Duty.HANDLE]
        for number in (1, 2):
            post = Post.objects.create(
                county="320682", code=f"{code}-{number}", unit=unit, name=f"岗位{number}", duties=duties, area=area
            )
            member = Member.objects.create(
                county="320682", code=f"r-{code}-{number}", login=f"r-{code}-{number}", name="吴明",
                email="wu@example.org", password="argon2$secret",
            )  # fmt: skip
            Seat.objects.create(county="320682", post=post, member=member, valid_from=ON)
    for code, name, up in (
        ("15", "物业", ""),
        ("15-03", "电梯故障", "15"),
        ("88", "本地事项", ""),
        ("88-01", "河道", "88"),
    ):
        Item.objects.create(county="320682", code=code, name=name, parent=up, words=["河", "水"] if up == "88" else [])
    DutyEntry.objects.create(
        county="320682", item=Item.objects.get(county="320682", code="15-03"), area="320682000000",
        unit=Unit.objects.get(county="320682", code="urban"), assists=[], citation="职责清单", valid_from=ON,
    )  # fmt: skip
    steps = ("dispatch", "sign", "solve", "review", "visit", "close", "rule", "send_back", "rework", "archive")
    for rule, verb in enumerate(steps):
        ServiceLevel.objects.create(
            county="320682",
            rule=f"R-{rule}",
            verb=verb,
            colour="",
            n=40 if verb == "solve" else 8,
            unit="H",
            citation="本县规则",
            valid_from=ON,
        )


@pytest.fixture
def centre(db: None, shared: Path, tmp_path: Path) -> tuple[str, str]:
    """The store of 如皋 in a file, one case of a real resident in it: its address and its hash."""
    for model in (Seat, Post, Member, DutyEntry, Item, ServiceLevel, Unit):
        model.objects.all().delete()
    rugao(shared / "geo")
    path = tmp_path / "onedoor.sqlite3"
    return f"sqlite:///{path}", kept(path)


def test_practice_is_the_centres_own_set_up_with_invented_cases(centre: tuple[str, str]) -> None:
    url, before = centre
    store = emptied()
    assert practice_store.copy(store, url) == "320682"
    assert hashlib.sha256(Path(url.removeprefix("sqlite:///")).read_bytes()).hexdigest() == before
    assert (Unit.objects.count(), Seat.objects.count(), len(atlas("320682").places)) == (4, 8, 378)
    members = Member.objects.all()
    assert all(check_password("lianxi-abc234", member.password) for member in members[:1])
    assert {member.email for member in members} == {""} and "argon2$secret" not in {m.password for m in members}
    assert not Case.objects.filter(county="320682").exists()
    at = datetime(2026, 9, 16, 12, 30, tzinfo=ZONE)
    heard: list[float] = []
    made = practice_store.fill(store, cases=24, at=at, progress=heard.append)
    cases = Case.objects.filter(county="320682")
    assert made == 24 == cases.count() and heard[-1] == 1.0
    assert all(case.area.startswith("320682") for case in cases)
    assert {case.item.code for case in cases if case.item} <= {"15-03", "88-01"}
    assert len({case.state for case in cases}) > 6, "they stand on many steps of the way"
    leads = set(cases.exclude(lead=None).values_list("lead__code", flat=True))
    assert leads <= {"urban", *TOWNS}
    assert {line.actor[:2] for line in Happening.objects.filter(county="320682", name="cases.triaged")} == {"r-"}
    assert Store.objects.get().facts["ready"] is True


def test_no_table_but_those_of_the_set_up_is_read(county: SmallCounty, tmp_path: Path) -> None:
    registered(county)
    kept(path := tmp_path / "onedoor.sqlite3")
    read: set[str] = set()

    def watched(connection: sqlite3.Connection) -> None:
        def authorise(action: int, table: str | None, *told: object) -> int:
            if action == sqlite3.SQLITE_READ and table:
                read.add(table)
            return (
                sqlite3.SQLITE_OK if action in (sqlite3.SQLITE_READ, sqlite3.SQLITE_SELECT, 31) else sqlite3.SQLITE_DENY
            )

        connection.set_authorizer(authorise)

    store = emptied()

    def hook(connection: object, **told: object) -> None:
        if getattr(connection, "alias", "") == "centre":
            watched(connection.connection)  # type: ignore[attr-defined]

    connection_created.connect(hook)
    try:
        practice_store.copy(store, f"sqlite:///{path}")
    finally:
        connection_created.disconnect(hook)
    assert read - {"sqlite_master"} == {model._meta.db_table for model in practice_store.COPIED}
    assert not read & {"cases_case", "cases_report", "cases_contact", "notices_message"}


def test_a_store_that_is_not_there_or_has_no_centre_is_said(db: None, tmp_path: Path) -> None:
    store = Store.objects.get()
    with pytest.raises(Refused, match="还没有中心的库"):
        practice_store.copy(store, f"sqlite:///{tmp_path / 'none.sqlite3'}")
    sqlite3.connect(tmp_path / "bare.sqlite3").execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(Refused, match="中心的库读不了"):
        practice_store.copy(store, f"sqlite:///{tmp_path / 'bare.sqlite3'}")


def test_a_store_that_is_not_for_practice_is_left_alone(db: None) -> None:
    with pytest.raises(Refused, match="不是练习自己建的库"):
        practice_store.open_practice(fresh=True)


def test_fresh_wipes_its_own_folder_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "practice"
    (home / "files" / "ab").mkdir(parents=True)
    for name in ("onedoor.sqlite3", "onedoor.sqlite3-wal", "keys.toml"):
        (home / name).write_text("x")
    (tmp_path / "onedoor.sqlite3").write_text("real")
    monkeypatch.setattr(connections["default"], "close", lambda: None)
    with override_settings(HOME=home):
        practice_store._wipe()
    assert sorted(path.name for path in home.iterdir()) == ["keys.toml"]
    assert (tmp_path / "onedoor.sqlite3").read_text() == "real"


def test_practice_has_a_home_of_its_own_and_reaches_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in {
        "ONEDOOR_HOME": str(tmp_path), "DATABASE_URL": "postgresql://u@127.0.0.1/real", "ONEDOOR_NOTICE_EMAIL": "smtp",
        "ONEDOOR_SMTP_HOST": "mail.example.org", "ONEDOOR_SMTP_SENDER": "a@example.org", "ONEDOOR_FILES": "/srv/files",
    }.items():  # fmt: skip
        monkeypatch.setenv(variable, value)
    for variable in (OF, "ONEDOOR_PRACTICE"):
        monkeypatch.setenv(variable, "")
    with home_for(["practice"]):
        told = {name: os.environ.get(name, "") for name in (OF, "ONEDOOR_HOME", "ONEDOOR_PRACTICE", "DATABASE_URL")}
        assert "ONEDOOR_NOTICE_EMAIL" not in os.environ and "ONEDOOR_FILES" not in os.environ
    assert told == {
        OF: "postgresql://u@127.0.0.1/real", "ONEDOOR_HOME": str(tmp_path / "practice"), "ONEDOOR_PRACTICE": "true",
        "DATABASE_URL": "",
    }  # fmt: skip
    assert practice_store.readable(told[OF])["OPTIONS"]["options"] == "-c default_transaction_read_only=on"


@pytest.mark.parametrize("address", ["/", "/report", "/progress", "/desk/sign-in", "/desk/", "/desk/areas"])
def test_the_mark_is_on_every_page_of_practice_and_on_no_other(county: SmallCounty, address: str) -> None:
    browser = Client()
    browser.force_login(Member.objects.get(login="guide"), backend="django.contrib.auth.backends.ModelBackend")
    mark = "练习：这里的人和事都是编的，不算数"
    assert mark not in browser.get(address, follow=True).content.decode()
    with override_settings(ONEDOOR_PRACTICE=True):
        assert mark in browser.get(address, follow=True).content.decode()
    with override_settings(ONEDOOR_PRACTICE_URL="http://127.0.0.1:8001"):
        assert ("http://127.0.0.1:8001/desk/" in browser.get("/desk/").content.decode()) is True


def test_one_browser_can_be_in_both(county: SmallCounty) -> None:
    browser = Client()
    with override_settings(ONEDOOR_COOKIES="practice_"):
        browser.get(f"/g/{GRID}-{check_digit(GRID)}")
    assert "practice_od_draft" in browser.cookies and "od_draft" not in browser.cookies
