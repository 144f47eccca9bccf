"""What a feed's description must fulfil, and the sentence for each thing that is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, get_args
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.exchange import times
from onedoor.exchange.fields import (
    CHOICES,
    CODED,
    CONSTANT,
    DEGREES,
    INDISPENSABLE,
    JOINED,
    LOOKED_UP,
    TIMES,
    Field,
)
from onedoor.exchange.patterns import Pattern

if TYPE_CHECKING:
    from pydantic import BaseModel

    from onedoor.exchange.feed import Feed


def name(value: str) -> str:
    """The feed's own code: it stands on every report the feed brings."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,31}", value):
        raise Refused(_("name只能用小写字母、数字、“-”和“_”，以字母开头，不超过32个字符。"), field="name")
    return value


def county(value: str) -> str:
    """Six digits, or empty."""
    if value and not re.fullmatch(r"[0-9]{6}", value):
        raise Refused(_("county要写六位行政区划代码，例如990801；不写就是本中心。"), field="county")
    return value


def timezone(value: str) -> str:
    """A name of the time zone database."""
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError):
        raise Refused(
            _("timezone里的“%(zone)s”不是时区名称，请写成Asia/Shanghai这样的名称。") % {"zone": value}, field="timezone"
        ) from None
    return value


def whole(feed: Feed) -> None:
    """Everything that concerns more than one line of the description. Raises Refused."""
    _check_origins(feed)
    _check_required(feed)
    _check_pairs(feed)
    _check_times(feed)
    _check_codes(feed)
    _check_names(feed)


def _check_origins(feed: Feed) -> None:
    """Each field comes from one place, and only from where such a field can come from."""
    _only(feed.joined, JOINED, "joined")
    _only(feed.constants, CONSTANT, "constants")
    for field, joined in feed.joined.items():
        for part in joined.parts:
            if Pattern.parse(part) is None:
                raise Refused(
                    _("joined.%(field)s里的“%(part)s”不对：列名要写在成对的{}里，每一段至少写一个列名。")
                    % {"field": field, "part": part},
                    field="joined",
                )
        if not joined.parts:
            raise Refused(_("joined.%(field)s的parts不能为空，请写上要拼的列。") % {"field": field}, field="joined")
    origins = [*feed.columns, *feed.joined, *feed.constants, *(DEGREES if feed.point else ())]
    for field in origins:
        if origins.count(field) > 1:
            raise Refused(
                _("%(field)s写了两个来处，只能在columns、joined、constants、point里选一个。") % {"field": field},
                field=field,
            )
    if bool(feed.channel) == ("channel" in feed.columns):
        _refuse(_("channel要么写成一个渠道，要么在columns里写列名，二者必须有一个，也只能有一个。"), "channel")
    if feed.channel:
        _ours("channel", feed.channel, "channel")
    if "area" in feed.constants and "county" in feed.columns:
        _refuse(_("每一行的county不同，constants里就不能写死area。请删去一个。"), "constants")
    if feed.county and "county" in feed.columns:
        _refuse(_("county已经写明，columns里就不能再写county。请删去一个。"), "county")


def _check_required(feed: Feed) -> None:
    for field in INDISPENSABLE:
        if field not in feed.sources or field not in feed.required:
            raise Refused(_("%(field)s必须写进columns，也必须写进required。") % {"field": field}, field=field)
    for field in feed.required:
        if field not in feed.sources:
            raise Refused(
                _("required里有%(field)s，columns里却没有，请写上它在文件里的列名。") % {"field": field}, field=field
            )


def _check_pairs(feed: Feed) -> None:
    if ("reply" in feed.sources) != ("replied_at" in feed.columns):
        _refuse(_("reply和replied_at要么都写进columns，要么都不写：没有时间的答复无法入档。"), "columns")
    if ("lon" in feed.columns) != ("lat" in feed.columns):
        _refuse(_("lon和lat要么都写进columns，要么都不写：一个数定不了位置。"), "columns")


def _check_times(feed: Feed) -> None:
    for field in TIMES:
        if (field in feed.columns) != bool(feed.formats.get(field)):
            raise Refused(
                _("%(field)s要在columns里写列名，同时在formats里写时间格式，缺一不可。") % {"field": field}, field=field
            )
    for field, patterns in feed.formats.items():
        if field not in TIMES:
            raise Refused(_("%(field)s不是时间，请从formats里删去。") % {"field": field}, field="formats")
        for pattern in patterns:
            if times.form(pattern) is None:
                raise Refused(
                    _(
                        "formats里的“%(pattern)s”认不出年月日，或者分不出上午下午，"
                        "请写成“%%Y-%%m-%%d %%H:%%M:%%S”这样的格式，或者：%(named)s。"
                    )
                    % {"pattern": pattern, "named": _("、").join(times.NAMED)},
                    field="formats",
                )


def _check_codes(feed: Feed) -> None:
    _only(feed.codes, CODED, "codes")
    _only(feed.lookup, LOOKED_UP, "lookup")
    for table, fields in (("codes", feed.codes), ("lookup", feed.lookup)):
        for field in fields:
            if field not in feed.columns:
                raise Refused(
                    _("%(table)s里有%(field)s，columns里却没有，请写上它在文件里的列名。")
                    % {"table": table, "field": field},
                    field=table,
                )
    for field in feed.others:
        if field not in feed.codes:
            raise Refused(
                _("others里有%(field)s，codes里却没有。没有对照表就谈不上“其余”，请补上codes.%(field)s。")
                % {"field": field},
                field="others",
            )
    for field, meanings in feed.codes.items():
        for value in [*meanings.values(), *([feed.others[field]] if field in feed.others else [])]:
            _ours(field, value, f"codes.{field}")
    for field, value in feed.constants.items():
        _ours(field, value, f"constants.{field}")


def _check_names(feed: Feed) -> None:
    named = [*feed.columns.values(), *([feed.point.column] if feed.point else []), *feed.ignored]
    for column in [*named, *feed.used]:
        if not column.strip() or column != column.strip():
            raise Refused(_("列名“%(name)s”为空或首尾有空格，请改正。") % {"name": column}, field="columns")
    for column in named:
        if named.count(column) > 1:
            raise Refused(
                _("列名“%(name)s”写了两次，每一列只能用一次；要再用一次，请写进joined。") % {"name": column},
                field="columns",
            )
    for column in feed.ignored:
        if column in feed.used:
            raise Refused(
                _("列名“%(name)s”既要用又写进了ignored，请从ignored里删去。") % {"name": column}, field="ignored"
            )


def _only(there: Iterable[Field], allowed: tuple[Field, ...], table: str) -> None:
    for field in there:
        if field not in allowed:
            raise Refused(
                _("%(table)s里不能写%(field)s，只能写：%(known)s。")
                % {"table": table, "field": field, "known": _("、").join(allowed)},
                field=table,
            )


def _ours(field: Field, value: str, where: str) -> None:
    """Raises Refused when a value that the feed names is none of ours. Channel and county can never be left empty."""
    if not value and field not in ("channel", "county"):
        return
    if field == "county" and not value:
        raise Refused(_("%(where)s里的值不能为空，请写六位代码。") % {"where": where}, field=where)
    if field == "county":
        county(value)
    if field in CHOICES and value not in CHOICES[field]:
        raise Refused(
            _("不认识%(where)s里的“%(value)s”，只能是：%(known)s。")
            % {"where": where, "value": value, "known": _("、").join(CHOICES[field])},
            field=where,
        )


def _refuse(sentence: str, field: str) -> NoReturn:
    raise Refused(sentence, field=field)


def complaint(problem: Mapping[str, Any], model: type[BaseModel]) -> str:
    """One sentence about one thing the model found wrong."""
    parts = [part for part in problem["loc"] if part != "[key]"]
    key = ".".join(str(part) for part in parts)
    if problem["type"] == "extra_forbidden":
        return _("不认识“%(key)s”，请删去或检查拼写；可以写的有：%(known)s。") % {
            "key": key,
            "known": _("、").join(_keys(model, parts[:-1])),
        }
    if problem["type"] == "missing":
        return _("缺少“%(key)s”，请补上。") % {"key": key}
    if problem["type"] == "literal_error":
        return _("“%(key)s”里的“%(value)s”不认识，只能是：%(known)s。") % {
            "key": key,
            "value": problem["input"],
            "known": _("、").join(re.findall(r"'([^']+)'", problem["ctx"]["expected"])),
        }
    return _("“%(key)s”的类型不对，请对照自带的来源说明改正。") % {"key": key}


def _keys(model: type[BaseModel], path: list[Any]) -> list[str]:
    """What may be written in this table of the description."""
    for part in path:
        field = model.model_fields.get(part)
        if field is None:
            continue
        inner = [one for one in (field.annotation, *get_args(field.annotation)) if hasattr(one, "model_fields")]
        model = inner[0] if inner else model
    return list(model.model_fields)
