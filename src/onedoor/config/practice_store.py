"""The store of the practice site: the set-up of the real one, copied; its members with one password; invented cases."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connections, models, transaction
from django.db.models import Q
from django.db.utils import load_backend
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import (
    Clause,
    DutyEntry,
    EmergencyWord,
    Item,
    Knowledge,
    ReplyTemplate,
    SafetyWord,
    ServiceLevel,
    Threshold,
)
from onedoor.config import environment
from onedoor.config.demo_store import PRACTICE, made, marked, reachable
from onedoor.core.models import CalendarDay, Store
from onedoor.core.refusal import Refused
from onedoor.core.revisions import bump
from onedoor.geography import atlas
from onedoor.geography.models import Area
from onedoor.hall.models import ServiceLine, Window
from onedoor.notices.models import Wording
from onedoor.organisation import queries as organisation
from onedoor.organisation.models import Member, Post, Presence, Seat, Unit
from onedoor.simulation.loading import SINCE
from onedoor.simulation.populating import practise
from onedoor.work import ladder
from onedoor.work.models import SupervisionRule

CASES = 120
"""How many invented reports a practice site begins with."""

COPIED: tuple[type[models.Model], ...] = (
    Area, Unit, Post, Member, Seat, Presence, Item, DutyEntry, ServiceLevel, Threshold, Clause, SafetyWord,
    EmergencyWord, Knowledge, ReplyTemplate, SupervisionRule, Wording, CalendarDay, ServiceLine, Window,
)  # fmt: skip
"""The tables of a centre's set-up, what is pointed at first. Nothing else of the real store is read: no case, no
report, no person who reported, no message."""

_CENTRE = "centre"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def open_practice(*, fresh: bool) -> Store:
    """The practice store with the tables of this version; an empty one becomes it. ``fresh`` begins anew.

    Raises Refused, and changes nothing, when a store in the practice folder was not made for practice.
    """
    with reachable():
        store = marked(PRACTICE)
        if store is not None and fresh:
            _wipe()
            store = marked(PRACTICE)
        return made(PRACTICE, _password()) if store is None else store


def copy(store: Store, source: str) -> str:
    """Copy the set-up of the real store, all or nothing, and give its county. Everybody signs in with the practice
    password.

    Raises Refused when the real store cannot be read or has no centre yet.
    """
    with _centre(source), transaction.atomic():
        county = _county()
        password = make_password(store.facts["password"])  # one hash for all: argon2 is slow on purpose
        for model in COPIED:
            _copy(model, county, password)
        store.facts = {**store.facts, "county": county, "copied": True}
        store.save(update_fields=["facts"])
    for changed in (atlas.changed, organisation.changed, catalogue.changed, ladder.changed):
        changed()
    bump("calendar")
    return county


def fill(store: Store, *, cases: int, at: datetime, progress: Callable[[float], None]) -> int:
    """So many invented reports of the last weeks, and the mark that all is ready, all or none. Returns how many."""
    with transaction.atomic():
        found = practise(store.facts["county"], seed=1, at=at, reports=cases, progress=progress)
        store.facts = {**store.facts, "ready": True, "reports": found, "until": at.isoformat()}
        store.save(update_fields=["facts"])
    return found


def readable(url: str) -> dict[str, Any]:
    """Django's settings for a store that is only read: nothing written there, not even its journal's mode."""
    told = environment.database(url)
    if str(told["ENGINE"]).endswith("sqlite3"):
        path = Path(str(told["NAME"]))
        if not path.exists():
            raise Refused(_("还没有中心的库（%(path)s）。请先把中心建好，再练习。") % {"path": path})
        return told | {"NAME": f"{path.as_uri()}?mode=ro", "OPTIONS": {"uri": True, "timeout": 30}}
    options = dict(told["OPTIONS"])  # type: ignore[call-overload]
    return told | {"OPTIONS": {**options, "options": "-c default_transaction_read_only=on"}}


@contextmanager
def _centre(url: str) -> Iterator[None]:
    """The real store, open for reading while this lasts."""
    told = {**connections.databases["default"], **readable(url), "CONN_MAX_AGE": 0}
    connections[_CENTRE] = load_backend(str(told["ENGINE"])).DatabaseWrapper(told, _CENTRE)
    try:
        yield
    except DatabaseError as error:
        raise Refused(
            _("中心的库读不了：%(error)s。请先运行./onedoor migrate，或检查DATABASE_URL。")
            % {"error": str(error).strip()}
        ) from error
    finally:
        connections[_CENTRE].close()
        del connections[_CENTRE]


def _county() -> str:
    """The six digits of the centre that is practised for."""
    told: str = settings.ONEDOOR_COUNTY
    centres = Unit.objects.using(_CENTRE).filter(kind=Unit.Kind.CENTRE, active=True)
    counties = sorted(set(centres.values_list("county", flat=True)))
    if told in counties:
        return told
    if len(counties) == 1 and not told:
        return str(counties[0])
    raise Refused(_("库里还没有中心，或者不止一个。请先建立中心；不止一个时用ONEDOOR_COUNTY写明六位代码。"))


def _copy(model: type[models.Model], county: str, password: str) -> None:
    rows = model._default_manager.using(_CENTRE).filter(_wanted(model, county))
    if model is Member:
        rows = rows.defer("email", "password")
    copies = list(_ready(model, rows.order_by("pk"), password))
    model._default_manager.using("default").bulk_create(copies, batch_size=1000)


def _wanted(model: type[models.Model], county: str) -> Q:
    """The rows of this county that hold today; areas also from the past, for the names of old codes."""
    names = {field.name for field in model._meta.fields}
    wanted = Q(county=county) if model is not CalendarDay else Q(county__in=["", county])
    if "valid_to" in names and model is not Area:
        wanted &= Q(valid_to=None) | Q(valid_to__gte=timezone.localdate())
    return wanted


def _ready(model: type[models.Model], rows: Any, password: str) -> Iterator[models.Model]:
    """The rows as practice needs them: in force since long ago, so that there is a past; members without secrets."""
    seen: set[tuple[Any, ...]] = set()
    dated = "valid_from" in {field.name for field in model._meta.fields} and model is not Area
    for row in sorted(rows, key=lambda row: row.valid_from) if dated else rows:
        if model is Member:
            row.email, row.password, row.last_login = "", password, None
        if dated:
            key = _key(model, row)
            if key not in seen:
                row.valid_from = min(row.valid_from, SINCE)
            seen.add(key)
        row._state.db, row._state.adding = "default", True
        yield row


def _key(model: type[models.Model], row: Any) -> tuple[Any, ...]:
    """What a row is about, whatever the day it began: of two that follow each other only the first begins earlier."""
    unique = [constraint for constraint in model._meta.constraints if isinstance(constraint, models.UniqueConstraint)]
    names = [name for constraint in unique for name in constraint.fields if name != "valid_from"]
    return tuple(getattr(row, name) for name in names) or (row.pk,)


def _password() -> str:
    return "lianxi-" + "".join(secrets.choice(_LETTERS) for _letter in range(6))


def _wipe() -> None:
    """Remove what the practice store holds, and nothing beside it: its keys stay, the real store is elsewhere."""
    connections["default"].close()
    home: Path = settings.HOME
    for name in ("onedoor.sqlite3", "onedoor.sqlite3-wal", "onedoor.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)
    for name in ("files", "notices", "rejects"):
        shutil.rmtree(home / name, ignore_errors=True)
