"""Write checked changes into the store, and every one of them on the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.actions.setting_day import remove_day, set_day
from onedoor.core.events import record
from onedoor.core.ids import new_id
from onedoor.core.refusal import Refused
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.setup.chains import chain_of, key_on_record
from onedoor.setup.change import ADDED, Change
from onedoor.setup.columns import Column, Ref
from onedoor.setup.events import RowChanged
from onedoor.setup.passwords import made_up
from onedoor.setup.sheet import Sheet, Values, as_json
from onedoor.setup.sheets import SHEETS
from onedoor.setup.sheets.days import HOLIDAYS, entry
from onedoor.setup.sheets.people import MEMBERS
from onedoor.setup.state import State

_AT_ONCE = 500


@dataclass(frozen=True)
class FirstPassword:
    """What a new member signs in with; told once, kept nowhere."""

    login: str
    name: str
    password: str


def must_set_up(by: Actor) -> None:
    """Raises Refused unless somebody administers the whole county."""
    if not by.may(Duty.ADMINISTER, area=f"{by.county}000000"):
        raise Refused(_("改设置要由管全县的系统管理岗来做。请联系系统管理员。"))


def write(changes: Sequence[Change], state: State, *, source: str, by: Actor, at: datetime) -> list[FirstPassword]:
    """Write the changes, sheet by sheet, in the caller's transaction. Returns the first passwords of new members.

    Raises Refused without the right to administer the county.
    """
    must_set_up(by)
    passwords: list[FirstPassword] = []
    keys = _Keys(state)
    for sheet in SHEETS.values():
        mine = [change for change in changes if change.sheet is sheet]
        if not mine:
            continue
        if sheet is HOLIDAYS:
            _days(mine, state.county, by, at)
        else:
            passwords += _rows(sheet, mine, keys)
        _tell(sheet, mine, source=source, by=by, at=at)
    for changed in dict.fromkeys(change.sheet.changed for change in changes):
        changed()
    return passwords


class _Keys:
    """Primary keys by code of the rows that others point at, new ones among them."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._known: dict[str, dict[str, int]] = {}

    def of(self, sheet: str) -> dict[str, int]:
        if sheet not in self._known:
            self._known[sheet] = dict(self.state.codes(sheet))
        return self._known[sheet]


def _rows(sheet: Sheet, changes: Sequence[Change], keys: _Keys) -> list[FirstPassword]:
    kept = keys.state.rows(sheet)
    new: list[models.Model] = []
    passwords: list[FirstPassword] = []
    made = [change for change in changes if change.kind == ADDED]
    if len(sheet.key) == 1:
        for change in made:
            keys.of(sheet.code)[change.key[0]] = new_id()
    for change in made:
        assert change.after is not None
        row = sheet.model(county=keys.state.county, **_attributes(sheet, change.after, keys))
        row.pk = keys.of(sheet.code)[change.key[0]] if len(sheet.key) == 1 else new_id()
        if sheet is MEMBERS:
            password = made_up()
            row.password = make_password(password)  # type: ignore[attr-defined]
            passwords.append(FirstPassword(str(change.after["login"]), str(change.after["name"]), password))
        new.append(row)
    _remove(sheet, [kept[change.key].pk for change in changes if change.after is None])
    _update(sheet, [change for change in changes if change.before and change.after], keys)
    insert_together(new)
    return passwords


def _attributes(sheet: Sheet, values: Values, keys: _Keys, only: Sequence[str] | None = None) -> dict[str, Any]:
    """The values as attributes of the model; of all columns, or of these."""
    told: dict[str, Any] = {} if only is not None else dict(sheet.fixed)
    for column in sheet.stored_columns():
        if only is None or column.code in only:
            name, value = _attribute(column, values, keys)
            told[name] = value
    if only is None or set(only) & {"kind", "day"}:
        told |= sheet.derive(values)
    return told


def _attribute(column: Column, values: Values, keys: _Keys) -> tuple[str, Any]:
    value = values[column.code]
    if isinstance(column, Ref) and "__" in column.source:
        pointer = column.source.partition("__")[0]
        return f"{pointer}_id", keys.of(column.to[0])[str(value)] if value else None
    return column.source, column.stored(value)


def _update(sheet: Sheet, changes: Sequence[Change], keys: _Keys) -> None:
    kept = keys.state.rows(sheet)
    alike: dict[tuple[str, ...], list[models.Model]] = {}
    for change in changes:
        assert change.after is not None
        told = _attributes(sheet, change.after, keys, only=change.columns)
        alike.setdefault(tuple(told), []).append(sheet.model(pk=kept[change.key].pk, **told))
    for names, rows in alike.items():
        fields = [name.removesuffix("_id") if _points(sheet, name) else name for name in names]
        sheet.model._default_manager.bulk_update(rows, fields, batch_size=_AT_ONCE)


def _points(sheet: Sheet, name: str) -> bool:
    return name.endswith("_id") and any(field.attname == name for field in sheet.model._meta.concrete_fields)


def _remove(sheet: Sheet, gone: Sequence[int]) -> None:
    for start in range(0, len(gone), _AT_ONCE):
        sheet.model._default_manager.filter(pk__in=gone[start : start + _AT_ONCE]).delete()


def _days(changes: Sequence[Change], county: str, by: Actor, at: datetime) -> None:
    """Days through the calendar's own actions, so that open limits are computed again."""
    for change in changes:
        if change.after is None:
            assert change.before is not None
            remove_day(entry(change.before).date, county=county, by=by, at=at)
        else:
            set_day(entry(change.after), county=county, source=str(change.after["source"]), by=by, at=at)


def _tell(sheet: Sheet, changes: Sequence[Change], *, source: str, by: Actor, at: datetime) -> None:
    """One line for each row, on the chain of its sheet; the head moves once."""
    head = chain.locked(by.county, chain_of(sheet))
    rows: list[models.Model] = []
    for change in changes:
        told = RowChanged(sheet.code, key_on_record(change.key), change.kind, change.columns, source)
        rows += record(told, on=head, by=by, at=at, words=_words(change))
    insert_together(rows)
    head.save(update_fields=["chain_seq", "chain_head"])


def _words(change: Change) -> Mapping[str, str]:
    """What stood there, but for what says who somebody is."""
    told = tuple(code for code in change.columns if not change.sheet.by_code[code].personal)
    return {"row": change.name, "before": as_json(change.before, told), "after": as_json(change.after, told)}
