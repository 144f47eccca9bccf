"""The page of what precise dispatch has learned, for the chief of a centre."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from onedoor.config.screens.staging import held_at
from onedoor.dispatch.models import AdviceDay, Lesson, TextModel
from tests.desk.conftest import SignedIn
from tests.dispatch.examples import FIGURES, LIFT, SMOKE, handled, told, version
from tests.small_county import COUNTY, MONDAY, SmallCounty

WHERE, CHOOSE = "/desk/dispatch", "/desk/dispatch/model"


@pytest.fixture(autouse=True)
def monday(county: SmallCounty):  # type: ignore[no-untyped-def]
    with held_at(MONDAY):
        yield


def page(signed_in: SignedIn, post: str = "dispatch") -> str:
    answer: HttpResponse = signed_in(post).get(WHERE)  # type: ignore[assignment]
    assert answer.status_code == 200
    return plain(answer)


def plain(answer: HttpResponse) -> str:
    """The words of the main part, one blank between them."""
    body = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def counted(day: int = 0, **facts: int) -> None:
    AdviceDay.objects.create(county=COUNTY, day=MONDAY.date() - timedelta(days=day), step="dispatch", **facts)


def test_a_new_centre_is_told_what_to_do(signed_in: SignedIn) -> None:
    said = page(signed_in)
    assert "还没有训练过" in said and "./onedoor train dispatch" in said and "还没有派单记录" in said
    assert "%" not in said and "每周" not in said


def test_it_names_the_model_in_use_and_what_it_learned_from(signed_in: SignedIn) -> None:
    version(3, basis={"few": {"10": 4}})
    said = page(signed_in)
    assert "第3版" in said and "本中心200件" in said and "2类" in said and "10 环境污染" in said


def test_a_centre_that_stopped_its_model_is_told_so(signed_in: SignedIn) -> None:
    version(1, state="retired", reason="chosen")
    assert "现在没有用模型，只按职责清单" in page(signed_in)


def test_shares_stand_with_their_counts(signed_in: SignedIn) -> None:
    counted(offered=40, silent=10, confident=30, right=27, among=35, returned=8, among_returned=2)
    said = page(signed_in)
    assert "首选对不对 90% 27/30" in said and "给了首选 60% 30/50" in said
    assert "选建议的退单 6% 2/35" in said and "另选单位的退单 40% 6/15" in said


def test_of_fewer_than_ten_there_is_no_percentage(signed_in: SignedIn) -> None:
    counted(offered=9, confident=9, right=8, among=9, among_returned=1, returned=1)
    said = page(signed_in)
    assert "首选对不对 8/9" in said and "89%" not in said


def test_the_weeks_stand_newest_first(signed_in: SignedIn) -> None:
    counted(offered=40, confident=20, right=10)
    counted(day=14, offered=12)
    said = page(signed_in)
    assert said.index("9-14 40") < said.index("9-7 0") < said.index("8-31 12")


def test_each_threshold_stands_with_what_was_measured_at_it(signed_in: SignedIn) -> None:
    version(1)
    said = page(signed_in)
    assert "留出的40件" in said and "60% 现在 93% 28/30 75% 30/40" in said
    assert "90% 8/8 20% 8/40" in said, "eight cases bear no percentage"


def test_the_most_confused_items_are_named(signed_in: SignedIn) -> None:
    version(1)
    assert "15-03 电梯故障 10-01 油烟扰民 10% 3/30" in page(signed_in)


def test_what_the_last_training_changed_and_why_it_was_kept_back(signed_in: SignedIn) -> None:
    version(1, basis={"codes": [LIFT]})
    was = FIGURES | {"items": {LIFT: [30, 29, 29], SMOKE: [6, 7, 3]}}
    version(2, state="kept_back", reason="worse", before={"number": 1, "same": True, "was": was})
    said = page(signed_in)
    assert "这一版没有采用：比在用的差" in said and "新认识的事项：10-01 油烟扰民" in said
    assert "15-03 电梯故障 0.98 0.92 30" in said and "10-01 油烟扰民 3/6 7/10 10" in said


def doubted() -> None:
    [case] = handled(LIFT, told(LIFT, 1))
    for n in range(6):
        Lesson.objects.create(
            county=COUNTY, case=case, item=LIFT, town="990801001", unit="urban", right=True, source="ruled",
            at=MONDAY - timedelta(days=n),
        )  # fmt: skip


def test_a_doubt_about_the_duty_list_leads_whoever_may_to_its_entry(signed_in: SignedIn) -> None:
    doubted()
    sentence = "15-03 电梯故障在云州县：清单写县住房和城乡建设局，一年来裁定6次派给县城市管理局"
    assert sentence in page(signed_in) and "改清单由系统管理岗来做" in page(signed_in)
    client = signed_in("admin")
    html = client.get(WHERE).content.decode()  # type: ignore[attr-defined]
    link = re.search(r'href="(/desk/setup/duties/row[^"]+)"', html)
    assert link and client.get(link[1].replace("&amp;", "&")).status_code == 200


def test_nothing_is_said_of_anybody(signed_in: SignedIn) -> None:
    version(1)
    counted(offered=40, confident=20, right=10)
    for post in ("dispatch", "leader", "admin"):
        assert "m-dispatch" not in page(signed_in, post) and "分派督办岗" not in page(signed_in, post)


def send(signed_in: SignedIn, post: str = "admin", **told_of: str) -> HttpResponse:
    return signed_in(post).post(CHOOSE, told_of)  # type: ignore[return-value]


def test_a_leader_puts_an_older_version_back(signed_in: SignedIn) -> None:
    version(1, state="retired", reason="replaced")
    version(2)
    answer = send(signed_in, "leader", number="1", reason="第2版认不出电梯。")
    assert (answer.status_code, answer["Location"]) == (302, WHERE)
    assert TextModel.objects.get(state="live").number == 1
    said = page(signed_in, "leader")
    assert "县领导：换用第1版——第2版认不出电梯。" in said


def test_without_a_reason_the_page_says_so_at_the_version(signed_in: SignedIn) -> None:
    version(1, state="retired", reason="replaced")
    version(2)
    answer = send(signed_in, number="1", reason="")
    html = answer.content.decode()
    assert answer.status_code == 422 and 'id="v1_reason_error"' in html and 'href="#v1_reason"' in html
    assert "请写明为什么换。" in html
    assert TextModel.objects.get(state="live").number == 2


def test_a_version_that_is_gone_is_refused_in_words(signed_in: SignedIn) -> None:
    version(1, state="retired", reason="replaced", gone=True)
    version(2)
    answer = send(signed_in, number="1", reason="换。")
    assert answer.status_code == 422 and "它太旧、已经清掉了" in plain(answer)


def test_the_model_may_be_stopped(signed_in: SignedIn) -> None:
    version(1)
    assert send(signed_in, number="0", reason="查一查。").status_code == 302
    assert not TextModel.objects.filter(state="live").exists()
    assert "现在没有用模型" in page(signed_in) and "停用模型——查一查。" in page(signed_in)


def test_whoever_may_not_choose_sees_no_button(signed_in: SignedIn) -> None:
    version(1, state="retired", reason="replaced")
    version(2)
    assert "换用这一版" not in page(signed_in) and "换用这一版" in page(signed_in, "leader")
    assert send(signed_in, "dispatch", number="1", reason="换。").status_code == 403


def test_a_page_full_of_figures_costs_few_queries(signed_in: SignedIn, django_assert_max_num_queries: object) -> None:
    version(1, state="retired", reason="replaced")
    version(2)
    doubted()
    counted(offered=40, confident=20, right=10)
    client = signed_in("dispatch")
    client.get(WHERE)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(WHERE)
    assert timezone.now() == MONDAY
