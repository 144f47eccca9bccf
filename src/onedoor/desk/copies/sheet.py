"""A copy-out sheet (抄录单): which fields another system asks for, in its order, described in TOML."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import Field, ValidationError, model_validator

from onedoor.core.described import Described, Title
from onedoor.core.refusal import Refused

TEXTS = (
    "ref", "title", "text", "place", "area", "area_code", "lon", "lat", "name", "phone", "address", "item", "item_code",
    "unit", "helpers", "upstream_no", "amount", "reply", "report_no",
)  # fmt: skip
CODES = ("channel", "nature", "kind", "urgency", "people", "colour", "state", "reply_by", "anonymous", "major")
TIMES = ("registered_at", "received_at", "upstream_by", "solve_by", "replied_at", "closed_at", "now")
SOURCES = (*TEXTS, *CODES, *TIMES)
"""What of a case may be copied (docs/reference/copy-sheet.md)."""

_SHIPPED = Path(__file__).parent


class CopyField(Described):
    """One field of the other system. ``source`` (in the file: ``from``) is what of ours goes there, or ``constant``
    what always does; neither: a person fills it in. ``codes`` tells our codes in theirs, ``other`` what those mean that
    are not listed. ``longest``: characters it takes, 0: any number. ``form``: how a time is written, as in strftime."""

    heading: str = Field(min_length=1)
    source: str = Field(default="", alias="from")
    constant: str = ""
    codes: dict[str, str] = {}
    other: str = ""
    longest: int = Field(default=0, ge=0)
    form: str = "%Y-%m-%d %H:%M:%S"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.source and self.source not in SOURCES:
            raise Refused(
                _("“%(heading)s”的from里没有“%(source)s”，只能是：%(known)s。")
                % {"heading": self.heading, "source": self.source, "known": _("、").join(SOURCES)}
            )
        if self.source and self.constant:
            raise Refused(_("“%(heading)s”的from和constant只能写一个。") % {"heading": self.heading})
        if (self.codes or self.other) and self.source not in CODES:
            raise Refused(
                _("“%(heading)s”不是代码，不能写codes。能写的有：%(known)s。")
                % {"heading": self.heading, "known": _("、").join(CODES)}
            )
        return self


class CopySheet(Described):
    """The fields of one other system in its order."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")
    title: Title
    fields: list[CopyField] = Field(min_length=1)

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.title.label


def sheets() -> dict[str, CopySheet]:
    """Every sheet by its name: those that come with the product, and those in ``ONEDOOR_COPIES``, which replace one
    of the same name.

    Raises Refused with the file and what is wrong in it.
    """
    own = sorted(Path(settings.ONEDOOR_COPIES).glob("*.toml"))
    found = [_read(path, path.stat().st_mtime_ns) for path in (*sorted(_SHIPPED.glob("*.toml")), *own)]
    return {sheet.name: sheet for sheet in found}


def label_of(name: str) -> str:
    """What people call a sheet; its name where it is no more."""
    try:
        sheet = sheets().get(name)
    except Refused:
        return name
    return sheet.label if sheet else name


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> CopySheet:
    """A file as it was when it was last ``changed``: a time line names a sheet for each copy that was made."""
    try:
        return CopySheet.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        wrong = _("读不了，请检查权限，并存成UTF-8编码。")
    except tomllib.TOMLDecodeError as error:
        wrong = _("不是正确的TOML：%(reason)s。") % {"reason": error}
    except ValidationError as error:
        wrong = "".join(_complaint(problem) for problem in error.errors())
    except Refused as refusal:
        wrong = str(refusal)
    raise Refused(_("抄录单“%(file)s”不能用。%(wrong)s请系统管理岗改正。") % {"file": path.name, "wrong": wrong})


def _complaint(problem: Any) -> str:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in problem["loc"])
    if problem["type"] == "missing":
        return _("缺少“%(key)s”，请补上。") % {"key": key}
    if problem["type"] == "extra_forbidden":
        return _("不认识“%(key)s”，请删去或检查拼写。") % {"key": key}
    return _("“%(key)s”写得不对，请对照自带的抄录单改正。") % {"key": key}


def on_one_line(text: str) -> str:
    """The text without line breaks and tabs, and so that no spreadsheet takes it for a formula."""
    plain = re.sub(r"\s+", " ", text).strip()
    return f"'{plain}" if re.match(r"[=@]|[+-](?![0-9.]+$)", plain) else plain
