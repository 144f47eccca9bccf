"""人员 and 任职: who signs in, and who is on which post from when to when. Nobody writes a password down here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy

from onedoor.core.sentence import Sentence
from onedoor.organisation import queries
from onedoor.organisation.models import Member, Seat
from onedoor.setup.columns import Choice, Choices, Code, Ref, Text
from onedoor.setup.sheet import Sheet, Values
from onedoor.setup.sheets import shared

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def _roles() -> Choices:
    return [("A", gettext_lazy("A岗")), ("B", gettext_lazy("B岗"))]


def _wrong(values: Values, county: str, today: date) -> Iterator[tuple[str, Sentence]]:
    email = str(values["email"])
    if email and not _MAIL.fullmatch(email):
        yield "email", Sentence(gettext_lazy("“%(written)s”不是邮箱地址。请改正，或者空着。"), {"written": email[:40]})


MEMBERS = Sheet(
    code="members",
    title=gettext_lazy("人员"),
    about=gettext_lazy("每个登录的人一行。新人导入后得到一个随机的初始密码，只显示一次；表里没有密码。"),
    model=Member,
    columns=(
        shared.code(40, gettext_lazy("经过里记的是它，不是姓名；定了就不要改。")),
        Code(
            code="login", title=gettext_lazy("登录名"), required=True, most=60, personal=True,
            hint=gettext_lazy("字母和数字，各人不同。"),
        ),
        Text(code="name", title=gettext_lazy("姓名"), required=True, most=60, personal=True),
        Text(
            code="email", title=gettext_lazy("邮箱"), most=200, personal=True, width=24,
            hint=gettext_lazy("提醒待办用；没有就空着。"),
        ),
        Ref(
            code="home_unit", title=gettext_lazy("派驻单位"), path="home_unit__code", to=shared.UNITS,
            hint=gettext_lazy("别的单位派来的，填那个单位的代码。"),
        ),
        shared.ended("is_active"),
    ),
    key=("code",),
    changed=queries.changed,
    check=_wrong,
    apart=(("login",),),
)  # fmt: skip

SEATS = Sheet(
    code="seats",
    title=gettext_lazy("任职"),
    about=gettext_lazy("谁在哪个岗位，从哪天到哪天；A岗主办，B岗替补。"),
    model=Seat,
    columns=(
        Ref(code="post", title=gettext_lazy("岗位代码"), required=True, path="post__code", to=("posts",)),
        Ref(code="member", title=gettext_lazy("人员代码"), required=True, path="member__code", to=("members",)),
        Choice(code="role", title=gettext_lazy("AB岗"), required=True, of=_roles, width=8),
        shared.first(),
        shared.last(),
    ),
    key=("post", "member", "valid_from"),
    changed=queries.changed,
)
