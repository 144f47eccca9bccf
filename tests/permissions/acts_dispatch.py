"""The actions of dispatching, ready to be tried: steps with proposals, and the text model."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from onedoor.cases.models import Case
from onedoor.dispatch.actions import advising, choosing, training
from onedoor.dispatch.history import Taught
from onedoor.dispatch.model.examples import Example
from tests.dispatch.examples import LIFT, SMOKE, told, version
from tests.permissions.acts import LATER, WHY, Act
from tests.small_county import SmallCounty

Then = Callable[[Case, SmallCounty], Any]


def _two_versions(case: Case, county: SmallCounty) -> None:
    version(1, state="retired", reason="replaced")
    version(2)


@cache
def _taught() -> Taught:
    return Taught(tuple(Example(text, item) for item in (LIFT, SMOKE) for text in told(item, 30)))


ACTS_DISPATCH: dict[str, Act] = {
    "dispatch triage": Act(lambda c, by: advising.triage(c.ref, colour="green", item="15-03", by=by, at=LATER)),
    "dispatch dispatch": Act(lambda c, by: advising.dispatch(c.ref, to="housing", by=by, at=LATER), "triage"),
    "dispatch reassign": Act(
        lambda c, by: advising.reassign(c.ref, to="urban", reason=WHY, by=by, at=LATER), "triage dispatch"
    ),
    "dispatch place": Act(
        lambda c, by: advising.place(c.ref, colour="green", item="15-03", to="housing", by=by, at=LATER)
    ),
    "dispatch choose": Act(lambda c, by: choosing.choose(1, reason=WHY, by=by, at=LATER), then=_two_versions),
    "dispatch train": Act(lambda c, by: training.train(_taught(), by=by, at=LATER)),
}
