"""How proposals read: what was proposed, how likely, and which of them somebody took."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onedoor.desk.timeline.wording import Payload, Said, Wording, says
from onedoor.dispatch.models.advice import Step


@says("dispatch.advice_answered")
def answered(say: Wording, told: Payload) -> Said:
    proposed = _("；").join(_offer(say, place, one) for place, one in enumerate(told["offered"], start=1))
    step = str(Step(told["step"]).label)
    if told["rank"]:
        taken = _("%(step)s选了第%(rank)d条") % {"step": step, "rank": told["rank"]}
    else:
        taken = _("%(step)s另选了%(what)s") % {"step": step, "what": _what(say, told["item"], told["unit"])}
    return pgettext("record", "系统建议"), _("%(proposed)s。%(taken)s") % {"proposed": proposed, "taken": taken}


def _offer(say: Wording, place: int, offer: Sequence[str | int]) -> str:
    item, unit, permille = offer
    words = {"place": place, "what": _what(say, str(item), str(unit)), "percent": round(int(permille) / 10)}
    if int(permille) < 0:
        return _("%(place)d. %(what)s") % words
    return _("%(place)d. %(what)s（%(percent)d%%）") % words


def _what(say: Wording, item: str, unit: str) -> str:
    named = str(say.catalogue.items.get(item) or item)
    return _("%(item)s，%(unit)s") % {"item": named, "unit": say.unit(unit)} if say.unit(unit) else named
