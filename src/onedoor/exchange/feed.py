"""A feed: what a file from another system looks like, and which of its columns is which of our fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, get_args
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from onedoor.cases.models.report import Channel
from onedoor.core.refusal import Refused

Field = Literal["source_id", "author", "title", "text", "received_at", "reply", "replied_at"]
Kind = Literal["xlsx", "csv", "jsonl"]

FIELDS: tuple[Field, ...] = get_args(Field)
INDISPENSABLE: tuple[Field, ...] = ("source_id", "text", "received_at")
TIMES: tuple[Field, ...] = ("received_at", "replied_at")

_SHIPPED = Path(__file__).parent / "feeds"
_PROBE = datetime(2019, 6, 8, 17, 31, 20, tzinfo=UTC)


class TimeForm(NamedTuple):
    """One way a time is written. ``by_day``: it names the day and no hour."""

    pattern: str
    by_day: bool

    @property
    def example(self) -> str:
        """How 17:31:20 on 8 June 2019 looks in this form."""
        return _PROBE.strftime(self.pattern)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Title(_Strict):
    """What people call the feed."""

    zh: str
    en: str


class FileHints(_Strict):
    """What is known of the file before it is opened.

    ``kinds``: the file types it may come as. ``sheet``: the worksheet's name; empty: the only one that holds anything.
    ``delimiter``: between the cells of a CSV file.
    """

    kinds: list[Kind]
    sheet: str = ""
    delimiter: str = ","

    @field_validator("kinds")
    @classmethod
    def _some(cls, value: list[Kind]) -> list[Kind]:
        if not value:
            raise Refused(_("kinds不能为空，请写上可以接收的文件类型：xlsx、csv、jsonl。"), field="file.kinds")
        return value

    @field_validator("delimiter")
    @classmethod
    def _one_character(cls, value: str) -> str:
        if len(value) != 1 or value in '"\r\n':
            raise Refused(_("delimiter只能是一个字符，例如“,”或制表符。"), field="file.delimiter")
        return value


class Feed(_Strict):
    """The description of one source, from a TOML file.

    ``columns`` maps our fields to the names in the file; ``required`` lists the fields no row may leave empty
    (``source_id``, ``text`` and ``received_at`` always); ``ignored`` names columns left out on purpose, so that a new
    column is noticed; ``formats`` lists, for each time field, the forms it may take, as in strftime; ``timezone``
    holds for times that do not carry their own. ``county``: six digits of the receiving centre; empty: the centre that
    runs the command.
    """

    name: str
    title: Title
    channel: str
    county: str = ""
    timezone: str
    file: FileHints
    columns: dict[Field, str]
    formats: dict[Field, list[str]]
    required: list[Field]
    ignored: list[str] = []

    @classmethod
    def load(cls, name_or_path: str | Path) -> Self:
        """The shipped feed of that name, or the feed written in that TOML file.

        Raises Refused when there is no such feed, or with every line that is wrong in it.
        """
        path = _located(str(name_or_path))
        try:
            written = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            raise Refused(
                _("读不了来源说明“%(file)s”，请检查路径、权限，并存成UTF-8编码。") % {"file": path.name}, field="feed"
            ) from None
        except tomllib.TOMLDecodeError as error:
            raise Refused(
                _("来源说明“%(file)s”不是正确的TOML：%(reason)s。请改正后再试。")
                % {"file": path.name, "reason": error},
                field="feed",
            ) from None
        try:
            return cls.model_validate(written)
        except ValidationError as error:
            wrong = "".join(_complaint(problem) for problem in error.errors())
        except Refused as refusal:
            wrong = str(refusal)
        raise Refused(_("来源说明“%(file)s”不能用。%(wrong)s") % {"file": path.name, "wrong": wrong}, field="feed")

    @classmethod
    def shipped(cls) -> list[str]:
        """The names of the feeds that come with the product."""
        return sorted(path.stem for path in _SHIPPED.glob("*.toml"))

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.title.en if (get_language() or "").startswith("en") else self.title.zh

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where the clocks of this source stand."""
        return ZoneInfo(self.timezone)

    @cached_property
    def forms(self) -> Mapping[Field, tuple[TimeForm, ...]]:
        """The accepted ways to write each time field, in the order they are tried."""
        return {field: tuple(_form(pattern) for pattern in patterns) for field, patterns in self.formats.items()}

    @field_validator("name")
    @classmethod
    def _code(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z][a-z0-9_-]{0,31}", value):
            raise Refused(_("name只能用小写字母、数字、“-”和“_”，以字母开头，不超过32个字符。"), field="name")
        return value

    @field_validator("channel")
    @classmethod
    def _known_channel(cls, value: str) -> str:
        if value not in Channel.values:
            raise Refused(
                _("不认识channel里的“%(channel)s”，只能是：%(known)s。")
                % {"channel": value, "known": _("、").join(Channel.values)},
                field="channel",
            )
        return value

    @field_validator("county")
    @classmethod
    def _six_digits(cls, value: str) -> str:
        if value and not re.fullmatch(r"[0-9]{6}", value):
            raise Refused(_("county要写六位行政区划代码，例如990801；不写就是本中心。"), field="county")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError):
            raise Refused(
                _("timezone里的“%(zone)s”不是时区名称，请写成Asia/Shanghai这样的名称。") % {"zone": value},
                field="timezone",
            ) from None
        return value

    @field_validator("formats")
    @classmethod
    def _readable_forms(cls, value: dict[Field, list[str]]) -> dict[Field, list[str]]:
        for pattern in (pattern for patterns in value.values() for pattern in patterns):
            try:
                same_day = datetime.strptime(_PROBE.strftime(pattern), pattern).date() == _PROBE.date()
            except (ValueError, re.error):
                same_day = False
            if not same_day:
                raise Refused(
                    _("formats里的“%(pattern)s”认不出年月日，请写成“%%Y-%%m-%%d %%H:%%M:%%S”这样的格式。")
                    % {"pattern": pattern},
                    field="formats",
                )
        return value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for field in INDISPENSABLE:
            if field not in self.columns or field not in self.required:
                raise Refused(_("%(field)s必须写进columns，也必须写进required。") % {"field": field}, field=field)
        for field in self.required:
            if field not in self.columns:
                raise Refused(
                    _("required里有%(field)s，columns里却没有，请写上它在文件里的列名。") % {"field": field},
                    field=field,
                )
        if ("reply" in self.columns) != ("replied_at" in self.columns):
            raise Refused(
                _("reply和replied_at要么都写进columns，要么都不写：没有时间的答复无法入档。"), field="columns"
            )
        for field in TIMES:
            if (field in self.columns) != bool(self.formats.get(field)):
                raise Refused(
                    _("%(field)s要在columns里写列名，同时在formats里写时间格式，缺一不可。") % {"field": field},
                    field=field,
                )
        for field in self.formats:
            if field not in TIMES:
                raise Refused(_("%(field)s不是时间，请从formats里删去。") % {"field": field}, field="formats")
        self._check_names()
        return self

    def _check_names(self) -> None:
        names = [*self.columns.values(), *self.ignored]
        for name in names:
            if not name.strip() or name != name.strip():
                raise Refused(_("列名“%(name)s”为空或首尾有空格，请改正。") % {"name": name}, field="columns")
            if names.count(name) > 1:
                raise Refused(_("列名“%(name)s”写了两次，每一列只能用一次。") % {"name": name}, field="columns")


def _located(name: str) -> Path:
    if name.endswith(".toml") or "/" in name or "\\" in name:
        path = Path(name)
        if not path.is_file():
            raise Refused(_("找不到来源说明文件“%(file)s”，请检查路径。") % {"file": path.name}, field="feed")
        return path
    if name not in Feed.shipped():
        raise Refused(
            _("没有名为“%(name)s”的来源。自带的来源有：%(names)s；也可以写上自己的.toml文件的路径。")
            % {"name": name, "names": _("、").join(Feed.shipped())},
            field="feed",
        )
    return _SHIPPED / f"{name}.toml"


def _form(pattern: str) -> TimeForm:
    written = _PROBE.strftime(pattern)
    return TimeForm(pattern, by_day=datetime.strptime(written, pattern).hour == 0)


def _complaint(problem: Any) -> str:
    """One sentence about one thing the model found wrong."""
    key = ".".join(str(part) for part in problem["loc"] if part != "[key]")
    if problem["type"] == "extra_forbidden":
        return _("不认识“%(key)s”，请删去或检查拼写；可以写的有：%(known)s。") % {
            "key": key,
            "known": _("、").join(FileHints.model_fields if key.startswith("file.") else Feed.model_fields),
        }
    if problem["type"] == "missing":
        return _("缺少“%(key)s”，请补上。") % {"key": key}
    if problem["type"] == "literal_error":
        return _("“%(key)s”里的“%(value)s”不认识，只能是：%(known)s。") % {
            "key": key,
            "value": problem["input"],
            "known": _("、").join(get_args(Kind) if key.startswith("file.") else FIELDS),
        }
    return _("“%(key)s”的类型不对，请对照自带的来源说明改正。") % {"key": key}
