"""The fictional county has four levels, a list of who sits at its centre, nights and a leave."""

from __future__ import annotations

from datetime import datetime, timedelta

from onedoor.core import audit
from onedoor.core.clock import ZONE
from onedoor.organisation import queries
from onedoor.organisation.models import Leave, Member, Shift, Unit
from onedoor.simulation import loading
from onedoor.simulation.world.areas import COUNTY
from onedoor.simulation.world.yunzhou import World

AT = datetime(2026, 9, 14, 20, 0, tzinfo=ZONE)


def test_four_levels_command_each_other_and_units_sit_at_the_centre(empty_store: None, whole_world: World) -> None:
    loading.load(whole_world)
    units = queries.directory(COUNTY)
    villages = [unit for unit in units.by_code.values() if unit.kind == Unit.Kind.VILLAGE]
    levels = ["town", "county", "city"]
    assert all([above.level for above in queries.above(village)] == levels for village in villages[:5])
    assert all(village.parent_id for village in villages)
    assert len(queries.below(units.by_code["city"])) == len(units.by_code) - 1
    assert queries.composition(COUNTY, on=AT.date()) == {"resident": 7, "rotating": 9, "on_call": 12}
    assert sum(row.here for row in queries.present(COUNTY, on=AT)) == 9


def test_nights_and_a_leave_are_laid_out_once(empty_store: None, whole_world: World) -> None:
    loading.load(whole_world)
    loading.roster(COUNTY, at=AT)
    loading.roster(COUNTY, at=AT + timedelta(days=1))
    assert Shift.objects.count() == 14
    (shift,) = queries.on_duty(COUNTY, at=AT)
    assert "热线受理岗" in [s.name for s in queries.actor(shift.member, on=AT.date(), at=AT).standings]
    leave = Leave.objects.get()
    faith = Member.objects.get(login="faith")
    assert [s.acting_for for s in queries.actor(faith, on=leave.first).standings] == ["", "culture-handle"]
    assert audit.verify().sound
