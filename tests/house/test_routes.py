"""Every route carries a guard, and the guards let in whom they should: routes × posts, written out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from onedoor.cases import queries
from onedoor.cases.actions.attaching import add_files, new_key, upload
from onedoor.cases.models import Case
from onedoor.catalogue.models import Knowledge
from onedoor.catalogue.queries import changed as catalogue_changed
from onedoor.exchange.models import Scope
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Member, Seat
from onedoor.organisation.queries import changed
from onedoor.organisation.sessions import SessionStore
from onedoor.work.actions import ordering
from onedoor.work.queries import leading
from tests.cases.histories import POSTS, go, registered
from tests.core.files import PDF
from tests.desk.list_routes import LISTS, OWN
from tests.dispatch.routes import LEARNING
from tests.exchange.client_routes import CLIENTS
from tests.hall import routes as hall
from tests.setup.routes import SETUP
from tests.small_county import MONDAY, SmallCounty, actors


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, address)
        else:
            yield address, entry


@pytest.mark.house
@pytest.mark.parametrize(("address", "route"), [pytest.param(*route, id=route[0] or "/") for route in routes()])
def test_every_route_carries_a_guard(address: str, route: URLPattern) -> None:
    kind, told = getattr(route.callback, "guard", (None, None))
    assert kind in ("public", "duties", "scopes"), f"{address} can be called by anybody and nobody said why"
    if kind == "public":
        assert isinstance(told, str) and len(told) > 10, "say why anybody may call it"
        assert not address.startswith("desk/") or "sign" in address + told or "demo" in told
    elif kind == "scopes":
        assert address.startswith("api/v1/") and all(set(scopes) <= set(Scope.values) for scopes in told.values())
    else:
        assert set(told) <= set(Duty.values)


CENTRE = {"guide", "dispatch", "review", "visit", "leader", "supervise", "approve", "deputy", "appeal"}
SUPERVISING = {"supervise", "approve"}
UNITS = {"housing", "urban", "town-chengguan", "town-shiqiao", "village"}
REGISTERING = {"guide", "dispatch"}
Call = Callable[[Client, Case], HttpResponse]


def get(address: str) -> Call:
    return lambda client, case: client.get(f"/desk/{address.format(ref=case.ref)}")  # type: ignore[return-value]


def post(address: str, **told: object) -> Call:
    def call(client: Client, case: Case) -> HttpResponse:
        report = queries.reports_of(case).get()
        return client.post(f"/desk/{address.format(ref=case.ref, report=report.id)}", told)  # type: ignore[return-value]

    return call


def ordered(address: str, **told: object) -> Call:
    """A call about an order to housing that waits for its answer."""

    def call(client: Client, case: Case) -> HttpResponse:
        order = ordering.issue_order(
            case.subject, unit="housing", reason="leader", level="yellow", requirement="三天内修好。", days=3,
            by=actors()["supervise"], at=MONDAY,
        )  # fmt: skip
        where = f"/desk/{address.format(number=order.number)}"
        return client.post(where, told) if told else client.get(where)  # type: ignore[return-value]

    return call


def attached(address: str) -> Call:
    """A call about a paper that the unit added."""

    def call(client: Client, case: Case) -> HttpResponse:
        by, key = actors()["housing"], new_key()
        one = upload(PDF, name="检测报告.pdf", key=key, county=case.county, by=by, at=MONDAY)
        add_files(case.ref, uploads=key, by=by, at=MONDAY)
        return client.get(f"/desk/{address.format(ref=case.ref, number=one.id)}")  # type: ignore[return-value]

    return call


def known(client: Client, case: Case) -> HttpResponse:
    day = MONDAY.date()
    Knowledge.objects.create(county=case.county, code="KB-1", title="电梯困人", text="不要扒门。", reviewed_on=day)
    catalogue_changed()
    return client.get("/desk/knowledge/KB-1")  # type: ignore[return-value]


def urge(client: Client, case: Case) -> HttpResponse:
    task = leading(case.county, case.subject)
    assert task is not None
    return client.post(f"/desk/overdue/{task.id}/urge")  # type: ignore[return-value]


def agreed(client: Client, case: Case) -> HttpResponse:
    file = SimpleUploadedFile("a.csv", "code,name\n990801101000,新桥镇\n".encode())
    client.post("/desk/areas/import", {"file": file, "on": "2026-09-14"})
    return client.post("/desk/areas/import/agree")  # type: ignore[return-value]


# The case is dispatched to housing, with the town of 城关 to help.
TABLE: dict[str, tuple[Call, set[str]]] = {
    "inbox": (get(""), set(POSTS)),
    "find": (get("find?q=电梯"), set(POSTS)),
    "find-offered": (get("find/offered?q=电梯"), set(POSTS)),
    "messages": (get("messages"), set(POSTS)),
    "rates": (get("rates"), {"visit", "review", "leader"} | SUPERVISING | {"deputy"}),
    "register": (get("register"), REGISTERING),
    "heard": (post("register/heard", text="电梯又停了"), REGISTERING),
    "drafts": (get("drafts"), set(POSTS)),
    "drop-draft": (post("drafts/drop", page="register:none"), set(POSTS)),
    "knowledge": (get("knowledge"), set(POSTS)),
    "knowledge-entry": (known, set(POSTS)),
    "duty-list": (get("duty-list"), set(POSTS)),
    "areas": (get("areas"), set(POSTS)),
    "areas-import": (get("areas/import"), {"admin"}),
    "areas-agree": (agreed, {"admin"}),
    "case": (get("cases/{ref}"), CENTRE | {"housing", "town-chengguan"}),
    "slip": (get("cases/{ref}/slip"), REGISTERING),
    "unmask": (post("cases/{ref}/contacts/{report}", reason="核实地点"), REGISTERING | {"visit", "housing"}),
    "overdue": (get("overdue"), UNITS | SUPERVISING),
    "urge": (urge, SUPERVISING),
    "orders": (get("orders"), UNITS | SUPERVISING),
    "new-order": (get("orders/new?case={ref}"), SUPERVISING),
    "order": (ordered("orders/{number}"), SUPERVISING | {"housing"}),
    "order-act": (ordered("orders/{number}/answer_order", text="已修好。"), {"housing"}),
    "file": (attached("cases/{ref}/files/{number}"), CENTRE | {"housing", "town-chengguan"}),
    "uploads": (
        post("cases/{ref}/uploads", field="after", key="waits-for-a-reply"),
        CENTRE | {"housing", "town-chengguan"},
    ),
    "copy": (post("cases/{ref}/copy", sheet="hotline", who="masked"), CENTRE | {"housing", "town-chengguan"}),
    "sheet": (get("cases/{ref}/sheet"), CENTRE | {"housing", "town-chengguan"}),
    **SETUP,
    **CLIENTS,
    **LISTS,
    **LEARNING,
    "act": (post("cases/{ref}/sign"), {"housing"}),
    "hall": (hall.screen, REGISTERING),
    "hall-queue": (hall.queue, REGISTERING),
    "hall-issue": (hall.issue, REGISTERING),
    "hall-ticket": (hall.finish, REGISTERING),
    "hall-window": (hall.window, REGISTERING | UNITS),
    "hall-next": (hall.call_next, REGISTERING),
    "talks": (hall.talks, REGISTERING | UNITS | {"leader", "inform"}),
    "new-talk": (hall.note, REGISTERING | {"leader", "housing"}),
    "talk": (hall.talk, CENTRE | {"housing", "town-chengguan"}),
    "talk-act": (hall.arrive, {"housing"}),
}
FOR_EVERYBODY = {"inbox", "find", "messages", "drafts", "drop-draft", "knowledge", "knowledge-entry", "duty-list"}
FOR_EVERYBODY |= {"areas", "find-offered"} | OWN
OPEN = {"sign-in", "sign-out", "demo"}


def browser(login: str) -> Client:
    return entered(Member.objects.get(login=login))


def entered(somebody: Member) -> Client:
    """A browser in which somebody is signed in already. Signing in itself is tested at the desk; here it would be a
    sixth of the time."""
    session = SessionStore()
    session[SESSION_KEY] = str(somebody.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = somebody.get_session_auth_hash()
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


@pytest.fixture
def case(county: SmallCounty) -> Case:
    return go(registered(county), "triage dispatch", county, assists=["town-chengguan"])


def test_the_table_knows_every_route_of_the_desk() -> None:
    named = {route.name for address, route in routes() if address.startswith("desk/")}
    assert named == TABLE.keys() | OPEN


@pytest.mark.parametrize("name", TABLE)
def test_a_route_lets_in_whom_it_should(county: SmallCounty, case: Case, name: str) -> None:
    call, allowed = TABLE[name]
    answers = {login: undone(lambda login=login: call(browser(login), again(case)).status_code) for login in POSTS}  # type: ignore[misc]
    assert {login for login, status in answers.items() if status < 400} == set(POSTS) & set(allowed), answers
    assert {status for status in answers.values() if status >= 400} <= {403, 404, 409, 422}


def again(case: Case) -> Case:
    """The case as it stands in the store."""
    return Case.objects.get(pk=case.pk)


def undone(call: Callable[[], int]) -> int:
    """The status of an answer; whatever that changed is taken back."""
    with transaction.atomic():
        status = call()
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("name", TABLE)
def test_a_stranger_is_sent_to_sign_in_and_learns_nothing(county: SmallCounty, case: Case, name: str) -> None:
    answer = TABLE[name][0](Client(), case)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/desk/sign-in")
    assert queries.reports_of(case).get().contact.name.encode() not in answer.content


@pytest.mark.parametrize("name", TABLE)
def test_a_member_without_a_post_gets_into_no_case(county: SmallCounty, case: Case, name: str) -> None:
    Seat.objects.filter(member__login="dispatch").update(valid_to=MONDAY.date())
    changed()
    status = TABLE[name][0](browser("dispatch"), case).status_code
    assert (status < 400) is (name in FOR_EVERYBODY)
