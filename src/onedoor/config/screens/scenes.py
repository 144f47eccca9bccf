"""Find in any store what shows a page: who is signed in, which case, which code."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.cases.queries import query_code
from onedoor.catalogue.models import Knowledge
from onedoor.config.screens.page import Scene, Told
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Member
from onedoor.organisation.queries import actor, home_county
from onedoor.work.models import Batch, Order, Task
from onedoor.work.own import batch_of
from onedoor.work.queries import drafts_of, leading, owed_by

Find = Callable[[], Scene | None]

EVERY_STATE = tuple(State.values)


def staff() -> list[tuple[str, Actor]]:
    """Everybody who holds a post now, by login, in the order they were written in."""
    now = timezone.now()
    members = Member.objects.filter(county=home_county(), is_active=True).order_by("id")
    found = [(member.login, actor(member, on=timezone.localdate(now), at=now)) for member in members]
    return [(login, acting) for login, acting in found if acting.standings]


def busiest(duty: str) -> tuple[str, Actor] | None:
    """Whoever owes the most under this duty."""
    able = [(login, acting) for login, acting in staff() if acting.has(duty)]
    counted = [(owed_by(acting).filter(duty=duty)[:20].count(), one) for one, (login, acting) in enumerate(able)]
    return able[max(counted, key=lambda owing: (owing[0], -owing[1]))[1]] if able else None


def owing_nothing() -> str:
    """The login of somebody who has a post and nothing to do."""
    return next((login for login, acting in staff() if not owed_by(acting).exists()), "")


def resident(path: str, *, before: tuple[tuple[str, Told], ...] = (), sends: Told | None = None) -> Find:
    """A page anybody may open."""
    return lambda: Scene(path, before=before, sends=sends)


def desk(path: str, duty: str, *, sends: Told | None = None) -> Find:
    """A page of the desk, for whoever has the duty."""

    def find() -> Scene | None:
        found = busiest(duty)
        return Scene(path, found[0], sends=sends) if found else None

    return find


def idle(path: str) -> Find:
    """A page of the desk for somebody who has nothing to do."""

    def find() -> Scene | None:
        login = owing_nothing()
        return Scene(path, login) if login else None

    return find


def case(state: str = "", *, act: str = "", ask: str = "", sends: Told | None = None, **facts: Any) -> Find:
    """The latest case in a state with these facts, before whoever must act next; ``ask`` opens a form, ``act`` sends
    one."""
    return lambda: _case(state, act=act, ask=ask, sends=sends, **facts)


def _case(state: str, *, act: str, ask: str, sends: Told | None, **facts: Any) -> Scene | None:
    for found in _cases(state, **facts)[:20]:
        if login := holder(found):
            path = reverse("desk:act", args=[found.ref, act]) if act else reverse("desk:case", args=[found.ref])
            return Scene(f"{path}?do={ask}" if ask else path, login, sends=sends if act else None)
    return None


def _cases(state: str, **facts: Any) -> Any:
    narrowed = {"confidential": False, "nature": "demand"} | ({"state": state} if state else {}) | facts
    narrowed = {name: value for name, value in narrowed.items() if value is not ...}
    return Case.objects.filter(county=home_county(), **narrowed).order_by("-registered_at", "-id")


def holder(case: Case) -> str:
    """The login of whoever must act next; where nobody must, of whoever dispatches."""
    task = leading(case.county, case.subject)
    if task is None:
        found = busiest(Duty.DISPATCH)
        return found[0] if found else ""
    return owing(task)


def owing(task: Task) -> str:
    """The login of somebody who owes the task; "" for nobody."""
    return next((login for login, acting in staff() if owed_by(acting).filter(pk=task.pk).exists()), "")


def owed(verb: str) -> Find:
    """The case with an open task of this verb, before whoever owes it."""

    def find() -> Scene | None:
        tasks = Task.objects.filter(county=home_county(), closed_at=None, verb=verb, subject__startswith="case:")
        for task in tasks.order_by("-opened_at", "-id")[:10]:
            if login := owing(task):
                return Scene(reverse("desk:case", args=[task.subject.removeprefix("case:")]), login)
        return None

    return find


def order(route: str) -> Find:
    """The latest supervision order, before whoever answers it."""

    def find() -> Scene | None:
        latest = Order.objects.filter(county=home_county()).order_by("-issued_at", "-id").first()
        found = busiest(Duty.SUPERVISE)
        return Scene(reverse(route, args=[latest.number]), found[0]) if latest and found else None

    return find


def knowledge() -> Scene | None:
    """An entry of the knowledge base, for whoever registers."""
    found = busiest(Duty.REGISTER)
    entry = Knowledge.objects.filter(county=home_county(), active=True).order_by("id").first()
    return Scene(reverse("desk:knowledge-entry", args=[entry.code]), found[0]) if found and entry else None


def drafts() -> Scene | None:
    """The drafts of somebody who has one."""
    login = next((login for login, acting in staff() if drafts_of(acting)), "")
    return Scene(reverse("desk:drafts"), login) if login else None


def batch() -> Scene | None:
    """The latest batch, before whoever began it."""
    latest = Batch.objects.filter(county=home_county()).order_by("-id").first()
    login = next((login for login, acting in staff() if latest and batch_of(acting, latest.pk)), "")
    return Scene(reverse("desk:batch", args=[latest.pk]), login) if latest and login else None


def about_case(path: str, duty: str, *states: str, sends: Told | None = None, **facts: Any) -> Find:
    """A page of the desk whose address names a case (``{ref}``) in one of these states, for whoever has the duty."""

    def find() -> Scene | None:
        found = busiest(duty)
        latest = _cases("", state__in=states or EVERY_STATE, **facts).first()
        return Scene(path.format(ref=latest.ref), found[0], sends=sends) if latest and found else None

    return find


def progress(*states: str, route: str = "citizen:progress", sends: Told | None = None, **facts: Any) -> Find:
    """A page behind the query code of the latest case in one of these states."""
    return partial(_progress, states or EVERY_STATE, route, sends, facts)


def _progress(states: tuple[str, ...], route: str, sends: Told | None, facts: dict[str, Any]) -> Scene | None:
    found = _cases("", state__in=states, **facts).first()
    if found is None:
        return None
    code = query_code(found.ref, found.reports.order_by("id")[0].id)
    before = ((reverse("citizen:progress"), {"ref": found.ref, "code": code}),)
    return Scene(reverse(route), before=before, sends=sends)
