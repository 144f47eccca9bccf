"""The actions of the other rooms, ready to be tried: supervision, organisation, messages."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from onedoor.cases.models import Case
from onedoor.exchange.actions import clients
from onedoor.geography.actions.importing import Plan
from onedoor.notices.actions import rewording
from onedoor.organisation.actions import leaving, listing, mapping, placing, rostering, seconding, swapping
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Leave, Shift
from onedoor.setup import export
from onedoor.setup.actions import applying, changing, exporting, importing, uploading
from onedoor.setup.book import read
from onedoor.setup.sheets import SHEETS
from onedoor.setup.state import State
from onedoor.work.actions import chasing, drafting, ordering, recomputing, ruling
from onedoor.work.models import Order, Task
from onedoor.work.queries import leading
from tests.permissions.acts import LATER, SIGNED, WHY, Act
from tests.small_county import COUNTY, MONDAY, SmallCounty

TODAY = MONDAY.date()
DAY = timedelta(days=1)
RULES = [{"rule": "X-1", "level": "red", "basis": "share", "n": 100, "citation": "本县规则", "tells": ["holder"]}]

KEYS = clients.Terms(name="县热线平台", unit="centre", scopes=["reports:read"])


def task_of(case: Case) -> int:
    task = leading(case.county, case.subject)
    assert task is not None
    return task.id


def _with_key(case: Case, county: SmallCounty) -> None:
    clients.add_client("hotline", terms=KEYS, by=county["admin"], at=MONDAY)


def _issue(case: Case, by: Actor) -> Order:
    return ordering.issue_order(
        case.subject, unit="housing", reason="leader", level="yellow", requirement=WHY, days=2, by=by, at=LATER
    )


def _issued(case: Case, county: SmallCounty) -> None:
    _issue(case, county["approve"])


def _answered(case: Case, county: SmallCounty) -> None:
    _issued(case, county)
    ordering.answer_order(Order.objects.get().number, text=WHY, by=county["housing"], at=LATER)


def _number() -> str:
    return Order.objects.get().number


def _handed(by: Actor) -> None:
    drafting.keep("register:t-1", values={"text": WHY}, title=WHY, version=0, by=by, at=LATER)
    drafting.hand_over("register:t-1", to_post="guide", by=by, at=LATER)


def _listed(case: Case, county: SmallCounty) -> None:
    listing.list_unit("housing", mode="resident", first=TODAY, by=county["admin"], at=MONDAY)


def _seconded(case: Case, county: SmallCounty) -> None:
    seconding.second("m-housing", home="housing", host="centre", first=TODAY, by=county["admin"], at=MONDAY)


def _away(case: Case, county: SmallCounty) -> None:
    leaving.take_leave("m-guide", first=TODAY, last=TODAY + DAY, by=county["guide"], at=MONDAY)


def _on_shift(case: Case, county: SmallCounty) -> None:
    rostering.roll_out(
        "guide", members=["m-guide", "m-visit"], first=TODAY + DAY, last=TODAY + 2 * DAY, kind="night",
        by=county["admin"], at=MONDAY,
    )  # fmt: skip


def _shifts() -> list[int]:
    return list(Shift.objects.order_by("day").values_list("pk", flat=True))


def _order_task() -> int:
    return Task.objects.get(verb="answer_order", closed_at=None).id


@cache
def _book() -> bytes:
    return export.workbook(State(COUNTY, MONDAY), empty=True)


def _uploaded(case: Case, county: SmallCounty) -> None:
    """Whoever asks for it later finds a workbook of theirs."""
    administers = frozenset({"administer"})
    somebody = Actor("m-somebody", COUNTY, (Standing("p", "u", 0, administers, f"{COUNTY}000000"),))
    uploading.keep_upload(_book(), name="a.xlsx", by=somebody, at=MONDAY)


ACTS_BESIDE: dict[str, Act] = {
    "work issue_order": Act(_issue, SIGNED),
    "work answer_order": Act(
        lambda c, by: ordering.answer_order(_number(), text=WHY, by=by, at=LATER), SIGNED, "lead", then=_issued
    ),
    "work discharge_order": Act(
        lambda c, by: ordering.discharge_order(_number(), opinion=WHY, by=by, at=LATER), SIGNED, then=_answered
    ),
    "work send_order_again": Act(
        lambda c, by: ordering.send_order_again(_number(), opinion=WHY, days=2, by=by, at=LATER), SIGNED, then=_answered
    ),
    "work urge": Act(lambda c, by: chasing.urge(task_of(c), by=by, at=LATER), SIGNED),
    "work adopt": Act(lambda c, by: ruling.adopt(RULES, valid_from=TODAY + DAY, by=by, at=LATER)),
    "work hand_over": Act(lambda c, by: _handed(by)),
    "work recompute": Act(lambda c, by: recomputing.recompute(_order_task(), by=by, at=LATER), SIGNED, then=_issued),
    "organisation place": Act(lambda c, by: placing.place("town-shiqiao", under="centre", by=by, at=LATER)),
    "organisation list_unit": Act(
        lambda c, by: listing.list_unit("urban", mode="resident", first=TODAY, by=by, at=LATER)
    ),
    "organisation unlist_unit": Act(
        lambda c, by: listing.unlist_unit("housing", last=TODAY, by=by, at=LATER), then=_listed
    ),
    "organisation second": Act(
        lambda c, by: seconding.second("m-urban", home="urban", host="centre", first=TODAY, by=by, at=LATER)
    ),
    "organisation end_secondment": Act(
        lambda c, by: seconding.end_secondment("m-housing", last=TODAY, by=by, at=LATER), then=_seconded
    ),
    "organisation record_attendance": Act(
        lambda c, by: seconding.record_attendance("m-housing", day=TODAY, came_at=MONDAY, by=by, at=LATER),
        then=_seconded,
    ),
    "organisation take_leave": Act(
        lambda c, by: leaving.take_leave("m-guide", first=TODAY, last=TODAY, by=by, at=LATER)
    ),
    "organisation name_delegate": Act(
        lambda c, by: leaving.name_delegate(Leave.objects.get().pk, delegate="m-visit", by=by, at=LATER), then=_away
    ),
    "organisation end_leave": Act(
        lambda c, by: leaving.end_leave(Leave.objects.get().pk, by=by, at=LATER), then=_away
    ),
    "organisation roll_out": Act(
        lambda c, by: rostering.roll_out(
            "guide", members=["m-visit"], first=TODAY + DAY, last=TODAY + DAY, kind="night", by=by, at=LATER
        )
    ),
    "organisation withdraw": Act(
        lambda c, by: rostering.withdraw(
            "guide", kind="night", first=TODAY + DAY, last=TODAY + 2 * DAY, by=by, at=LATER
        ),
        then=_on_shift,
    ),
    "organisation swap_shift": Act(
        lambda c, by: swapping.swap_shift(_shifts()[0], other=_shifts()[1], by=by, at=LATER), then=_on_shift
    ),
    "organisation hand_over_shift": Act(
        lambda c, by: swapping.hand_over_shift(_shifts()[0], to="m-housing", by=by, at=LATER), then=_on_shift
    ),
    "organisation take_areas": Act(
        lambda c, by: mapping.take_areas(Plan(COUNTY, TODAY, [], [], [], 0, []), by=by, at=LATER)
    ),
    "setup look_at": Act(lambda c, by: importing.look_at(read(_book(), name="a.xlsx"), by=by, at=LATER)),
    "setup bring_in": Act(lambda c, by: importing.bring_in(read(_book(), name="a.xlsx"), by=by, at=LATER)),
    "setup take_out": Act(lambda c, by: exporting.take_out(by=by, at=LATER)),
    "setup save_row": Act(
        lambda c, by: changing.save_row(
            SHEETS["clauses"], {"code": "X1", "text": WHY, "guidance": WHY}, key=None, by=by, at=LATER
        )
    ),
    "setup write": Act(lambda c, by: applying.write([], State(COUNTY, LATER), source="screen", by=by, at=LATER)),
    "setup keep_upload": Act(lambda c, by: uploading.keep_upload(_book(), name="a.xlsx", by=by, at=LATER)),
    "setup kept_upload": Act(lambda c, by: uploading.kept_upload(by=by, at=LATER), then=_uploaded),
    "setup drop_upload": Act(lambda c, by: uploading.drop_upload(by=by, at=LATER)),
    "exchange add_client": Act(lambda c, by: clients.add_client("hotline", terms=KEYS, by=by, at=LATER)),
    "exchange change_client": Act(
        lambda c, by: clients.change_client("hotline", terms=KEYS, by=by, at=LATER), then=_with_key
    ),
    "exchange renew_client": Act(lambda c, by: clients.renew_client("hotline", by=by, at=LATER), then=_with_key),
    "exchange revoke_client": Act(lambda c, by: clients.revoke_client("hotline", by=by, at=LATER), then=_with_key),
    "notices reword": Act(
        lambda c, by: rewording.reword("replied", language="zh", text="有答复了，编号{ref}。", by=by, at=LATER)
    ),
}  # fmt: skip
"""What every member may do for themselves (their own leave, reading their own messages) is tested where it is built."""
