"""How requests, halts, rungs, helpers and a reporter's answers read."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from onedoor.cases.actions.raising import Raise
from onedoor.cases.actions.suspending import Halt
from onedoor.cases.models import Request
from onedoor.cases.models.choices import Urgency
from onedoor.desk.forms.ladder import RUNG_NAMES
from onedoor.desk.timeline.wording import Payload, Said, Wording, says


@says("cases.request_asked")
def request_asked(say: Wording, told: Payload) -> Said:
    return _("申请%(kind)s") % {"kind": Request.Kind(told["kind"]).label}, say.unit(told["unit"])


@says("cases.request_decided")
def request_decided(say: Wording, told: Payload) -> Said:
    words = {"kind": Request.Kind(told["kind"]).label}
    return (_("同意%(kind)s") % words if told["granted"] else _("不同意%(kind)s") % words), ""


@says("cases.extended")
def extended(say: Wording, told: Payload) -> Said:
    return pgettext("record", "延期"), f"{say.moment(told['before'])} → {say.moment(told['after'])}"


@says("cases.suspended")
def suspended(say: Wording, told: Payload) -> Said:
    words = {"why": Halt(told["why"]).label, "until": say.day(told["until"])}
    return pgettext("record", "中止"), _("%(why)s，到%(until)s为止") % words


@says("cases.resumed")
def resumed(say: Wording, told: Payload) -> Said:
    return pgettext("record", "恢复办理"), _("办结时限%(due)s") % {"due": say.due(told, "solve_by")}


@says("cases.raised", kind="key")
def raised(say: Wording, told: Payload) -> Said:
    words = {"rung": RUNG_NAMES[told["level"]], "unit": say.unit(told["unit"]), "why": Raise(told["why"]).label}
    return _("提级到%(rung)s") % words, _("%(unit)s：%(why)s") % words


@says("cases.lowered", kind="key")
def lowered(say: Wording, told: Payload) -> Said:
    return _("下沉到%(rung)s") % {"rung": RUNG_NAMES[told["level"]]}, ""


@says("cases.assisted")
def assisted(say: Wording, told: Payload) -> Said:
    return pgettext("record", "协办完成"), say.unit(told["unit"])


@says("cases.inspected")
def inspected(say: Wording, told: Payload) -> Said:
    return pgettext("record", "联合现场核查"), say.units(told["units"])


@says("cases.added", kind="key")
def added(say: Wording, told: Payload) -> Said:
    files = ngettext("附件%(n)d个", "附件%(n)d个", told["files"]) % {"n": told["files"]} if told["files"] else ""
    return _("来件人补充了情况"), files


@says("cases.reporter_answered")
def reporter_answered(say: Wording, told: Payload) -> Said:
    said = {True: _("解决了"), False: _("没有解决"), None: _("多次都没有联系上")}[told["solved"]]
    return _("在%(ref)s中问过来件人") % {"ref": told["through"]}, said


@says("cases.answers_settled")
def answers_settled(say: Wording, told: Payload) -> Said:
    return _("其余来件人都已问过"), ""


@says("cases.described")
def described(say: Wording, told: Payload) -> Said:
    urgency = Urgency(told["facts"]["urgency"]).label
    return _("修改了登记要素"), _("紧急程度：%(urgency)s") % {"urgency": urgency}
