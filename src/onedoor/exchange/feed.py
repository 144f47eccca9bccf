"""A feed: what a file from another system looks like, and which of its columns is which of our fields."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from pydantic import ValidationError, field_validator, model_validator

from onedoor.core.described import Described, Title
from onedoor.core.refusal import Refused
from onedoor.exchange import feed_checks, times
from onedoor.exchange.fields import CODED, Field
from onedoor.exchange.patterns import Pattern
from onedoor.exchange.times import TimeForm

Kind = Literal["xlsx", "csv", "jsonl"]

_SHIPPED = Path(__file__).parent / "feeds"


class FileHints(Described):
    """What is known of the file before it is opened.

    ``kinds``: the file types it may come as, by itself or alone in a .zip. ``sheet``: the worksheet's name; empty: the
    only one that holds anything. ``delimiter``: between the cells of a CSV file. ``encoding``: of a CSV or JSONL file;
    ``auto`` finds it out. ``formulas``: whether a CSV cell that a spreadsheet would calculate refuses the file, or is
    somebody's words.
    """

    kinds: list[Kind]
    sheet: str = ""
    delimiter: str = ","
    encoding: Literal["auto", "utf-8", "gb18030"] = "auto"
    formulas: Literal["refuse", "text"] = "refuse"

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


class Joined(Described):
    """A field put together from several columns: each of ``parts`` names columns in ``{}``, and those that hold
    anything are joined by ``by``."""

    parts: list[str]
    by: str = "\n"


class LookUp(Described):
    """How a cell names an area or an item of ours: ``by`` its code or its name; ``missing``: what becomes of a row
    whose cell names none."""

    by: Literal["code", "name"] = "code"
    missing: Literal["reject", "empty"] = "reject"


class Point(Described):
    """Where it is: one ``column`` that holds both degrees, as "(39.29, -76.61)"; ``order`` says which comes first."""

    column: str
    order: Literal["lat,lon", "lon,lat"] = "lat,lon"


class Feed(Described):
    """The description of one source, from a TOML file (docs/reference/feed-file.md).

    ``columns``, ``joined``, ``constants`` and ``point`` say where each of our fields comes from, each from one of them;
    ``codes`` tells their codes in ours, ``others`` what a code means that is not listed, ``lookup`` how an area or item
    is named. ``required`` lists the fields no row may leave empty (``source_id``, ``text`` and ``received_at`` always);
    ``ignored`` names columns left out on purpose, so that a new column is noticed; ``formats`` lists, for each time
    field, the forms it may take; ``timezone`` holds for times that do not carry their own. ``county``: six digits of
    the receiving centre; empty: the centre that runs the command, or what a column says.
    """

    name: str
    title: Title
    channel: str = ""
    county: str = ""
    timezone: str
    file: FileHints
    columns: dict[Field, str]
    joined: dict[Field, Joined] = {}
    constants: dict[Field, str] = {}
    codes: dict[Field, dict[str, str]] = {}
    others: dict[Field, str] = {}
    lookup: dict[Field, LookUp] = {}
    point: Point | None = None
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
            return cls.parse(path.read_text(encoding="utf-8"), name=path.name)
        except (OSError, UnicodeDecodeError):
            raise Refused(
                _("读不了来源说明“%(file)s”，请检查路径、权限，并存成UTF-8编码。") % {"file": path.name}, field="feed"
            ) from None

    @classmethod
    def parse(cls, text: str, *, name: str) -> Self:
        """The feed this TOML text describes. Raises Refused with every line that is wrong in it."""
        try:
            return cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise Refused(
                _("来源说明“%(file)s”不是正确的TOML：%(reason)s。请改正后再试。") % {"file": name, "reason": error},
                field="feed",
            ) from None
        except ValidationError as error:
            wrong = "".join(feed_checks.complaint(problem, cls) for problem in error.errors())
        except Refused as refusal:
            wrong = str(refusal)
        raise Refused(_("来源说明“%(file)s”不能用。%(wrong)s") % {"file": name, "wrong": wrong}, field="feed")

    @classmethod
    def shipped(cls) -> list[str]:
        """The names of the feeds that come with the product."""
        return sorted(path.stem for path in _SHIPPED.glob("*.toml"))

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.title.label

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where the clocks of this source stand."""
        return ZoneInfo(self.timezone)

    @cached_property
    def forms(self) -> Mapping[Field, tuple[TimeForm, ...]]:
        """The accepted ways to write each time field, in the order they are tried."""
        return {
            field: tuple(form for pattern in patterns if (form := times.form(pattern)))
            for field, patterns in self.formats.items()
        }

    @cached_property
    def patterns(self) -> Mapping[Field, tuple[Pattern, ...]]:
        """The parts of each field that is put together."""
        return {
            field: tuple(pattern for part in joined.parts if (pattern := Pattern.parse(part)))
            for field, joined in self.joined.items()
        }

    @cached_property
    def sources(self) -> Mapping[Field, tuple[str, ...]]:
        """The columns each field is filled from."""
        found: dict[Field, tuple[str, ...]] = {field: (column,) for field, column in self.columns.items()}
        for field, parts in self.patterns.items():
            found[field] = tuple(dict.fromkeys(column for part in parts for column in part.columns))
        if self.point:
            found["lon"] = found["lat"] = (self.point.column,)
        return found

    @cached_property
    def used(self) -> tuple[str, ...]:
        """Every column that fills a field."""
        return tuple(dict.fromkeys(column for columns in self.sources.values() for column in columns))

    @cached_property
    def coded(self) -> tuple[Field, ...]:
        """The fields whose cells hold codes or names of something of ours."""
        return tuple(field for field in CODED if field in self.columns)

    @cached_property
    def demanded(self) -> tuple[Field, ...]:
        """The fields no row may leave empty: channel and county too, where a column tells them and no table what an
        empty cell means."""
        told = [field for field in self.coded if field in ("channel", "county") and "" not in self.codes.get(field, {})]
        return tuple(dict.fromkeys([*self.required, *told]))

    def column(self, field: Field) -> str:
        """What the columns of a field are called, for a sentence."""
        return _("、").join(self.sources[field])

    @field_validator("name")
    @classmethod
    def _code(cls, value: str) -> str:
        return feed_checks.name(value)

    @field_validator("county")
    @classmethod
    def _six_digits(cls, value: str) -> str:
        return feed_checks.county(value)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return feed_checks.timezone(value)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        feed_checks.whole(self)
        return self


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
