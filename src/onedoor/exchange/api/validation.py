"""What is wrong with the parts of a request, said in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from onedoor.core.sentence import Sentence

if TYPE_CHECKING:
    from django.utils.functional import Promise

_NOT_FITTING = _("这一项的写法不对。请对照接口说明改正。")
_SENTENCES: dict[str, Any] = {
    "missing": _("缺少这一项。请补上。"),
    "extra_forbidden": _("没有这一项。请去掉，或核对拼写。"),
    "string_too_long": _("太长了，最多%(max_length)s字。请缩短。"),
    "string_too_short": _("太短了，至少%(min_length)s字。请补全。"),
    "too_long": _("太多了，最多%(max_length)s个。请分几次发送。"),
    "too_short": _("太少了，至少%(min_length)s个。请补上。"),
    "greater_than_equal": _("太小了，不能小于%(ge)s。请改正。"),
    "less_than_equal": _("太大了，不能大于%(le)s。请改正。"),
    "literal_error": _("不在可选范围里，只能是：%(expected)s。请重新选择。"),
    "enum": _("不在可选范围里，只能是：%(expected)s。请重新选择。"),
    "string_type": _("应是字符串。请改正。"),
    "bool_type": _("应是true或false。请改正。"),
    "float_type": _("应是数字。请改正。"),
    "int_type": _("应是整数。请改正。"),
    "int_parsing": _("应是整数。请改正。"),
    "date_parsing": _("日期或时间不对，应写成2026-09-14或2026-09-14T09:30:00+08:00。请改正。"),
    "model_attributes_type": _("应是JSON对象。请改正。"),
    "model_type": _("应是JSON对象。请改正。"),
    "list_type": _("应是JSON数组。请改正。"),
}


@dataclass(frozen=True)
class Wrong:
    """One part of a request and what is wrong with it; ``english`` where that is known already."""

    field: str
    sentence: str | Promise | Sentence
    english: str = ""


def wrong(errors: Iterable[Mapping[str, Any]]) -> list[Wrong]:
    """What pydantic found, as sentences. A field is named by its path inside the body, the query or the header."""
    return [Wrong(_field(each["loc"]), _sentence(each)) for each in errors]


def _sentence(error: Mapping[str, Any]) -> Sentence:
    return Sentence(_SENTENCES.get(error["type"], _NOT_FITTING), error.get("ctx") or {})


def _field(path: tuple[str | int, ...]) -> str:
    """``("body", "report", "lon")`` → ``lon``: where it was sent and the name of the argument say nothing outside."""
    start = 2 if path[0] == "body" else 1
    return ".".join(str(part) for part in path[start:])
