"""Put other codes in the place of areas from a day on: the yearly changes of the division codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import shapely
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.events import Named, emit
from onedoor.core.refusal import Refused
from onedoor.geography import atlas
from onedoor.geography.codes import within
from onedoor.geography.events import AreasReplaced
from onedoor.geography.models import Area
from onedoor.geography.rows import above, digits

SUBJECT = "areas:"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """One line: from ``on`` on ``new`` stands for ``old``. Several lines with one old code split it, several with one
    new code join. ``name`` where the new one is called otherwise."""

    line: int
    old: str
    new: str
    on: date
    name: str = ""


@transaction.atomic
def replace(county: str, changes: Sequence[Change], *, by: Named, at: datetime) -> int:
    """Carry out the changes of a county, all or none; what lies below a replaced area moves along, with its boundary.
    Returns how many areas ended; the same changes again end none.

    Raises Refused, with the line, when an old code is not in force, when a new one would lead back to an old one, when
    two areas would get one code, or when parts of a split area are not told where they go.
    """
    head = chain.locked(county, SUBJECT)
    ended = 0
    for day in sorted({change.on for change in changes}):
        due = [change for change in changes if change.on == day]
        fresh = [change for change in due if not _done(county, change)]
        if not fresh:
            continue
        ended += _on_one_day(county, fresh, day)
        emit(AreasReplaced(on=day, followed=tuple(_followed(fresh))), on=head, by=by, at=at)
    if ended:
        atlas.changed()
    return ended


def follow(area: Area, new: str, *, on: date) -> None:
    """End an area the day before and let the area ``new``, which is there, stand for it; what lies below moves along
    unless the county has it under its new code already. The caller holds the county's record."""
    for below in _below(area, on):
        code = _moved(below.code, area.code, new)
        if not _in_force(area.county, on).filter(code=code).exists():
            _begin(below, code, on=on, land=_together([below]))
        _end(below, [code], on)
    _end(area, [new], on)


def _on_one_day(county: str, changes: Sequence[Change], on: date) -> int:
    following: dict[str, list[Change]] = {}
    for change in changes:
        following.setdefault(change.old, []).append(change)
    named = {change.old for change in changes}
    moves: list[tuple[Area, list[Change]]] = []
    for old, parts in following.items():
        area = _in_force(county, on).filter(code=old).first()
        _check(area, parts, named)
        assert area is not None
        moves.append((area, parts))
        for below in _below(area, on):
            if any(other != old and within(other).covers(below.code) for other in named if within(old).covers(other)):
                continue
            if len(parts) > 1:
                raise _refused(parts[0], _("%(old)s分成了几个，请逐行写明它下面的%(below)s归哪个代码。")
                               % {"old": old, "below": below.code})  # fmt: skip
            moves.append((below, [Change(parts[0].line, below.code, _moved(below.code, old, parts[0].new), on)]))
    _distinct(moves, named)
    joined: dict[str, list[Area]] = {}
    for area, parts in moves:
        for part in parts:
            joined.setdefault(part.new, []).append(area)
    names = {change.new: change.name for change in changes if change.name}
    divided = {area.code for area, parts in moves if len(parts) > 1}
    for new, olds in joined.items():
        land = None if any(old.code in divided for old in olds) else _together(olds)
        there = _in_force(county, on).filter(code=new).first()
        if there is not None and (along := next((old for old in olds if old.code not in named), None)):
            line = next(part for area, parts in moves if area is along for part in parts)
            raise _refused(line, _("%(old)s会变成%(new)s，而这个代码已经有地方了。请逐行写明它归哪里。")
                           % {"old": along.code, "new": new})  # fmt: skip
        if there is None:
            _begin(olds[0], new, on=on, name=names.get(new, ""), land=land)
        elif land is not None and there.boundary is not None:
            there.boundary = _together([there, *olds])
            there.save(update_fields=["boundary"])
    for area, parts in moves:
        _end(area, [part.new for part in parts], on)
    return len(moves)


def _check(area: Area | None, parts: Sequence[Change], named: Collection[str]) -> None:
    first = parts[0]
    if area is None:
        raise _refused(first, _("%(old)s在%(on)s不是有效的代码。请核对。") % {"old": first.old, "on": first.on})
    if area.valid_from >= first.on:
        raise _refused(first, _("%(old)s从%(since)s起才有，不能在%(on)s就换掉。请改日期。")
                       % {"old": first.old, "since": area.valid_from, "on": first.on})  # fmt: skip
    for part in parts:
        if part.new in named:
            raise _refused(part, _("%(new)s同一天又被换掉。请直接写最后的代码。") % {"new": part.new})
        if part.new[:6] != area.code[:6] and f"{area.code[:6]}000000" not in named:
            raise _refused(
                part, _("%(new)s不在本县。划到别的县的地方请由那个县建立，这里只写到哪天为止。") % {"new": part.new}
            )


def _distinct(moves: Sequence[tuple[Area, list[Change]]], named: Collection[str]) -> None:
    """Areas join only where the lines say so: what merely moves along must not meet another."""
    taken: dict[str, Area] = {}
    for area, parts in moves:
        for part in parts:
            other = taken.setdefault(part.new, area)
            if other is not area and not {area.code, other.code} <= set(named):
                sentence = _("%(one)s和%(other)s都会变成%(new)s。请逐行写明。")
                raise _refused(part, sentence % {"one": other.code, "other": area.code, "new": part.new})


def _together(areas: Sequence[Area]) -> bytes | None:
    """The land of areas that join; None where one of them has none."""
    lands = [bytes(area.boundary) for area in areas if area.boundary is not None]
    if len(lands) < len(areas):
        return None
    return lands[0] if len(lands) == 1 else shapely.to_wkb(shapely.union_all(shapely.from_wkb(lands)))


def _refused(change: Change, sentence: str) -> Refused:
    return Refused(_("第%(line)d行：%(sentence)s") % {"line": change.line, "sentence": sentence}, field="file")


def _done(county: str, change: Change) -> bool:
    """Whether that was carried out before."""
    rows = Area.objects.filter(county=county, code=change.old, valid_to=change.on - _ONE_DAY)
    return any(change.new in area.successors for area in rows)


def _in_force(county: str, on: date) -> QuerySet[Area]:
    return Area.objects.filter(county=county, valid_from__lte=on).exclude(valid_to__lt=on)


def _below(area: Area, on: date) -> list[Area]:
    span = within(area.code)
    inside = _in_force(area.county, on).filter(code__gte=span.first, code__lt=span.end)
    return list(inside.exclude(pk=area.pk).order_by("code"))


def _moved(code: str, old: str, new: str) -> str:
    """The code of something below ``old`` once that is called ``new``."""
    path = digits(new) + code[len(digits(old)) :]
    return path if len(path) > 12 else path.ljust(12, "0")


def _begin(area: Area, code: str, *, on: date, name: str = "", land: bytes | None) -> None:
    """The area that begins under a new code, on the level of the old one."""
    Area.objects.create(
        county=area.county, code=code, name=name or area.name, level=area.level, parent=above(code),
        boundary=land, lon=area.lon, lat=area.lat, valid_from=on,
    )  # fmt: skip


def _end(area: Area, successors: Sequence[str], on: date) -> None:
    Area.objects.filter(pk=area.pk).update(valid_to=on - _ONE_DAY, successor=",".join(successors))


def _followed(changes: Sequence[Change]) -> Iterable[tuple[str, ...]]:
    for old in dict.fromkeys(change.old for change in changes):
        yield (old, *(change.new for change in changes if change.old == old))
