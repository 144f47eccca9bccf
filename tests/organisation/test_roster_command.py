"""What an operator keeps at the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from onedoor.core import audit
from onedoor.core.actions import opening_store
from onedoor.core.clock import ZONE
from onedoor.core.models import Happening, Store
from onedoor.core.refusal import Refused
from onedoor.organisation.models import Leave, Shift
from tests.small_county import SmallCounty

Told = Callable[..., str]


@pytest.fixture
def roster(county: SmallCounty) -> Told:
    Store.objects.update_or_create(id=1, defaults={"keys_mark": opening_store.keys_mark()})

    def told(*words: object) -> str:
        out = StringIO()
        call_command("roster", *map(str, words), stdout=out)
        return out.getvalue()

    return told


def test_an_operator_keeps_lists_rosters_and_leave(roster: Told) -> None:
    today = timezone.localdate(timezone=ZONE)
    first, last = today + timedelta(days=1), today + timedelta(days=4)
    roster("list", "housing", "--mode", "resident", "--window", "A-03", "--first", today)
    roster("list", "urban", "--mode", "rotating", "--weekdays", "1,3", "--first", today)
    roster("list", "town-shiqiao", "--mode", "on_call", "--first", today)
    roster("unlist", "town-shiqiao", "--last", today)
    roster("place", "housing", "--under", "centre")
    span = ("--first", first, "--last", last)
    assert roster("lay", "guide", "--members", "m-guide,m-visit", "--kind", "night", *span).startswith("4 ")
    assert roster("lay", "guide", "--members", "m-guide,m-visit", "--kind", "night", *span).startswith("0 ")
    one, other, third, _fourth = Shift.objects.order_by("day")
    roster("swap", one.id, other.id)
    roster("hand-over", third.id, "m-review")
    assert roster("withdraw", "guide", "--kind", "night", "--first", last, "--last", last).startswith("1 ")
    roster("leave", "m-leader", "--first", today, "--last", last, "--delegate", "m-dispatch")
    leave = Leave.objects.get()
    roster("delegate", leave.id, "--to", "m-housing")
    roster("second", "m-urban", "--home", "urban", "--host", "centre", "--first", today)
    roster("attend", "m-urban", "--came", f"{today}T00:00")
    roster("recall", "m-urban", "--last", today)
    shown = roster("show")
    assert f"{today} 1+1+1\n" in shown
    assert "A-03" in shown and f"{leave.id} {today} – {last} m-leader → m-housing" in shown
    assert f"{one.id} 夜班 引导台: m-visit" in roster("show", "--on", first)
    roster("back", leave.id)
    assert "m-leader" not in roster("show")
    assert set(Happening.objects.values_list("actor", flat=True)) == {"operator"}
    assert audit.verify().sound


def test_a_refusal_reaches_the_operator_as_a_sentence(roster: Told) -> None:
    with pytest.raises(Refused, match="没有这个单位"):
        roster("unlist", "nobody", "--last", "2026-09-14")


def test_a_store_of_other_keys_is_refused(roster: Told) -> None:
    Store.objects.update(keys_mark="another")
    with pytest.raises(Refused, match="另一套钥匙"):
        roster("show")
