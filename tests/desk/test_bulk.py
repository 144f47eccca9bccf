"""Bulk over the whole selection: said before, done line by line, and afterwards what was not done and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from onedoor.cases.actions import closing, triaging
from onedoor.cases.models import Case
from onedoor.cases.queries import visible
from onedoor.desk.bulk import BULK, judged, taking
from onedoor.dispatch.models import Lesson
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Post
from onedoor.organisation.queries import changed
from onedoor.work.actions import batching
from onedoor.work.models import Batch, Order, Supervision
from onedoor.work.queries import leading
from tests.cases.histories import go, registered
from tests.desk.conftest import SignedIn
from tests.desk.situations import CASES
from tests.small_county import COUNTY, MONDAY, SmallCounty

NOW = MONDAY + timedelta(hours=5)


@pytest.fixture(autouse=True)
def _afternoon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def prepared(client: Client, verb: str, *cases: Case, shelf: str = "cases", **told: object) -> str:
    """Choose, as the list form does; gives the address of the batch."""
    answer = client.post("/desk/bulk", {"shelf": shelf, "verb": verb, "pick": [pick(case) for case in cases], **told})
    return str(answer["Location"])


def pick(case: Case) -> str:
    task = leading(COUNTY, case.subject)
    return f"{case.ref}~{task.id}~{task.version}" if task else case.ref


def done(client: Client, address: str, **told: object) -> dict[str, str]:
    """Begin a batch and press "go on" until it has ended; why what was not done was not, by reference."""
    assert client.post(f"{address}/begin", told).status_code == 302
    while Batch.objects.latest("made_at").ended_at is None:
        client.post(f"{address}/go")
    return {row.ref: row.sentence for row in client.get(address).context["rows"]}


def states(*cases: Case) -> list[str]:
    return [Case.objects.get(pk=case.pk).state for case in cases]


def closed(n: int, state: str) -> Case:
    return Case(
        county=COUNTY, ref=f"990801-2609-{n:08d}-{n % 10}", state=state, area="990801001001", channel="web",
        title=f"路灯第{n}盏不亮", registered_at=MONDAY + timedelta(minutes=n), closed_at=MONDAY,
    )  # fmt: skip


def test_two_hundred_and_thirty_over_five_pages_of_which_seven_are_refused_by_name(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    cases = [closed(n, "archived" if n in (3, 50, 99) else "closed") for n in range(230)]
    Case.objects.bulk_create(cases)
    client = signed_in("review")
    page = client.get("/desk/cases?channel=web")
    assert (page.context["total"], page.context["shown"]) == (230, 50)
    assert "选中全部230件（含其他页）" in page.content.decode()
    told = {"shelf": "cases", "query": "channel=web", "all": "1", "verb": "archive"}
    address = client.post("/desk/bulk", told)["Location"]
    before = client.get(address)
    assert (before.context["outlook"].can, before.context["outlook"].cannot) == (227, 3)
    assert "不到这一步" in before.content.decode() and set(states(*cases[4:50])) == {"closed"}
    for n in (7, 60, 160, 229):  # somebody else is quicker
        closing.archive(cases[n].ref, by=Actor.system(COUNTY), at=NOW)
    refused = done(client, address)
    assert refused.keys() == {cases[n].ref for n in (3, 7, 50, 60, 99, 160, 229)}
    after = client.get(address).content.decode()
    assert "已办223件" in after and "7件没有办" in after
    assert all(f'href="/desk/cases/{ref}"' in after for ref in refused) and "路灯第160盏不亮" in after
    assert not Case.objects.filter(channel="web", state="closed").exists()
    again = client.post(f"{address}/again")["Location"]
    assert client.get(again).context["progress"].lines == 7


def test_by_the_duty_list_each_goes_to_its_own_unit_and_what_is_not_on_it_is_left(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    lift = go(registered(county), "triage", county)
    smoke, nobodys = (registered(county), registered(county))
    triaging.triage(smoke.ref, colour="green", item="10-01", by=county["dispatch"], at=MONDAY)
    triaging.triage(nobodys.ref, colour="green", item="15", by=county["dispatch"], at=MONDAY)
    client = signed_in("dispatch")
    refused = done(client, prepared(client, "dispatch", lift, smoke, nobodys, shelf="inbox"), to="duty-list")
    assert refused == {nobodys.ref: "职责清单上没有这一项，请逐件派。"}
    given = {case.ref: case.lead.code for case in Case.objects.exclude(lead=None).select_related("lead") if case.lead}
    assert given == {lift.ref: "housing", smoke.ref: "urban"}
    assert lift.assignments.filter(role="assist", unit__code="town-chengguan").exists(), "what is yellow is helped with"


def test_by_the_duty_list_rulings_correct_it_and_where_they_disagree_a_person_looks(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    lift, smoke = go(registered(county), "triage", county), registered(county)
    triaging.triage(smoke.ref, colour="yellow", item="10-01", by=county["dispatch"], at=MONDAY)
    for case, item, unit, other, n in (
        (lift, "15-03", "urban", "housing", 20),
        (smoke, "10-01", "housing", "urban", 3),
    ):
        Lesson.objects.bulk_create(
            Lesson(
                county=COUNTY, case=case, item=item, unit=one, right=one == unit, source="ruled",
                at=MONDAY + timedelta(seconds=k),
            )
            for k in range(n)
            for one in (unit, other)
        )  # fmt: skip
    client = signed_in("dispatch")
    refused = done(client, prepared(client, "dispatch", lift, smoke, shelf="inbox"), to="duty-list")
    assert refused == {smoke.ref: "职责清单和裁定说法不一，拿不准归谁，请逐件派。"}
    lift.refresh_from_db()
    assert lift.lead_code == "urban"
    assert not lift.assignments.filter(role="assist").exists(), "the helpers of an entry that does not hold are not its"


def test_urging_and_ordering_reach_whoever_owes_each(signed_in: SignedIn, county: SmallCounty) -> None:
    cases = [go(registered(county), "triage dispatch", county, to=to) for to in ("housing", "urban")]
    client = signed_in("supervise")
    assert done(client, prepared(client, "urge", *cases)) == {}
    assert Supervision.objects.count() == 2
    assert len(done(client, prepared(client, "urge", cases[0]))) == 1, "once a day"
    told = {"reason": "leader", "level": "yellow", "requirement": "今天签收。", "days": "2"}
    assert done(client, prepared(client, "order", *cases), **told) == {}
    assert set(Order.objects.values_list("unit__code", flat=True)) == {"housing", "urban"}


def test_what_is_closed_archived_reassigned_or_signed_is_so_for_each(signed_in: SignedIn, county: SmallCounty) -> None:
    road = "triage dispatch sign reply review visit"
    visited, closed = go(registered(county), road, county), go(registered(county), f"{road} close", county)
    client = signed_in("review")
    assert done(client, prepared(client, "close", visited)) == {}
    assert done(client, prepared(client, "archive", visited, closed)) == {}
    assert states(visited, closed) == ["archived", "archived"]
    given = [go(registered(county), "triage dispatch", county) for _ in range(2)]
    client = signed_in("dispatch")
    assert done(client, prepared(client, "reassign", *given), to="urban", reason="职责调整。") == {}
    client = signed_in("urban")
    assert done(client, prepared(client, "sign", *given, shelf="inbox")) == {}
    assert states(*given) == ["handling", "handling"]


def test_a_form_with_mistakes_comes_back_with_what_was_written_and_nothing_begins(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    client = signed_in("dispatch")
    address = prepared(client, "reassign", go(registered(county), "triage dispatch", county))
    answer = client.post(f"{address}/begin", {"to": "", "reason": "职责调整，由城管局办。"})
    assert answer.status_code == 422 and "职责调整，由城管局办。" in answer.content.decode()
    assert Batch.objects.get().values == ""


def test_rights_are_those_of_the_moment_each_line_is_taken(signed_in: SignedIn, county: SmallCounty) -> None:
    cases = [go(registered(county), "triage", county) for _ in range(2)]
    client = signed_in("dispatch")
    address = prepared(client, "dispatch", *cases)
    client.post(f"{address}/begin", {"to": "housing"})
    Post.objects.filter(code="dispatch").update(duties=["register"])
    changed()
    client.post(f"{address}/go")
    refused = {row.sentence for row in client.get(address).context["rows"]}
    assert states(*cases) == ["triaged", "triaged"] and len(refused) == 1 and "职责" in refused.pop()


def test_only_what_the_actor_sees_can_be_chosen_and_only_steps_of_their_duties(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    case = go(registered(county), "triage dispatch", county)
    for post, verb in (("urban", "sign"), ("guide", "dispatch"), ("housing", "urge"), ("dispatch", "nonsense")):
        answer = signed_in(post).post(
            "/desk/bulk", {"shelf": "cases", "verb": verb, "pick": [pick(case)], "next": "/desk/cases"}
        )
        assert answer["Location"] == "/desk/cases", post
    assert not Batch.objects.exists()
    mine = prepared(signed_in("housing"), "sign", case)
    assert signed_in("urban").get(mine).status_code == 404
    for act in ("begin", "go", "stop", "resume", "again"):
        assert signed_in("urban").post(f"{mine}/{act}").status_code == 404


def test_it_stops_goes_on_and_is_found_again(signed_in: SignedIn, county: SmallCounty) -> None:
    client = signed_in("housing")
    address = prepared(client, "sign", go(registered(county), "triage dispatch", county))
    client.post(f"{address}/begin")
    assert 'hx-trigger="load' in client.get(address).content.decode()
    client.post(f"{address}/stop")
    assert "接着办" in client.get(address).content.decode() and address in client.get("/desk/bulk").content.decode()
    client.post(f"{address}/resume")
    fragment = client.post(f"{address}/go", headers={"HX-Request": "true"}).content.decode()
    assert re.search("已办1件", fragment) and "<html" not in fragment


def test_nothing_is_called_possible_that_the_action_would_refuse(county: SmallCounty) -> None:
    """What the list says can be done is done, for every situation of a case and every post with the duty."""
    cases = [build(county) for build in CASES.values()]
    told = {
        "dispatch": {"to": "urban"}, "reassign": {"to": "town-shiqiao", "reason": "职责调整。"},
        "order": {"reason": "leader", "level": "listed", "requirement": "请说明。", "days": 2},
    }  # fmt: skip
    tried: Counter[str] = Counter()
    for verb, post in product(BULK, ("dispatch", "inform", "supervise", "review", "housing", "urban")):
        actor = county[post]
        if not any(actor.has(duty) for duty in BULK[verb].duties):
            continue
        with undone():
            able = [case for case in cases if not judged(verb, case, leading(COUNTY, case.subject), actor)]
            if not (seen_too := [case for case in able if visible(case, actor)]):
                continue
            chosen = batching.as_they_are(COUNTY, [case.subject for case in seen_too])
            batch = batching.prepare(verb, chosen, most=99, by=actor, at=NOW)
            batching.begin(batch.pk, values="{}", by=actor, at=NOW)
            take = taking(verb, told.get(verb, {}), by=actor, at=NOW)
            batching.go_on(batch.pk, take=take, by=actor, at=NOW, most=99)
            assert list(batch.lines.exclude(state="done").values_list("subject", "sentence")) == [], (verb, post)
            tried[verb] += len(seen_too)
    assert tried.keys() == BULK.keys()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
