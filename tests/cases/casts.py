"""Cases at every place of the road, for random lives to begin at: made once, and put back after each life."""

from __future__ import annotations

from dataclasses import replace

from onedoor.cases.models import Case
from tests.cases.histories import LIFT, go, registered
from tests.small_county import SmallCounty

REPLIED = "triage dispatch sign reply"
REVIEWED = f"{REPLIED} review"
DONE = f"{REVIEWED} visit close"

ALONE = (
    "", "", "triage", "triage lower", "triage dispatch", "triage dispatch sign", "triage dispatch send_back",
    "triage dispatch send_back rule", REPLIED, REVIEWED, f"{REVIEWED} visit", f"{REVIEWED} visit", DONE,
    f"{DONE} archive", "answer", "transfer", "ask_decline", "ask_decline decline", "ask_decline decline appeal",
    "ask_decline decline appeal",
    f"{DONE} reopen", "stop", "triage dispatch sign ask_suspension grant", "triage dispatch sign ask_extension",
    "seal triage summarise",
)  # fmt: skip
"""What was done before about each case that stands alone."""

Group = tuple[Case, ...]
"""A case with what was merged into it."""


def groups(county: SmallCounty) -> list[Group]:
    """One case or several at each place."""
    found: list[Group] = [(go(registered(county), before, county, assists=["urban"]),) for before in ALONE]
    found += [(go(registered(county), before, county, colour="red"),) for before in ("triage", "triage entrust sign")]
    red = f"triage entrust {REVIEWED[16:]} visit"
    found += [(go(registered(county), before, county, colour="red"),) for before in (red, red)]
    found.append((go(registered(county), f"{REVIEWED} visit", county, solved=False),))
    found += [
        (go(registered(county), f"triage dispatch {then}", county, to="town-chengguan"),) for then in ("", "sign")
    ]
    found.append((registered(county, replace(LIFT, nature="inform", accused="housing")),))
    found += [joined(county, before, after) for before, after in (("triage", ""), ("triage dispatch", "sign"))]
    found += [joined(county, "triage dispatch sign", after) for after in ("reply review", "reply review visit")]
    found.append(joined(county, "triage dispatch sign", "reply review visit visit visit close"))
    return found


def joined(county: SmallCounty, before: str, after: str) -> Group:
    """A case into which two were merged while it stood there, one of them from somebody who wishes no answer but said
    that it is not solved."""
    main = go(registered(county), before, county)
    other = go(registered(county), "merge", county, into=main.ref)
    silent = registered(county, replace(LIFT, reply_by="none"))
    silent = go(silent, "answer reopen merge", county, into=main.ref)
    return go(main, after, county), other, silent
