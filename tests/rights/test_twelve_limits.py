"""The twelve ethical limits of the product (DOMAIN F.6), each as a test of the code as it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

import onedoor
from onedoor.cases import queries
from onedoor.cases.actions import dispatching, extending, requesting, triaging, visiting
from onedoor.cases.flow import CASE, ENDED, State
from onedoor.cases.models import Case, Contact, Report, Visit
from onedoor.core import outbox
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation.models import Member
from onedoor.work.models import SupervisionRule, Task
from tests.cases.histories import LIFT, REPLY, go, registered
from tests.rights.crawling import browser
from tests.small_county import COUNTY, MONDAY, SmallCounty

SOURCE = Path(onedoor.__file__).parent
OURS = [model for model in apps.get_models() if model.__module__.startswith("onedoor.")]


def fields() -> Iterator[tuple[str, models.Field]]:  # type: ignore[type-arg]
    for model in OURS:
        for field in model._meta.get_fields():
            if isinstance(field, models.Field):
                yield f"{model._meta.label}.{field.name}", field


def imported() -> set[str]:
    """The outermost names of everything the product imports."""
    names: set[str] = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names


def words_of(field: models.Field) -> str:  # type: ignore[type-arg]
    choices = " ".join(f"{value} {label}" for value, label in field.flatchoices)
    return f"{field.name} {field.verbose_name} {field.help_text} {choices}"


def test_1_nobody_is_recognised_by_face_voice_or_gait() -> None:
    assert not imported() & {"cv2", "dlib", "face_recognition", "insightface", "deepface", "speechbrain", "mediapipe"}
    named = re.compile(r"face|facial|voice_?print|gait|iris|fingerprint|emotion|人脸|声纹|步态|虹膜|指纹|情绪", re.I)
    assert [name for name, field in fields() if named.search(words_of(field))] == []


def test_2_no_person_is_scored_ranked_or_graded() -> None:
    graded = re.compile(r"score|rank|grade|credit|danger|评分|信用|等级|排名|危险", re.I)
    about_people = (Contact, Report, Member)
    assert [n for n, field in fields() if field.model in about_people and graded.search(words_of(field))] == []
    columns = {field.name for field in SupervisionRule._meta.get_fields()}
    assert not columns & {"person", "phone", "phone_index", "name", "contact", "reporter", "member"}
    by_person = re.compile(r"(values|annotate|order_by)\([^)]*(phone_index|contact__|reporter)")
    found = [file.name for file in SOURCE.rglob("*.py") if by_person.search(file.read_text(encoding="utf-8"))]
    assert found == [], "nothing is counted or ordered by person"


def test_3_whoever_complains_often_is_served_like_anybody_else(county: SmallCounty) -> None:
    """Ten earlier complaints of one phone: the eleventh has the same limits, tasks and doors as a stranger's first."""
    for _ in range(10):
        registered(county)
    often, once = registered(county), registered(county, replace(LIFT, phone="10010054321", name="初次"))
    triaged = [go(case, "triage", county) for case in (often, once)]
    assert triaged[0].due_at == triaged[1].due_at and triaged[0].solve_by == triaged[1].solve_by
    tasks = [list(Task.objects.filter(subject=case.subject).values_list("verb", "duty", "urgent")) for case in triaged]
    assert tasks[0] == tasks[1]
    blocking = re.compile(r"block|black_?list|ban(ned)?\b|malicious|缠访|闹访|黑名单|拉黑|恶意", re.I)
    assert [name for name, field in fields() if blocking.search(words_of(field))] == []


def test_4_the_author_sees_state_unit_limit_reasons_and_reply(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign", county)
    reason = "主板要从厂家调货，预计周五到。"
    extending.ask_extension(case.ref, n=2, reason=reason, by=county["housing"], at=MONDAY)
    request = case.requests.get().id
    requesting.decide(case.ref, request=request, granted=True, reason=reason, by=county["deputy"], at=MONDAY)
    assert "县住房和城乡建设局" in page_of(case) and reason in page_of(case)
    go(case, "reply review", county)
    assert REPLY in page_of(case)


def page_of(case: Case) -> str:
    code = queries.query_code(case.ref, case.reports.get().id)
    return Client().post("/progress", {"ref": case.ref, "code": code}, follow=True).content.decode()


def test_5_figures_cannot_be_improved_by_suppressing(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign reply review", county)
    with pytest.raises(Refused):
        visiting.visit(case.ref, contacted=True, solved=True, satisfied=True, by=county["housing"], at=MONDAY)
    assert not Visit.objects.exists()
    with pytest.raises(Exception, match="never deleted"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_case")


def test_6_nothing_forces_mediation_or_waits_for_it() -> None:
    verbs = {step.verb for step in CASE}
    assert not {verb for verb in verbs if "mediat" in verb}
    for state in State:
        if state not in ENDED:
            assert any(step.verb == "withdraw" for step in CASE.open_steps(state=state, kind="yellow"))


def test_7_a_person_decides_and_the_record_says_who(county: SmallCounty) -> None:
    """The clock may remind, resume and archive; it never triages, dispatches, refuses, extends or closes."""
    case = go(registered(county), "triage dispatch sign reply review visit close", county, at=MONDAY)
    other = registered(county)
    outbox.drain(MONDAY + timedelta(days=60))
    by_itself = Happening.objects.filter(actor="system").values_list("name", flat=True).distinct()
    may = {"cases.archived", "cases.resumed", "cases.limit_recomputed", "work.task_supervised", "cases.unmerged",
           "cases.answers_settled", "cases.person_erased"}  # fmt: skip
    assert set(by_itself) <= may
    assert Case.objects.get(pk=other.pk).state == State.REGISTERED and case.state == State.CLOSED


def test_8_what_is_private_is_opened_for_a_purpose_and_leaves_a_trace(county: SmallCounty) -> None:
    case = registered(county)
    client = browser("dispatch")
    address = f"/desk/cases/{case.ref}/contacts/{case.reports.get().id}"
    assert client.post(address, {"reason": " "}).status_code == 422
    assert "10010012345" in client.post(address, {"reason": "核实地点"}).content.decode()
    assert Happening.objects.filter(name="cases.contact_unmasked", subject=case.subject).count() == 1


def test_9_there_are_no_watch_fields() -> None:
    watched = re.compile(
        r"watch_?list|stability|going_to_beijing|companion|religio|ethnic|politic|ex_?convict|addict|"
        r"重点人|维稳|稳控|进京|同行人|民族(?!宗教事务)|信仰|前科|吸毒|精神病|上访老户|管控", re.I,
    )  # fmt: skip
    assert [name for name, field in fields() if watched.search(words_of(field))] == []


def test_10_where_a_worker_is_is_nowhere_kept() -> None:
    people = [model for model in OURS if model._meta.app_label == "organisation"]
    tracked = re.compile(r"\b(lon|lat|latitude|longitude|location|track|position)\b", re.I)
    found = [f"{m._meta.label}.{f.name}" for m in people for f in m._meta.get_fields() if tracked.search(f.name)]
    assert found == []
    quota = re.compile(r"quota|指标任务|上报数量")
    assert [name for name, field in fields() if quota.search(words_of(field))] == []


def test_11_nothing_is_collected_about_people_on_the_internet() -> None:
    assert not imported() & {"requests", "httpx", "aiohttp", "scrapy", "selenium", "bs4"}
    calls = [file.name for file in SOURCE.rglob("*.py") if "urlopen(" in file.read_text(encoding="utf-8")]
    assert calls == []


def test_12_every_figure_stands_beside_its_definition_its_counts_and_the_version(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign reply review", county)
    visiting.visit(case.ref, contacted=True, solved=True, satisfied=False, by=county["visit"], at=MONDAY)
    page = browser("visit").get("/desk/rates?since=2026-09-01&until=2026-09-30").content.decode()
    assert "100.0%" in page and "1/1" in page and "0/1" in page
    for told in ("响应率", "解决率", "满意率", "÷", onedoor.__version__):
        assert told in page


def test_an_order_to_the_wrong_place_is_still_a_person_s_choice(county: SmallCounty) -> None:
    """What the duty list proposes is a proposal: the dispatcher may choose otherwise, and the record says so."""
    case = go(registered(county), "", county)
    triaging.triage(case.ref, colour="green", item="15-03", by=county["dispatch"], at=MONDAY)
    dispatching.dispatch(case.ref, to="urban", basis="manual", by=county["dispatch"], at=MONDAY)
    told = Happening.objects.get(name="cases.dispatched").payload
    assert (told["unit"], told["basis"]) == ("urban", "manual")
    assert queries.seen_by(county["urban"], case.ref).lead_code == "urban"
    assert case.county == COUNTY
