"""Take areas in from a file, one county at a time, whole or not at all; the same file again changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onedoor.core import chain
from onedoor.core.events import Named, emit
from onedoor.core.writing import insert_together
from onedoor.geography import atlas
from onedoor.geography.actions.replacing import SUBJECT, follow
from onedoor.geography.events import AreasImported
from onedoor.geography.models import Area
from onedoor.geography.models.area import Level
from onedoor.geography.rows import Finding, Row, above, digits

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    """What a file would change in a county, worked out and not yet done."""

    county: str
    on: date
    new: Sequence[Area]
    changed: Sequence[Area]
    ended: Sequence[tuple[Area, str]]
    """Areas that the file, which lists the whole county, no longer has; with the code of the one of the same name."""
    same: int
    findings: Sequence[Finding]

    @property
    def stopped(self) -> bool:
        """Whether something has to be put right first."""
        return any(finding.stops for finding in self.findings)

    @property
    def idle(self) -> bool:
        return not (self.new or self.changed or self.ended)


def plan(county: str, rows: Sequence[Row], findings: Iterable[Finding] = (), *, on: date, whole: bool = False) -> Plan:
    """What taking these rows in from a day on would change. ``whole``: they are all the areas of their levels, so that
    any other one ends the day before."""
    said = list(findings)
    known = {area.code: area for area in Area.objects.filter(county=county).exclude(valid_to__lt=on).order_by("code")}
    said += _wrong(county, rows, known)
    new, changed, told = [], [], {row.code for row in rows}
    for row in rows:
        area = known.get(row.code)
        if area is None:
            new.append(_new(county, row, on))
        elif _differs(area, row):
            changed.append(area)
    ended = _ended(rows, known, new) if whole else []
    same = len(told) - len(new) - len(changed)
    return Plan(county, on, new, changed, ended, same, sorted(said, key=lambda finding: finding.line))


@transaction.atomic
def take(planned: Plan, *, by: Named, at: datetime) -> None:
    """Carry a plan out. One that is stopped, or has nothing to do, changes nothing and tells nobody."""
    if planned.stopped or planned.idle:
        return
    head = chain.locked(planned.county, SUBJECT)
    insert_together(planned.new)
    Area.objects.bulk_update(planned.changed, _FIELDS, batch_size=500)
    for area, successor in planned.ended:
        if successor:
            follow(area, successor, on=planned.on)
        else:
            Area.objects.filter(pk=area.pk).update(valid_to=planned.on - _ONE_DAY)
    counts = {"added": len(planned.new), "changed": len(planned.changed), "ended": len(planned.ended)}
    emit(AreasImported(**counts, on=planned.on), on=head, by=by, at=at)
    atlas.changed()


_FIELDS = ("name", "level", "parent", "lon", "lat", "boundary")


def _new(county: str, row: Row, on: date) -> Area:
    return Area(
        county=county, code=row.code, name=row.name, level=row.level, parent=row.parent, lon=row.lon, lat=row.lat,
        boundary=row.boundary, valid_from=on,
    )  # fmt: skip


def _differs(area: Area, row: Row) -> bool:
    """Put what the row says into the area; whether that changed anything. What a file of boundaries does not tell
    stays: level and parent belong to the name."""
    told: dict[str, object] = {"boundary": row.boundary, "lon": row.lon, "lat": row.lat}
    if row.name:
        told |= {"name": row.name}
    if row.name and row.boundary is None:
        told |= {"level": row.level}
        if area.parent or row.parent != above(row.code):  # what can be read off the code need not be kept
            told |= {"parent": row.parent}
    differs = False
    for name, value in told.items():
        kept = getattr(area, name)
        kept = bytes(kept) if isinstance(kept, memoryview) else kept
        if value is not None and kept != value:
            setattr(area, name, value)
            differs = True
    return differs


def _wrong(county: str, rows: Sequence[Row], known: dict[str, Area]) -> list[Finding]:
    findings = []
    counted = Counter(row.code for row in rows)
    codes = counted.keys() | known.keys()
    for row in rows:
        if counted[row.code] > 1:
            findings.append(
                Finding(row.line, _("%(code)s有%(n)d行。请只留一行。"), {"code": row.code, "n": counted[row.code]})
            )
        if not row.name and row.code not in known:
            words = _("%(code)s还不在区划里，边界里也没有名称。请先导入区划，或写上名称。")
            findings.append(Finding(row.line, words, {"code": row.code}))
        inside = row.parent[:6] == county and row.level not in (Level.PROVINCE, Level.CITY, Level.COUNTY)
        if inside and row.name and row.code not in known and row.parent not in codes and _has_county(county, codes):
            words = _("%(code)s的上级%(parent)s不在文件里，也不在区划里。请先导入上级。")
            findings.append(Finding(row.line, words, {"code": row.code, "parent": row.parent}))
        if row.name and row.parent and not row.code.startswith(digits(row.parent)):
            words = _("%(code)s的上级是%(parent)s，代码对不上：权限按代码算，不按上级。")
            findings.append(Finding(row.line, words, {"code": row.code, "parent": row.parent}, stops=False))
        if any("\ue000" <= letter <= "\uf8ff" for letter in row.name):
            words = _("%(code)s的名称“%(name)s”里有自造字，别的电脑显示不出来。请换成通用的字。")
            findings.append(Finding(row.line, words, {"code": row.code, "name": row.name}, stops=False))
    return findings


def _has_county(county: str, codes: Iterable[str]) -> bool:
    return f"{county}000000" in codes


def _ended(rows: Sequence[Row], known: dict[str, Area], new: Sequence[Area]) -> list[tuple[Area, str]]:
    """What is in force and not in the file, on the levels that the file has; and the one new area of the same name and
    level that then follows it."""
    told, levels = {row.code for row in rows}, {row.level for row in rows}
    fresh: dict[tuple[str, str], list[str]] = {}
    for area in new:
        fresh.setdefault((area.level, area.name), []).append(area.code)
    gone = [area for area in known.values() if area.level in levels and area.code not in told and area.valid_to is None]
    named = Counter((area.level, area.name) for area in gone)
    ended = []
    for area in gone:
        key = (area.level, area.name)
        same = fresh.get(key, [])
        ended.append((area, same[0] if len(same) == 1 and named[key] == 1 else ""))
    return ended
