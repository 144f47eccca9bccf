"""A workbook of the set-up names who works at the centre; it is kept only until somebody has looked at it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import Kind, impersonal, personal

for field in ("content", "name"):
    personal(
        f"setup.Upload.{field}",
        kind=Kind.PERSONAL, purpose=_("上传的设置表，看过结果、确认以前放着"),
        basis=_("依法履行职责的内部管理（个人信息保护法第13条第2、3项）"),
        erase=_("确认、放弃或换一份时删除；没有确认的，一天后删除"),
    )  # fmt: skip
impersonal("setup.Upload", "member", why=_("代码"))
