"""How proposals read on the record of a case: what was proposed, how likely, and which somebody took."""

from __future__ import annotations

from onedoor.cases.models import Case
from onedoor.dispatch.actions import advising
from onedoor.dispatch.offering import Offer, Offered
from tests.desk.conftest import SignedIn
from tests.small_county import MINUTE, MONDAY, SmallCounty

LIKELY = Offer("15-03", "housing", probability=0.874)
UNMEASURED = Offer("10-01", "urban")


def read(signed_in: SignedIn, case: Case, post: str = "dispatch") -> str:
    return str(signed_in(post).get(f"/desk/cases/{case.ref}").content.decode())  # type: ignore[attr-defined]


def triaged(county: SmallCounty, case: Case, *offers: Offer, item: str = "15-03") -> None:
    offered = Offered(case.ref, offers=offers)
    advising.triage(case.ref, colour="green", item=item, offered=offered, by=county["dispatch"], at=MONDAY + MINUTE)


def test_it_says_what_was_proposed_and_which_was_taken(county: SmallCounty, signed_in: SignedIn, lift: Case) -> None:
    triaged(county, lift, LIKELY, UNMEASURED)
    said = "1. 电梯故障，县住房和城乡建设局（87%）；2. 油烟扰民，县城市管理局。分流定级选了第1条"
    assert said in read(signed_in, lift)


def test_it_says_what_was_chosen_instead(county: SmallCounty, signed_in: SignedIn, lift: Case) -> None:
    triaged(county, lift, LIKELY, item="10-01")
    assert "分流定级另选了油烟扰民" in read(signed_in, lift)


def test_a_dispatch_names_the_unit_that_was_chosen_instead(
    county: SmallCounty, signed_in: SignedIn, lift: Case
) -> None:
    triaged(county, lift)
    offered = Offered(lift.ref, offers=(LIKELY,))
    advising.dispatch(lift.ref, to="urban", offered=offered, by=county["dispatch"], at=MONDAY + MINUTE * 2)
    assert "派单另选了电梯故障，县城市管理局" in read(signed_in, lift)
