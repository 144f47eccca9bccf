"""The pages of the residents."""

from __future__ import annotations

from django.urls import reverse

from onedoor.config.screens.page import Page, Scene, Told
from onedoor.config.screens.scenes import progress, resident
from onedoor.geography.atlas import atlas
from onedoor.organisation.queries import home_county

WHERE = {"place": "翠湖花园3幢"}
WHAT = {"text": "电梯门口贴了停用告示好几天，八楼两位老人下不了楼，什么时候能修好？", "nature": "demand"}
WHO = {"naming": "open", "name": "周晓云", "phone": "13900010417", "reply_by": "phone"}
WRONG = {"naming": "open", "phone": "1"}
CALLED_BACK = ("reviewed", "visited")


def reporting(path: str, *, upto: int = 3, sent: bool = False, sends: Told | None = None) -> Scene:
    """A page of the report, after so many pages before it were filled in."""
    where = WHERE | {"area": village()}
    before = [("/report/where", where), ("/report/what", WHAT), ("/report/who", WHO)][:upto]
    return Scene(path, before=(*before, *([("/report/check", {})] if sent else [])), sends=sends)


def village() -> str:
    """Any village of the county."""
    known = atlas(home_county())
    return next(code for code in sorted(known.places) if known.places[code].level == "village")


CITIZEN = (
    Page("citizen-home", "citizen:home", resident("/"), elder=True, dark=True),
    Page("citizen-where", "citizen:where", resident("/report/where"), elder=True),
    Page("citizen-where-wrong", "citizen:where", resident("/report/where", sends={})),
    Page("citizen-what", "citizen:what", lambda: reporting("/report/what", upto=1), elder=True),
    Page("citizen-what-wrong", "citizen:what", lambda: reporting("/report/what", upto=1, sends={})),
    Page("citizen-who", "citizen:who", lambda: reporting("/report/who", upto=2)),
    Page("citizen-who-wrong", "citizen:who", lambda: reporting("/report/who", upto=2, sends=WRONG)),
    Page("citizen-check", "citizen:check", lambda: reporting("/report/check"), elder=True),
    Page("citizen-receipt", "citizen:receipt", lambda: reporting("/receipt", sent=True), elder=True),
    Page("citizen-progress-ask", "citizen:progress", resident("/progress")),
    Page("citizen-progress-wrong", "citizen:progress", resident("/progress", sends={"ref": "1", "code": "2"})),
    Page("citizen-progress", "citizen:progress", progress("handling"), elder=True, dark=True),
    Page("citizen-progress-new", "citizen:progress", progress("registered")),
    Page("citizen-progress-answered", "citizen:progress", progress("reviewed")),
    Page("citizen-progress-closed", "citizen:progress", progress("closed", "archived")),
    Page("citizen-progress-declined", "citizen:progress", progress("declined")),
    Page("citizen-rate", "citizen:rate", progress(*CALLED_BACK, route="citizen:rate"), elder=True),
    Page("citizen-rate-wrong", "citizen:rate", progress(*CALLED_BACK, route="citizen:rate", sends={})),
    Page("citizen-unsolved", "citizen:unsolved", progress("closed", "archived", route="citizen:unsolved")),
    Page("citizen-withdraw", "citizen:withdraw", progress("registered", "handling", route="citizen:withdraw")),
    Page("citizen-object", "citizen:object", progress("declined", route="citizen:object")),
    Page("citizen-seal", "citizen:seal", progress("registered", "triaged", route="citizen:seal")),
    Page("citizen-viewers", "citizen:viewers", progress("handling", route="citizen:viewers")),
    Page("citizen-mine", "citizen:mine", progress("handling", route="citizen:mine")),
    Page("citizen-add", "citizen:add", progress("handling", route="citizen:add"), elder=True),
    Page("citizen-add-wrong", "citizen:add", progress("handling", route="citizen:add", sends={})),
    Page("citizen-map", "citizen:map", resident("/report/map"), dark=True),
    Page("citizen-map-of", "citizen:map-of", lambda: Scene(reverse("citizen:map-of", args=[village()]))),
    Page("citizen-ask", "citizen:ask", resident("/ask")),
    Page("citizen-ask-found", "citizen:ask", resident("/ask?q=电梯")),
    Page("citizen-privacy", "citizen:privacy", resident("/privacy")),
    Page("citizen-today", "citizen:today", resident("/today")),
    Page("citizen-wrong-code", "citizen:scan", resident("/g/none")),
    Page("citizen-no-such-page", "", resident("/none")),
)
