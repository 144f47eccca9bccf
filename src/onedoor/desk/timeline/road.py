"""How the road of a case reads, from the door to the archive."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onedoor.cases.flow import Colour
from onedoor.cases.models.report import Channel
from onedoor.cases.models.visit import Means, Why
from onedoor.desk.timeline.wording import Payload, Said, Wording, says


@says("cases.report_received")
def received(say: Wording, told: Payload) -> Said:
    return _("收到来件"), str(Channel(told["channel"]).label)


@says("cases.registered", kind="key")
def registered(say: Wording, told: Payload) -> Said:
    return pgettext("record", "登记"), _("分流时限%(due)s") % {"due": say.due(told)}


@says("cases.triaged", kind="key")
def triaged(say: Wording, told: Payload) -> Said:
    words = {
        "colour": Colour(told["flow"]["colour"]).label, "item": say.catalogue.items.get(told["item"]) or told["item"],
        "place": say.place(told["area"]), "due": say.due(told, "solve_by"),
    }  # fmt: skip
    return _("定为%(colour)s") % words, _("%(item)s，%(place)s，办结时限%(due)s") % words


def _given(say: Wording, told: Payload) -> str:
    text = _("给%(unit)s（主办）") % {"unit": say.unit(told["unit"])}
    helpers = say.units(told["assists"])
    return text + _("，%(units)s（协办）") % {"units": helpers} if helpers else text


@says("cases.dispatched", kind="key")
def dispatched(say: Wording, told: Payload) -> Said:
    basis = {"duty-list": _("按职责清单"), "manual": _("人工选定")}.get(told["basis"], "")
    return pgettext("record", "派单"), f"{_given(say, told)} · {basis}"


@says("cases.reassigned", kind="key")
def reassigned(say: Wording, told: Payload) -> Said:
    before = _("从%(unit)s收回，") % {"unit": say.unit(told["before"])}
    return pgettext("record", "改派"), before + _given(say, told)


@says("cases.entrusted", kind="key")
def entrusted(say: Wording, told: Payload) -> Said:
    limit = _("，限%(due)s办结") % {"due": say.due(told, "solve_by")}
    return pgettext("record", "领导批办"), _given(say, told) + limit


@says("cases.signed")
def signed(say: Wording, told: Payload) -> Said:
    return pgettext("record", "签收"), say.unit(told["unit"])


@says("cases.sent_back", kind="setback")
def sent_back(say: Wording, told: Payload) -> Said:
    return pgettext("record", "退单"), say.unit(told["unit"])


@says("cases.ruled")
def ruled(say: Wording, told: Payload) -> Said:
    return (_("裁定：退单成立") if told["upheld"] else _("裁定：退单不成立")), ""


@says("cases.replied", kind="key")
def replied(say: Wording, told: Payload) -> Said:
    return pgettext("record", "答复办结"), say.unit(told["unit"])


@says("cases.reviewed")
def reviewed(say: Wording, told: Payload) -> Said:
    return pgettext("record", "审核通过"), ""


@says("cases.reworked", kind="setback")
def reworked(say: Wording, told: Payload) -> Said:
    return pgettext("record", "退回重办"), say.unit(told["unit"])


@says("cases.visit_attempted")
def attempted(say: Wording, told: Payload) -> Said:
    return _("回访没有联系上"), _("第%(n)s次") % {"n": told["attempt"]}


@says("cases.visited")
def visited(say: Wording, told: Payload) -> Said:
    if not told["contacted"]:
        return pgettext("record", "回访"), _("多次都没有联系上")
    means = Means(told.get("means", Means.PHONE)).label
    return _("回访（%(means)s）") % {"means": means}, answers(told)


@says("cases.rated")
def rated(say: Wording, told: Payload) -> Said:
    return _("本人评价"), answers(told)


def answers(told: Payload) -> str:
    """What a reporter answered, and why not."""
    said = [
        _("解决了") if told["solved"] else _("没有解决"),
        _("满意") if told["satisfied"] else _("不满意"),
    ]
    if told.get("why"):
        said.append(str(Why(told["why"]).label))
    return _("，").join(said)


@says("cases.closed", kind="key")
def closed(say: Wording, told: Payload) -> Said:
    return (_("领导确认办结") if told["confirmed"] else pgettext("record", "结案")), ""


@says("cases.archived")
def archived(say: Wording, told: Payload) -> Said:
    return pgettext("record", "归档"), ""


@says("cases.imported")
def imported(say: Wording, told: Payload) -> Said:
    return _("历史导入，归档"), told["feed"]


@says("cases.limit_recomputed")
def recomputed(say: Wording, told: Payload) -> Said:
    return _("放假安排有变，时限重算"), f"{say.moment(told['before'])} → {say.moment(told['after'])}"
