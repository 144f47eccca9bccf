"""What organisation keeps of the people who work here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import Kind, impersonal, personal

_STAFF = _("依法履行职责的内部管理（个人信息保护法第13条第2、3项）")
_LEAVES = _("离岗后停用账号；经过里只留人员代码")

personal(
    "organisation.Member.name",
    kind=Kind.PERSONAL, purpose=_("让同事知道岗位上是谁"), basis=_STAFF, erase=_LEAVES,
)  # fmt: skip
personal(
    "organisation.Member.login",
    kind=Kind.PERSONAL, purpose=_("登录和唯一标识"), basis=_("GB/T 22239—2019第8.1.4.1条"), erase=_LEAVES,
)  # fmt: skip
personal(
    "organisation.Member.email",
    kind=Kind.PERSONAL, purpose=_("提醒待办"), basis=_STAFF, erase=_LEAVES,
)  # fmt: skip
personal(
    "organisation.Member.password",
    kind=Kind.PERSONAL, purpose=_("核对口令；只存argon2摘要"), basis=_("GB/T 22239—2019第8.1.4.1条"), erase=_LEAVES,
)  # fmt: skip
impersonal("organisation.Member", "code", why=_("代码"))
impersonal("organisation.Unit", "code", "name", "kind", "area", why=_("单位"))
impersonal("organisation.Post", "code", "name", "duties", "specialities", "area", why=_("岗位"))
impersonal("organisation.Seat", "role", why=_("代码"))
impersonal("organisation.Presence", "mode", "window", "weekdays", why=_("进驻名单"))
impersonal("organisation.Attendance", "by", why=_("代码"))
impersonal("organisation.Shift", "kind", why=_("代码"))
