"""Open a store for the demo, and only one that the demo made; what a killed first start left undone is finished."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from onedoor.core.actions.opening_store import check, claim, opened
from onedoor.core.models import Store
from onedoor.core.refusal import Refused
from onedoor.dispatch.actions.training import read, train
from onedoor.organisation.actor import Actor
from onedoor.simulation import loading
from onedoor.simulation.populating import populate
from onedoor.simulation.remembering import remember
from onedoor.simulation.world.yunzhou import World

DEMO, STORY, PRACTICE = "demo", "story", "practice"


@contextmanager
def only_one() -> Iterator[None]:
    """Wait until no other process prepares the demo of this home."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with (settings.HOME / "preparing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def open_demo() -> Store:
    """The demo's store with the tables of this version. An empty one becomes the demo's.

    Raises Refused, and changes nothing, when the store is somebody else's or cannot be opened.
    """
    with reachable():
        store = marked(DEMO)
        if store is None:
            return made(DEMO, loading.PASSWORD)
        call_command("migrate", verbosity=0, interactive=False)
        return store


def open_for_story() -> None:
    """Prepare an empty store for the story. Raises Refused when it is not empty or cannot be opened."""
    with reachable():
        if _tables():
            raise Refused(_("这个库不是空的：故事只在空库里跑。请让DATABASE_URL指向一个空库，或不设它。"))
        made(STORY, loading.PASSWORD)


def county_ready() -> bool:
    """Whether the fictional county was loaded already."""
    return loading.loaded()


def fill(store: Store, world: World, *, seed: int, at: datetime, progress: Callable[[float], None]) -> int:
    """What the county remembers and has learned from it, the reports of the last weeks, and the mark that the demo is
    ready, all or none. Returns how many the last weeks brought."""
    county = world.county.code
    with transaction.atomic():
        before = remember(world, seed=seed, at=at)
        train(read(county, at=at), by=Actor.system(county), at=at)
        reports = populate(world, seed=seed, at=at, progress=progress) - before
        store.facts = {**store.facts, "ready": True, "reports": reports, "until": at.isoformat()}
        store.save(update_fields=["facts"])
    return reports


@contextmanager
def reachable() -> Iterator[None]:
    """Say plainly, as Refused, that a store cannot be opened."""
    try:
        yield
    except (DatabaseError, sqlite3.Error) as error:
        raise Refused(
            _("打不开数据库：%(error)s。请检查DATABASE_URL和数据库服务，再运行一次。") % {"error": str(error).strip()}
        ) from error


def marked(purpose: str) -> Store | None:
    """The mark of a store made for this purpose; None for an empty store. Raises Refused for anybody else's."""
    tables = _tables()
    if not tables:
        return None
    store = opened() if Store._meta.db_table in tables else None
    if store is None or store.purpose != purpose:
        raise Refused(
            _(
                "%(store)s里已经有别的内容，不是%(whose)s自己建的库，没有动它。请让DATABASE_URL指向一个空库，或去掉它再运行一次。"
            )
            % {"store": connection.settings_dict["NAME"], "whose": _("练习") if purpose == PRACTICE else _("演示")}
        )
    check(store)
    return store


def _tables() -> list[str]:
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and (found := _peeked(path)) and Store._meta.db_table not in found:
            return found
    return connection.introspection.table_names()


def _peeked(path: Path) -> list[str]:
    """The tables of a file that may be anybody's, read so that not a byte changes: our own way to open one would turn
    its journal into a write-ahead log."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        return [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def made(purpose: str, password: str) -> Store:
    """An empty store, marked and with all its tables."""
    # The mark comes before the other tables, so that a store left half made is known as ours and can be finished.
    call_command(migrate.Command(), "core", verbosity=0, interactive=False)
    settings.KEYS.keep()
    store = claim(purpose)
    store.facts = {"ready": False, "password": password}
    store.save(update_fields=["facts"])
    call_command("migrate", verbosity=0, interactive=False)
    return store
