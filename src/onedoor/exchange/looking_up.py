"""Which county, area and item of ours a row means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.catalogue.queries import catalogue
from onedoor.core.refusal import Refused
from onedoor.exchange.cells import unfit
from onedoor.exchange.codes import shown
from onedoor.exchange.feed import Feed
from onedoor.exchange.fields import Field
from onedoor.exchange.rows import Row
from onedoor.geography.atlas import atlas
from onedoor.organisation.queries import directory

if TYPE_CHECKING:
    from django.utils.functional import Promise

_NO_COUNTY = gettext_lazy(
    "第%(line)s行的“%(column)s”（%(value)s）不是这里的县区。请写六位代码，例如990801，并确认库里有它的单位。"
)
_NO_AREA = gettext_lazy("第%(line)s行的“%(column)s”（%(value)s）在本县的区划里对不上唯一的一处。请改正，或写成代码。")
_NO_ITEM = gettext_lazy("第%(line)s行的“%(column)s”（%(value)s）在事项目录里对不上唯一的一项。请改正，或写成代码。")
_BETWEEN = ("·", " ", "/", "\\", "-", ">", "　")


@dataclass(frozen=True)
class LookUps:
    """The areas and items of one county, by code and by name."""

    feed: Feed
    county: str

    def resolved(self, row: Row) -> Row:
        """The row with codes of ours in place of what the file says. Raises Unfit where the feed wants it so."""
        if not (row.area or row.item):
            return row
        area = self._found("area", row.area, row.line, _NO_AREA, self._area(row)) if row.area else ""
        item = self._found("item", row.item, row.line, _NO_ITEM, self._item(row.item)) if row.item else ""
        return replace(row, area=area, item=item)

    def _found(self, field: Field, told: str, line: int, missing: Promise, code: str) -> str:
        if code:
            return code
        look_up = self.feed.lookup.get(field)
        if look_up and look_up.missing == "empty":
            return ""
        raise unfit(missing, line, self.feed.columns.get(field, field), value=shown(told))

    def _by_name(self, field: Field) -> bool:
        look_up = self.feed.lookup.get(field)
        return look_up is not None and look_up.by == "name" and field not in self.feed.codes

    def _area(self, row: Row) -> str:
        if self._by_name("area"):
            return self._areas.get(_plain(row.area), "")
        known = atlas(self.county)
        code = known.found(row.area, lon=row.lon, lat=row.lat)
        return code if known.known(code) else ""

    def _item(self, told: str) -> str:
        if self._by_name("item"):
            return self._items.get(_plain(told), "")
        item = catalogue(self.county).items.get(told)
        return item.code if item and item.parent else ""

    @cached_property
    def _areas(self) -> Mapping[str, str]:
        known = atlas(self.county)
        county = known.name(f"{self.county}000000")
        names = [(place.name, code) for code, place in known.places.items()]
        paths = [(known.path(code), code) for code in known.places]
        return _unique([*names, *paths, *((county + path, code) for path, code in paths)])

    @cached_property
    def _items(self) -> Mapping[str, str]:
        items = catalogue(self.county).items
        told = [(item.name, item.code) for item in items.values() if item.parent]
        above = {code: item.name for code, item in items.items() if not item.parent}
        paths = [(above.get(item.parent, "") + item.name, item.code) for item in items.values() if item.parent]
        return _unique([*told, *paths])

    def check_constants(self) -> None:
        """Raises Refused when the feed's own area or item is none of this county."""
        row = {field: self.feed.constants.get(field, "") for field in ("area", "item")}
        if row["area"] and not atlas(self.county).known(row["area"]):
            raise Refused(_("来源说明的constants里，area不是本县的区划代码。请改正。"), field="constants")
        if row["item"] and not self._item(row["item"]):
            raise Refused(_("来源说明的constants里，item不是本县目录里的事项代码。请改正。"), field="constants")


def county_of(row: Row, feed: Feed, home: str) -> str:
    """The county a row goes to. Raises Unfit when it is none of those whose units are here."""
    county = row.county or home
    if county != home and not directory(county).by_code:
        raise unfit(_NO_COUNTY, row.line, feed.columns["county"], value=shown(row.county))
    return county


def _unique(pairs: list[tuple[str, str]]) -> Mapping[str, str]:
    """Each name with its code; a name that means two of them means none."""
    found: dict[str, str] = {}
    for name, code in pairs:
        plain = _plain(name)
        found[plain] = code if found.get(plain, code) == code else ""
    return found


def _plain(name: str) -> str:
    for sign in _BETWEEN:
        name = name.replace(sign, "")
    return name
