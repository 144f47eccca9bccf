"""What residents are told about their own data before they give it (告知, 个人信息保护法 arts. 17, 30, 35): a short
table drawn from the declared fields, and the whole of it below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.citizen.keepsake import kept_for, labels
from onedoor.core.personal import Declared, Kind, declared

_WHO_YOU_ARE = gettext_lazy("中心登记、派单、回访的人；办理单位只在办的时候。都要先写明原因，看一次记一次")
_WHAT_YOU_SAID = gettext_lazy("中心和办理单位；选了保密的，单位只看中心写的摘要")
_NOBODY = gettext_lazy("谁也看不到，只用来比对")

_SEEN_BY: Mapping[str, str | Promise] = {
    "cases.Contact.name": _WHO_YOU_ARE,
    "cases.Contact.phone": _WHO_YOU_ARE,
    "cases.Contact.address": _WHO_YOU_ARE,
    "cases.Contact.phone_index": _NOBODY,
    "cases.Contact.tail_index": _NOBODY,
    "cases.Contact.tongue": gettext_lazy("要和您联系的人"),
    "core.Remark.text": gettext_lazy("写给您的，您看得到；您说的话，保密件的单位看不到"),
}


@dataclass(frozen=True)
class Line:
    """One thing that is asked for: what for, who sees it, how long it stays, on which basis."""

    label: str
    why: str
    who: str
    keep: str
    basis: str
    sensitive: bool


@dataclass(frozen=True)
class Group:
    """Things that the same people see for the same time, in one row."""

    who: str
    keep: str
    lines: tuple[Line, ...]

    @property
    def label(self) -> str:
        return _("、").join(line.label for line in self.lines)

    @property
    def why(self) -> str:
        return _("；").join(dict.fromkeys(line.why for line in self.lines))


def lines(county: str, *, now: datetime) -> list[Line]:
    """What is kept of whoever reports, in the order of the pages that ask for it."""
    known = {field.field: field for field in declared()}
    return [_line(known[name], label, county, now) for name, label in labels().items() if name in known]


def groups(told: Sequence[Line]) -> list[Group]:
    """The same as a short table: one row for all that is seen by the same people."""
    rows: dict[tuple[str, str], list[Line]] = {}
    for line in told:
        rows.setdefault((line.who, line.keep), []).append(line)
    return [Group(*key, tuple(members)) for key, members in rows.items()]


def _line(field: Declared, label: str, county: str, now: datetime) -> Line:
    return Line(
        label=label,
        why=str(field.purpose),
        who=str(_SEEN_BY.get(field.field, _WHAT_YOU_SAID)),
        keep=kept_for(field, county, now),
        basis=str(field.basis),
        sensitive=field.kind == Kind.SENSITIVE,
    )


def whole() -> list[tuple[str, list[str]]]:
    """The full text: heading and sentences of each part."""
    return [
        (_("谁在收、凭什么收"), [
            _("收您信息的是本县社会治理综合服务中心，凭的是依法履行法定职责（个人信息保护法第13条第3项、第34条）。"),
            _("办这件事不需要的，一样也不收：不问身份证号、民族、宗教、健康。不留名也能反映，办得一样快。"),
        ]),
        (_("怎样保管"), [
            _("姓名、电话、住址、照片都加密保存，依法存放在境内，不卖，不给广告用。"),
            _("照片传上来时，里面记的拍摄地点、时间、手机型号都去掉。"),
            _("谁看过，记一笔，您在“谁看过我的事”里看得到。"),
        ]),
        (_("会不会给别人"), [
            _("只给要办这件事的单位。法律规定要移交的（比如报警、诉讼），照法律办，并且告诉您。"),
            _("大屏、统计、考核里没有任何人的姓名和电话，也不给任何人打分、排队。"),
        ]),
        (_("机器替您决定什么"), [_("什么也不决定。机器只提建议，派给谁、怎样答复，都由写明名字的人定。")]),
        (_("您的权利"), [
            _("看：凭编号和查询码随时看得到留了什么。改、删、要复印件：到中心窗口找个人信息保护岗，15天内答复您。"),
            _("不同意答复的，可以投诉，也可以向法院起诉（个人信息保护法第44条至第50条、第65条）。"),
            _("不满14岁的孩子，请由父母或者其他监护人来反映。"),
        ]),
    ]  # fmt: skip
