"""How the hall reads: talks, and the units asked to join them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onedoor.desk.timeline.wording import Payload, Said, Wording, says
from onedoor.hall.models.talk import Mode, Next


def _how(told: Payload) -> str:
    mode = str(Mode(told["mode"]).label)
    return _("%(mode)s，领导接访") % {"mode": mode} if told["leader"] else mode


@says("hall.talk_arranged")
def arranged(say: Wording, told: Payload) -> Said:
    return pgettext("record", "约好接谈"), f"{say.moment(told['moment'])} · {_how(told)}"


@says("hall.unit_invited")
def invited(say: Wording, told: Payload) -> Said:
    words = {"unit": say.unit(told["unit"]), "due": say.moment(told["due"])}
    return pgettext("record", "请单位到场接待"), _("%(unit)s应在%(due)s前到场") % words


@says("hall.unit_arrived")
def arrived(say: Wording, told: Payload) -> Said:
    return pgettext("record", "到场签到"), say.unit(told["unit"])


@says("hall.unit_spoke")
def spoke(say: Wording, told: Payload) -> Said:
    return pgettext("record", "到场单位的意见"), say.unit(told["unit"])


@says("hall.talk_held", kind="key")
def held(say: Wording, told: Payload) -> Said:
    parts = [_how(told)]
    if told["present"]:
        parts.append(_("到场：%(units)s") % {"units": say.units(told["present"])})
    if told["absent"]:
        parts.append(_("没有到场：%(units)s") % {"units": say.units(told["absent"])})
    parts.append(_("下一步：%(next)s") % {"next": Next(told["next"]).label})
    if told["checked"]:
        parts.append(_("已当面核对"))
    return pgettext("record", "当面接谈"), _("；").join(parts)


@says("hall.talk_called_off")
def called_off(say: Wording, told: Payload) -> Said:
    return pgettext("record", "接谈取消"), ""
