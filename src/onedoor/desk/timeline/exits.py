"""How the ways out and back read."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onedoor.catalogue.models import EmergencyLine
from onedoor.desk.timeline.wording import Payload, Said, Wording, says


@says("cases.answered", kind="key")
def answered(say: Wording, told: Payload) -> Said:
    return pgettext("record", "当场答复"), ""


@says("cases.transferred", kind="key")
def transferred(say: Wording, told: Payload) -> Said:
    to = _("转%(service)s") % {"service": EmergencyLine(told["service"]).label}
    return to, _("本件到此结束") if told["ended"] else _("本件照常办理")


@says("cases.emergency_heard")
def emergency_heard(say: Wording, told: Payload) -> Said:
    if told["service"]:
        return _("已转%(service)s") % {"service": EmergencyLine(told["service"]).label}, _("本件照常办理")
    return _("听到像紧急情况的话，问过：不是紧急"), ""


@says("cases.taken_back", kind="setback")
def taken_back(say: Wording, told: Payload) -> Said:
    return pgettext("record", "收回办理"), _("重新分流，时限%(due)s") % {"due": say.due(told)}


@says("cases.merged", kind="key")
def merged(say: Wording, told: Payload) -> Said:
    return _("并入%(ref)s") % {"ref": told["into"]}, _("一起办理")


@says("cases.joined")
def joined(say: Wording, told: Payload) -> Said:
    return _("%(ref)s并入本件") % {"ref": told["joined"]}, _("一起办理")


@says("cases.unmerged", kind="setback")
def unmerged(say: Wording, told: Payload) -> Said:
    text = "" if told["why"] == "parted" else _("那一件已经结束，没有答复")
    return _("从%(ref)s拆出，单独办理") % {"ref": told["was_in"]}, text


@says("cases.declined", kind="key")
def declined(say: Wording, told: Payload) -> Said:
    clause = say.catalogue.clauses.get(told["clause"])
    return pgettext("record", "不予受理"), _(clause.text) if clause else told["clause"]


@says("cases.appealed", kind="setback")
def appealed(say: Wording, told: Payload) -> Said:
    return _("当事人提出异议"), _("复核时限%(due)s") % {"due": say.due(told)}


@says("cases.appeal_decided", kind="key")
def appeal_decided(say: Wording, told: Payload) -> Said:
    return (_("复核：受理，重新分流") if told["accepted"] else _("复核：维持不予受理")), ""


@says("cases.withdrawn", kind="key")
def withdrawn(say: Wording, told: Payload) -> Said:
    return _("本人撤回"), ""


@says("cases.reopened", kind="setback")
def reopened(say: Wording, told: Payload) -> Said:
    return _("当事人说没有解决，重新办理"), _("分流时限%(due)s") % {"due": say.due(told)}
