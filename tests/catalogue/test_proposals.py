from __future__ import annotations

from datetime import date, timedelta

from onedoor.catalogue import queries
from onedoor.catalogue.models import DutyEntry, Item
from onedoor.organisation import queries as organisation
from onedoor.organisation.models import Unit
from tests.small_county import COUNTY, SmallCounty

DAY = date(2026, 9, 14)
HERE = "990801001001001"


def entry(unit: str | None, area: str, **more: object) -> None:
    item = Item.objects.get(code="15-03")
    named = Unit.objects.get(code=unit) if unit else None
    told = {"valid_from": date(2026, 1, 1)} | more
    DutyEntry.objects.create(county=COUNTY, item=item, area=area, unit=named, **told)
    queries.changed()


def proposed(area: str = HERE, item: str = "15-03", on: date = DAY) -> list[str]:
    return [proposal.unit.code for proposal in queries.proposals(COUNTY, item, area, on=on)]


def test_the_duty_list_names_a_unit_its_helpers_and_why(county: SmallCounty) -> None:
    (proposal,) = queries.proposals(COUNTY, "15-03", HERE, on=DAY)
    assert (proposal.unit.code, [unit.code for unit in proposal.assists]) == ("housing", ["town-chengguan"])
    assert (proposal.citation, proposal.local) == ("职责清单", False)
    assert proposed(item="99") == []


def test_the_most_particular_area_comes_first_and_others_do_not_come(county: SmallCounty) -> None:
    entry("urban", "990801001000")
    entry("town-shiqiao", "990801100000")
    assert proposed() == ["urban", "housing"]


def test_an_entry_without_a_unit_means_the_town_of_the_place(county: SmallCounty) -> None:
    entry(None, "990801000000", assists=["town-shiqiao", "housing", "gone"])
    assert proposed("990801100201")[0] == "town-shiqiao"
    (local, _) = queries.proposals(COUNTY, "15-03", "990801100201", on=DAY)
    assert (local.local, [unit.code for unit in local.assists]) == (True, ["housing"])
    assert proposed("990801000000") == ["housing"]


def test_an_entry_holds_to_its_last_day(county: SmallCounty) -> None:
    entry("urban", "990801001000", valid_to=DAY)
    assert proposed() == ["urban", "housing"]
    assert proposed(on=DAY + timedelta(days=1)) == ["housing"]


def test_a_unit_that_is_no_more_is_never_proposed(county: SmallCounty) -> None:
    Unit.objects.filter(code__in=["housing", "town-chengguan"]).update(active=False)
    organisation.changed()
    assert proposed() == []
    entry("urban", "990801001000", assists=["town-chengguan"])
    (proposal,) = queries.proposals(COUNTY, "15-03", HERE, on=DAY)
    assert (proposal.unit.code, proposal.assists) == ("urban", ())


def test_an_item_has_an_english_name_where_somebody_gave_it_one(county: SmallCounty) -> None:
    from django.utils import translation

    item = Item(code="15-03", name="电梯故障", name_en="Lift out of order")
    with translation.override("en"):
        assert (str(item), str(Item(name="物业"))) == ("Lift out of order", "物业")
    with translation.override("zh-hans"):
        assert str(item) == "电梯故障"
