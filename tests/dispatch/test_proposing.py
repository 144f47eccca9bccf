"""Up to three proposals, each with reasons that can be checked, for what this actor may see."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case
from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import DutyEntry, Item, Threshold
from onedoor.core import outbox
from onedoor.core.models import Happening
from onedoor.dispatch import live, proposing
from onedoor.dispatch.actions import advising
from onedoor.dispatch.live import Live
from onedoor.dispatch.model.classifier import Ranked, Weighed
from onedoor.dispatch.models import Advice
from onedoor.dispatch.offering import unsealed
from onedoor.dispatch.proposing import About, Advised, advise
from onedoor.organisation.models import Unit
from tests.cases.histories import LIFT, go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

CUIHU = "990801001001"
STUCK = About(text="翠湖花园3幢电梯又停了，八楼老人下不来。", area=CUIHU)
LIFTS, SMOKE = "15-03", "10-01"


@dataclass
class Reader:
    """A text model that reads what it is told to."""

    ranking: list[Ranked]

    def ranked(self, text: str, most: int = 3) -> list[Ranked]:
        return self.ranking[:most]

    def reasons(self, text: str, label: str, most: int = 5) -> list[Weighed]:
        return [Weighed("电梯", 2.0)] if label == LIFTS else []


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Let the county have a text model that gives these items these chances."""

    def reads(**chances: float) -> None:
        ranking = [Ranked(code.replace("_", "-")[1:], chance) for code, chance in chances.items()]
        known = Live(7, Reader(ranking), {})  # type: ignore[arg-type]
        monkeypatch.setattr(proposing, "live", lambda county: known)

    return reads


@pytest.fixture
def words(county: SmallCounty) -> None:
    Item.objects.filter(code=LIFTS).update(words=["电梯"])
    catalogue.changed()


def of(county: SmallCounty, about: About = STUCK, who: str = "dispatch") -> Advised:
    return advise(county[who], about, at=MONDAY)


def kinds(advised: Advised) -> list[str]:
    return [reason.kind for reason in advised.proposals[0].reasons]


def test_without_a_model_the_words_of_the_catalogue_and_the_duty_list_propose_and_measure_nothing(
    county: SmallCounty, words: None
) -> None:
    advised = of(county)
    one = advised.proposals[0]
    assert (one.item.code, one.unit and one.unit.code, one.probability) == (LIFTS, "housing", None)
    assert (advised.model, advised.confident, advised.first) == (0, False, None)
    assert kinds(advised) == ["list", "words"]
    assert "职责清单" in one.reasons[0].text
    assert one.reasons[1].words == ("电梯",)


def test_with_a_model_item_and_unit_are_weighed_together(county: SmallCounty, reads) -> None:  # type: ignore[no-untyped-def]
    reads(i15_03=0.9, i10_01=0.08)
    advised = of(county)
    assert [(one.item.code, one.unit and one.unit.code) for one in advised.proposals] == [(LIFTS, "housing")]
    assert advised.proposals[0].probability == pytest.approx(0.9 * 6 / 7)
    assert (advised.model, advised.confident) == (7, True)
    assert advised.proposals[0].limit is not None
    assert {unit.code for unit in advised.proposals[0].assists} == {"town-chengguan"}
    assert advised.proposals[0].colour == "yellow"


def test_below_the_county_s_threshold_nothing_stands_first(county: SmallCounty, reads) -> None:  # type: ignore[no-untyped-def]
    reads(i15_03=0.6, i10_01=0.4)
    assert [one.item.code for one in of(county).proposals] == [LIFTS, SMOKE]
    assert of(county).first is None
    Threshold.objects.create(county=COUNTY, code="propose_first", n=40, valid_from=MONDAY.date())
    Threshold.objects.create(county=COUNTY, code="propose_any", n=38, valid_from=MONDAY.date())
    catalogue.changed()
    assert of(county).first is not None
    assert [one.item.code for one in of(county).proposals] == [LIFTS], "too unlikely is not shown"


def test_an_item_a_person_decided_is_not_doubted(county: SmallCounty, reads) -> None:  # type: ignore[no-untyped-def]
    reads(i10_01=0.99)
    advised = of(county, replace(STUCK, item=LIFTS))
    assert [one.item.code for one in advised.proposals] == [LIFTS]
    assert advised.proposals[0].probability is None, "the duty list alone: nobody has measured how often it is right"


def test_the_accused_unit_is_never_proposed_nor_asked_to_help(county: SmallCounty) -> None:
    housing, town = (Unit.objects.get(county=COUNTY, code=code) for code in ("housing", "town-chengguan"))
    nobody = of(county, replace(STUCK, item=LIFTS, accused=housing.pk)).proposals
    assert [(one.unit, kind.kind) for one in nobody for kind in one.reasons[:1]] == [(None, "nobody")]
    alone = of(county, replace(STUCK, item=LIFTS, accused=town.pk)).proposals[0]
    assert (alone.unit and alone.unit.code, alone.assists) == ("housing", ())


def test_a_place_known_only_to_the_county_asks_for_the_town(county: SmallCounty) -> None:
    DutyEntry.objects.filter(item__code=LIFTS).update(unit=None)
    catalogue.changed()
    told = of(county, replace(STUCK, item=LIFTS, area="990801000000")).proposals[0].reasons[0].text
    assert "先定是哪个镇街" in told


def test_closed_cases_that_read_alike_stand_beside_with_names_hidden(county: SmallCounty) -> None:
    told = Incoming(
        channel="hotline",
        title="翠湖花园电梯停了，联系人周晓云",
        text="翠湖花园6幢电梯又停了，老人下不来。",
        area=CUIHU,
    )
    done = go(registered(county, told), "triage dispatch sign reply review visit close", county)
    registered(county, replace(told, text="翠湖花园7幢电梯又停了，老人下不来。"))  # still open: nobody's example
    registered(county, Incoming(channel="hotline", text="夜里烧烤店油烟大。", area=CUIHU))
    outbox.drain(MONDAY)
    alike = of(county, replace(STUCK, item=LIFTS)).similar
    assert [one.ref for one in alike] == [done.ref]
    assert (alike[0].unit, alike[0].item, "周晓云" in alike[0].title) == ("housing", LIFTS, False)
    assert "similar" in kinds(of(county, replace(STUCK, item=LIFTS)))
    assert of(county, replace(STUCK, item=LIFTS), who="town-shiqiao").similar == (), "not within its sight"
    assert of(county, replace(STUCK, item=LIFTS, secret=True)).similar == ()


def test_where_no_word_is_known_the_cases_that_read_alike_propose(county: SmallCounty) -> None:
    told = Incoming(channel="hotline", text="翠湖花园6幢电梯又停了，老人下不来。", area=CUIHU)
    go(registered(county, told), "triage dispatch sign reply review visit close", county)
    outbox.drain(MONDAY)
    one = of(county).proposals[0]
    assert (one.item.code, one.unit and one.unit.code, one.probability) == (LIFTS, "housing", None)
    assert kinds(of(county)) == ["list", "lessons", "similar"]


def test_what_was_proposed_and_chosen_is_on_the_record(county: SmallCounty, reads) -> None:  # type: ignore[no-untyped-def]
    reads(i15_03=0.6, i10_01=0.4)
    case = registered(county, LIFT)
    offered = of(county, replace(STUCK, ref=case.ref)).offered
    advising.triage(case.ref, colour="green", item=SMOKE, offered=offered, by=county["dispatch"], at=MONDAY)
    kept = Advice.objects.get()
    assert (kept.step, kept.rank, kept.model, kept.item, kept.confident) == ("triage", 2, 7, SMOKE, False)
    line = Happening.objects.get(name="dispatch.advice_answered")
    assert line.payload["offered"] == [[LIFTS, "housing", 514], [SMOKE, "urban", 343]]
    assert (line.payload["rank"], line.subject) == (2, case.subject)


def test_an_offer_holds_for_its_own_case_and_cannot_be_forged(county: SmallCounty, words: None) -> None:
    offered = of(county, replace(STUCK, ref="990801-2609-00000001-9")).offered
    sealed = offered.sealed()
    assert unsealed(sealed, ref=offered.ref) == offered
    assert unsealed(sealed, ref="990801-2609-00000002-7") is None
    assert unsealed(sealed[:-1] + ("a" if sealed[-1] != "a" else "b"), ref=offered.ref) is None
    assert unsealed("", ref=offered.ref) is None


def test_taking_a_proposal_whole_is_both_steps_or_neither(county: SmallCounty, words: None) -> None:
    case = registered(county, LIFT)
    offered = of(county, replace(STUCK, ref=case.ref)).offered
    taken = advising.place(
        case.ref, colour="green", item=LIFTS, to="housing", offered=offered, by=county["dispatch"], at=MONDAY
    )
    assert (taken.state, taken.lead_code) == ("dispatched", "housing")
    assert list(Advice.objects.order_by("id").values_list("step", "rank", "unit")) == [
        ("triage", 1, ""), ("dispatch", 1, "housing"),
    ]  # fmt: skip
    other = registered(county, LIFT)
    with pytest.raises(Exception, match="没有这个单位"):
        advising.place(other.ref, colour="green", item=LIFTS, to="nobody", by=county["dispatch"], at=MONDAY)
    assert Case.objects.get(pk=other.pk).state == "registered"


def test_proposals_cost_few_queries(county: SmallCounty, reads, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    reads(i15_03=0.6, i10_01=0.4)
    of(county)
    live.changed()
    of(county)
    with django_assert_max_num_queries(4):
        of(county)
