"""What cases keep of the people who brought them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import Kind, impersonal, personal

KEEP = "keep_report"
"""The threshold of the county: for how many days after its case has ended a report is kept (个人信息保护法 art. 19). As
shipped three years, the general limitation of actions (民法典第188条)."""

_BASIS = _("依法履行法定职责所必需（个人信息保护法第13条第3项、第34条；信访工作条例）")
_EMPTIED = _("清空；行和编号保留，经过不变")
_NEUTRAL = _("换成不含个人信息的文字")

personal(
    "cases.Contact.name",
    kind=Kind.PERSONAL, purpose=_("知道答复谁、回访谁"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
personal(
    "cases.Contact.phone",
    kind=Kind.PERSONAL, purpose=_("核实情况、答复和回访"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
personal(
    "cases.Contact.address",
    kind=Kind.SENSITIVE, purpose=_("要求书面答复或者上门的人"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
personal(
    "cases.Contact.phone_index",
    kind=Kind.PERSONAL, purpose=_("来电时认出同一个号码，不重复登记"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
personal(
    "cases.Contact.tail_index",
    kind=Kind.PERSONAL, purpose=_("受理岗和回访岗按尾号找到来电人反映过的事；四位数的加密特征，只防没有密钥的人"),
    basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
personal(
    "cases.Report.title",
    kind=Kind.ORDINARY, purpose=_("一句话说明来件"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
personal(
    "cases.Report.text",
    kind=Kind.SENSITIVE, purpose=_("按原话办理"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
personal(
    "cases.Report.place",
    kind=Kind.PERSONAL, purpose=_("找到出问题的地方"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
for axis in ("lon", "lat"):
    personal(
        f"cases.Report.{axis}",
        kind=Kind.PERSONAL, purpose=_("找到出问题的地方，分到网格"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
    )  # fmt: skip
personal(
    "cases.Report.salt",
    kind=Kind.ORDINARY, purpose=_("让来件的承诺值不能被猜出原文"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
personal(
    "cases.Case.title",
    kind=Kind.ORDINARY, purpose=_("在清单里认出事项"), basis=_BASIS, keep=KEEP, erase=_NEUTRAL,
)  # fmt: skip
personal(
    "cases.Case.summary",
    kind=Kind.ORDINARY, purpose=_("保密件给单位看的摘要"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip

_CODES = _("代码")

impersonal(
    "cases.Case", "ref", "state", "nature", "kind", "colour", "urgency", "area", "channel", "people", "safety",
    "origin", "upstream_no", "solve_limit", "level",
    why=_("代码、期限和文号"),
)  # fmt: skip
impersonal(
    "cases.Report", "channel", "feed", "source_id", "token", "area", "registered_by", "digest",
    why=_("代码、来文编号和加密摘要；留着，清除过的来件再导入时不会回来"),
)  # fmt: skip
impersonal("cases.Contact", "reply_by", why=_CODES)
personal(
    "cases.Contact.tongue",
    kind=Kind.PERSONAL, purpose=_("安排听得懂的座席，只写文字的不打电话"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
personal(
    "cases.Attachment.name",
    kind=Kind.PERSONAL, purpose=_("认出是哪一份附件"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
personal(
    "cases.Attachment.file",
    kind=Kind.SENSITIVE, purpose=_("照片和材料，按实际情况办理、留下办理前后的样子"), basis=_BASIS, keep=KEEP,
    erase=_("文件删去，名称和盐值清空；行留下"),
)  # fmt: skip
personal(
    "cases.Attachment.salt",
    kind=Kind.ORDINARY, purpose=_("让附件的承诺值不能被猜出原件"), basis=_BASIS, keep=KEEP, erase=_EMPTIED,
)  # fmt: skip
impersonal("cases.Attachment", "key", "stage", "type", "by", why=_CODES)
impersonal("cases.Assignment", "role", "responsible", "outcome", why=_CODES)
impersonal("cases.Request", "kind", "state", "facts", "asked_by", "decided_by", why=_("代码和数字；理由在经过旁边"))
impersonal("cases.Viewing", "by", why=_CODES)
impersonal("cases.Visit", "by", "means", "why", why=_CODES)
impersonal("cases.Hold", "by", "ended_by", why=_("代码；理由在经过旁边"))
