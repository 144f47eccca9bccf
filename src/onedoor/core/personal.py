"""What is kept of people: every field that may hold something of a person is declared by the app it belongs to, with
its purpose, its basis, how long it is kept and how it is erased (个人信息保护法 arts. 6, 17, 19, 47; DOMAIN F.1).

Each app says so in its module ``personal``. A field nobody declared fails a test of the house.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Words = str | Promise


class Kind(models.TextChoices):
    """How near a field comes to a person (arts. 4 and 28). ``ordinary``: words about the matter, in which somebody
    may be named."""

    ORDINARY = "ordinary", _("可能提到个人")
    PERSONAL = "personal", _("个人信息")
    SENSITIVE = "sensitive", _("敏感个人信息")


@dataclass(frozen=True)
class Declared:
    """A field that holds something of people. ``keep`` is the code of the threshold that says for how many days after
    the case has ended; empty where ``erase`` says when it goes."""

    field: str
    kind: Kind
    purpose: Words
    basis: Words
    keep: str
    erase: Words


@dataclass(frozen=True)
class Traces:
    """By what somebody who is erased may be found outside the store: the words of their report and contact, and the
    number a feed gave the report."""

    county: str
    feed: str
    source_id: str
    values: tuple[str, ...]

    def names(self, text: str) -> bool:
        """Whether the text holds one of the values."""
        return any(value in text for value in self.values)


Sweep = Callable[[Traces], int]

_declared: dict[str, Declared] = {}
_impersonal: dict[str, Words] = {}
_sweeps: list[Sweep] = []


def personal(field: str, *, kind: Kind, purpose: Words, basis: Words, erase: Words, keep: str = "") -> None:
    """Declare a field, ``app.Model.field``, that holds something of people."""
    _declared[field] = Declared(field, kind, purpose, basis, keep, erase)


def impersonal(model: str, *fields: str, why: Words) -> None:
    """List fields of a model, ``app.Model``, that hold nothing of people, and say why not."""
    _impersonal.update({f"{model}.{field}": why for field in fields})


def kept_in_files(sweep: Sweep) -> Sweep:
    """Name a function that takes a person's traces out of files beside the store and returns how many it found. It
    may be called again for the same person."""
    _sweeps.append(sweep)
    return sweep


def declared() -> list[Declared]:
    """Every declared field of every app, by name."""
    _discover()
    return [_declared[field] for field in sorted(_declared)]


def listed() -> dict[str, Words]:
    """The fields listed as impersonal, with the reason."""
    _discover()
    return dict(_impersonal)


def sweep(traces: Traces) -> int:
    """Take a person's traces out of every file beside the store. Returns how many were found.

    Raises OSError when a file cannot be written.
    """
    _discover()
    return sum(swept(traces) for swept in _sweeps)


def _discover() -> None:
    autodiscover_modules("personal")


_COPY = _("办理事项；依法履行法定职责所必需（个人信息保护法第13条第3项、第34条）")

personal(
    "core.Remark.text",
    kind=Kind.ORDINARY,
    purpose=_("记下答复、理由和回访原话，供办理、复核和当事人查看"),
    basis=_COPY,
    keep="keep_report",
    erase=_("连同盐值整行删除；经过里只剩无法还原的承诺值"),
)
personal(
    "core.Remark.salt",
    kind=Kind.ORDINARY,
    purpose=_("让承诺值不能被猜出原文"),
    basis=_COPY,
    keep="keep_report",
    erase=_("随原文一起删除"),
)
personal(
    "core.Delivery.error",
    kind=Kind.ORDINARY,
    purpose=_("让运维人员看到投递为什么失败"),
    basis=_("网络安全法第23条"),
    erase=_("投递成功即随行删除；清除来件时清空"),
)
personal(
    "core.SearchEntry.terms",
    kind=Kind.SENSITIVE,
    purpose=_("按词找到事项：标题、地点和来件原话里的字词；不含来件人的姓名、电话和住址，不含保密件"),
    basis=_COPY,
    keep="keep_report",
    erase=_("清除来件或者转为保密时，在同一步里整行删除"),
)
impersonal("core.SearchEntry", "kind", why=_("代码"))
impersonal("core.Happening", "subject", "name", "payload", "actor", "previous", "hash", why=_("只有代码和承诺值"))
impersonal("core.Remark", "subject", "field", why=_("代码"))
impersonal("core.Delivery", "subscriber", "subject", "lane", "payload", why=_("代码"))
impersonal("core.Chain", "name", why=_("代码"))
impersonal("core.CalendarDay", "county", "name", "source", why=_("节假日"))
impersonal("core.Revision", "name", why=_("代码"))
impersonal("core.Store", "purpose", "keys_mark", "facts", why=_("这个库自己的情况"))
