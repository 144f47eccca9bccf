"""The hall keeps numbers, never names; what was said in a talk stands beside the case's record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import Kind, impersonal, personal

_WORKING = _("依法履行法定职责所必需（个人信息保护法第13条第3项、第34条；信访工作条例）")
for field in ("asked", "told"):
    personal(
        f"hall.Talk.{field}",
        kind=Kind.SENSITIVE, purpose=_("还没有登记的接谈，先记下说了什么"), basis=_WORKING,
        erase=_("登记以后移到事项的经过旁边，随来件清除；没有登记的，30天后每夜清空"),
    )  # fmt: skip
impersonal("hall.ServiceLine", "code", "name", why=_("业务类别"))
impersonal("hall.Window", "code", "name", "lines", why=_("窗口"))
impersonal("hall.Ticket", "by", why=_("代码"))
impersonal("hall.Talk", "room", "by", why=_("房间和代码"))
