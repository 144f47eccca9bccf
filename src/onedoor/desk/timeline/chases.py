"""How supervision reads: chases and orders."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onedoor.desk.timeline.wording import Payload, Said, Wording, says
from onedoor.desk.verbs import next_step
from onedoor.work.models.order import Reason
from onedoor.work.models.supervision import DRAFTS, Level


@says("work.task_supervised")
def supervised(say: Wording, told: Payload) -> Said:
    known = {"yellow": _("黄牌：时限过了一大半"), "red": _("红牌：已超期"), "ordinary": _("催办")}
    level = known.get(told["level"]) or str(Level(told["level"]).label)
    words = {"level": level, "unit": say.unit(told["unit"]), "step": next_step(told["verb"])}
    if told["level"] in DRAFTS:
        return _("建议督办"), _("%(level)s，由督办岗决定；%(unit)s应%(step)s") % words
    return _("督办"), _("%(level)s，%(unit)s应%(step)s") % words


def _order(say: Wording, told: Payload) -> dict[str, str]:
    return {"unit": say.unit(told["unit"]), "due": say.moment(told.get("due")), "number": told["order"]}


@says("work.order_issued", kind="setback")
def order_issued(say: Wording, told: Payload) -> Said:
    words = _order(say, told) | {"level": Level(told["level"]).label, "reason": Reason(told["reason"]).label}
    text = _("%(level)s，因%(reason)s，%(unit)s应在%(due)s前反馈") % words
    if told["interview"]:
        text += _("，%(day)s约谈") % {"day": say.day(told["interview"])}
    return pgettext("record", "下达督办单"), text


@says("work.order_answered")
def order_answered(say: Wording, told: Payload) -> Said:
    return pgettext("record", "反馈督办单"), say.unit(told["unit"])


@says("work.order_sent_again", kind="setback")
def order_sent_again(say: Wording, told: Payload) -> Said:
    return pgettext("record", "督办单退回重办"), _("%(unit)s应在%(due)s前再反馈") % _order(say, told)


@says("work.order_discharged")
def order_discharged(say: Wording, told: Payload) -> Said:
    return pgettext("record", "督办单销号"), say.unit(told["unit"])


@says("work.order_limit_moved")
def order_limit_moved(say: Wording, told: Payload) -> Said:
    return _("放假安排有变，督办单时限重算"), f"{say.moment(told['before'])} → {say.moment(told['after'])}"
