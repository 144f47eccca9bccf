"""How secrecy, safety and erasure read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onedoor.cases.models.choices import Nature
from onedoor.catalogue.models.safety_word import Sign
from onedoor.desk.copies.sheet import label_of
from onedoor.desk.timeline.wording import Payload, Said, Wording, says


@says("cases.contact_unmasked")
def unmasked(say: Wording, told: Payload) -> Said:
    return _("查看了诉求人身份"), _("经另一人同意") if told.get("request") else ""


@says("cases.case_copied")
def copied(say: Wording, told: Payload) -> Said:
    sheet = label_of(told["sheet"])
    return _("开了抄录单"), _("%(sheet)s，姓名和电话未遮盖") % {"sheet": sheet} if told["clear"] else sheet


@says("cases.summarised")
def summarised(say: Wording, told: Payload) -> Said:
    return _("写好给单位看的摘要"), ""


@says("cases.sealed", kind="key")
def sealed(say: Wording, told: Payload) -> Said:
    if told["nature"] == Nature.INFORM:
        return _("转为举报，由专人办理"), ""
    return _("设为保密"), ""


@says("cases.safety_stopped", kind="setback")
def safety_stopped(say: Wording, told: Payload) -> Said:
    signs = _("、").join(str(Sign(sign).label) for sign in told["signs"])
    return _("启动安全研判，停止调解和通知"), signs


@says("cases.safety_decided", kind="key")
def safety_decided(say: Wording, told: Payload) -> Said:
    return (_("研判：有安全风险") if told["risk"] else _("研判：已排除风险")), ""


@says("cases.person_erased")
def person_erased(say: Wording, told: Payload) -> Said:
    return _("依法删除了来件人的个人信息"), ""


@says("cases.held")
def held(say: Wording, told: Payload) -> Said:
    return _("依法保全，不得删除"), ""


@says("cases.unheld")
def unheld(say: Wording, told: Payload) -> Said:
    return _("解除保全"), ""
