"""Who may open what: every route × duty × own or other area × the handling unit or another, compared with the table."""

from __future__ import annotations

import pytest

from onedoor.cases.models import Case
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Member, Post, Seat, Unit
from onedoor.organisation.queries import changed
from tests.cases.histories import go, registered
from tests.house.test_routes import TABLE, again, entered, routes, undone
from tests.permissions.table import lines
from tests.small_county import COUNTY, MONDAY, SmallCounty

ELSEWHERE = "990801100202"
UNITS = {"related": "housing", "unrelated": "town-shiqiao"}
PAIRS = [(area, relation) for area in ("own", "other") for relation in ("related", "unrelated")]


def named(address: str, name: str | None) -> str:
    return f"desk {name}" if address.startswith("desk/") else f"/{address}"


def test_every_route_has_its_lines_and_no_line_is_left_over() -> None:
    told = sorted((line.what, line.area, line.relation) for line in lines("route"))
    expected = []
    for address, route in routes():
        what = named(address, route.name)
        if route.callback.guard[0] in ("public", "scopes"):  # type: ignore[attr-defined]
            expected.append((what, "any", "any"))
        else:
            expected += [(what, *pair) for pair in PAIRS]
    assert told == sorted(expected)


@pytest.mark.parametrize(("address", "route"), [pytest.param(*route, id=route[0] or "/") for route in routes()])
def test_what_the_table_calls_public_carries_a_public_guard_and_nothing_else_does(address: str, route: object) -> None:
    found = [line for line in lines("route") if line.what == named(address, getattr(route, "name", None))]
    public = route.callback.guard[0] == "public"
    assert all((line.duties == {"public"}) is public for line in found)


def test_the_routes_of_other_systems_name_the_scopes_that_open_them() -> None:
    """Whether they do is tried in tests/exchange/api/test_scopes.py."""
    told = {line.what: line.duties for line in lines("route") if line.what.startswith("/api/")}
    guards = {named(address, None): getattr(route.callback, "guard", ("", {})) for address, route in routes()}
    assert {what: duties for what, duties in told.items() if duties != {"public"}} == {
        what: {str(scope) for scopes in guard[1].values() for scope in scopes}
        for what, guard in guards.items()
        if guard[0] == "scopes"
    }


@pytest.mark.parametrize("name", TABLE)
def test_a_route_is_open_to_whom_the_table_says(county: SmallCounty, name: str, pytestconfig: pytest.Config) -> None:
    """In every run by the nearest and the farthest; before a release (--thorough) by all four."""
    asked = PAIRS if pytestconfig.getoption("thorough") else [PAIRS[0], PAIRS[-1]]
    case = go(registered(county), "triage dispatch", county, assists=["town-chengguan"])
    people = probes()
    for line in lines("route"):
        if line.what != f"desk {name}" or (line.area, line.relation) not in asked:
            continue
        found = {duty for duty in Duty.values if opens(name, case, people[duty, line.area, line.relation])}
        assert found == (set(Duty.values) if "any" in line.duties else line.duties), (name, line.area, line.relation)


def opens(name: str, case: Case, somebody: Member) -> bool:
    """Whether somebody gets in; whatever that changes is taken back."""

    def call() -> int:
        return TABLE[name][0](entered(somebody), again(case)).status_code

    return undone(call) < 400


def probes() -> dict[tuple[str, str, str], Member]:
    """For each duty, place and relation a member with one post of it."""
    units = {relation: Unit.objects.get(county=COUNTY, code=code) for relation, code in UNITS.items()}
    people, posts, seats = {}, [], []
    for number, key in enumerate((duty, *pair) for duty in Duty.values for pair in PAIRS):
        duty, area, relation = key
        somebody = Member(county=COUNTY, code=f"m-probe-{number}", login=f"probe-{number}", name="测试", password="!")
        where = f"{COUNTY}000000" if area == "own" else ELSEWHERE
        post = Post(
            county=COUNTY, code=f"probe-{number}", unit=units[relation], name="测试岗", duties=[duty], area=where
        )
        people[key] = somebody
        posts.append(post)
        seats.append(Seat(county=COUNTY, post=post, member=somebody, valid_from=MONDAY.date()))
    for rows in (list(people.values()), posts, seats):
        type(rows[0]).objects.bulk_create(rows)
    changed()
    return people
