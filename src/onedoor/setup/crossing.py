"""What no line shows by itself: rows that point at nothing, overlap, close a circle, or leave nobody in charge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy

from onedoor.core.sentence import Sentence
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Member, Unit
from onedoor.setup.columns import each
from onedoor.setup.final import Final, Row
from onedoor.setup.sentences import Finding, guessed
from onedoor.setup.sheet import FIRST, LAST, Key, Sheet, plain, refs_in
from onedoor.setup.sheets import SHEETS

_NEVER = date.max
_ONE_DAY = timedelta(days=1)


def wrong(final: Final) -> list[Finding]:
    """Everything wrong with the whole, at the lines of the book that make it so."""
    touched = list(final.touched)
    found: list[Finding] = []
    for sheet in touched:
        found += _references(final, sheet)
        found += _circles(final, sheet)
        found += _apart(final, sheet)
        if sheet.dated:
            found += _overlaps(final, sheet)
        found += _still_used(final, sheet)
    codes = {sheet.code for sheet in touched}
    if "units" in codes:
        found += _centre(final)
    if codes & {"units", "posts", "members", "seats"} and not final.doubtful:
        found += _administrator(final)
    if "members" in codes:
        found += _elsewhere(final)
    return found


def _references(final: Final, sheet: Sheet) -> Iterator[Finding]:
    for column in sheet.refs:
        if final.doubtful & set(column.to):
            continue
        known: dict[str, bool] | None = None
        for _key, row in final.changed(sheet):
            for code in refs_in(column, row.values):
                known = final.known(column.to) if known is None else known
                if code not in known and not _above_county(column.to, code, final.state.county):
                    title = SHEETS[column.to[0]].title
                    missing = Sentence(gettext_lazy("%(sheet)s里没有代码“%(code)s”"), {"code": code, "sheet": title})
                    advice = Sentence(gettext_lazy("请改正，或先在“%(sheet)s”里加这一行。"), {"sheet": title})
                    sentence = guessed(missing, advice, code, known)
                    yield row.finding(column.code, sentence.text, **sentence.values)
                elif not known.get(code, True) and _newly(row, column.code, final.state.today, sheet):
                    said = gettext_lazy("代码为“%(code)s”的%(sheet)s已经停用。请换一个，或先恢复使用。")
                    yield row.finding(column.code, said, code=code, sheet=SHEETS[column.to[0]].title)


def _above_county(to: tuple[str, ...], code: str, county: str) -> bool:
    """Whether it is the code of a place outside the county: of the city above, say."""
    return "areas" in to and len(code) == 12 and code.isdigit() and not code.startswith(county)


def _newly(row: Row, column: str, today: date, sheet: Sheet) -> bool:
    """Whether a row in use would point there, and did not before."""
    if sheet.ended(row.values, today):
        return False
    return row.before is None or row.before[column] != row.values[column]


def _circles(final: Final, sheet: Sheet) -> Iterator[Finding]:
    """A chain of parents that comes back to its beginning."""
    if "parent" not in sheet.by_code or sheet.key != ("code",):
        return
    above = {key[0]: str(row.values["parent"]) for key, row in final.rows(sheet)}
    told: set[str] = set()
    for key, row in final.changed(sheet):
        path = [key[0]]
        while (step := above.get(path[-1], "")) and step not in path:
            path.append(step)
        if step == key[0] and not told & set(path):
            told |= set(path)
            said = gettext_lazy("绕成了一圈：%(path)s。请改其中一个的上级。")
            yield row.finding("parent", said, path=" → ".join([*path, step]))


def _apart(final: Final, sheet: Sheet) -> Iterator[Finding]:
    """Columns that no two rows may have alike."""
    for columns in sheet.apart:
        held: dict[Key, tuple[Key, Row]] = {}
        for key, row in final.rows(sheet):
            if not row.sound or row.values.get("gone"):
                continue
            mine = tuple(plain(row.values[code]).casefold() for code in columns)
            other = held.setdefault(mine, (key, row))
            if other[0] == key or not (row.changed or other[1].changed):
                continue
            told, against = (row, other) if row.changed else (other[1], (key, row))
            said = gettext_lazy("“%(value)s”已经用在%(where)s（%(key)s）。请换一个。")
            value = " ".join(sheet.by_code[code].shown(told.values[code]) for code in columns)
            yield told.finding(columns[0], said, value=value, where=_where(against[1]), key=sheet.named(against[0]))


def _overlaps(final: Final, sheet: Sheet) -> Iterator[Finding]:
    """Two rows of the same thing that would hold on the same day."""
    groups: dict[Key, list[tuple[date, date, Key, Row]]] = {}
    for key, row in final.rows(sheet):
        first, last = row.values[FIRST], row.values[LAST]
        if row.sound and isinstance(first, date):
            span = first, last if isinstance(last, date) else _NEVER
            if span[1] < span[0]:
                if row.changed and span[1] + _ONE_DAY < span[0]:  # the day before: it never held
                    yield row.finding(LAST, gettext_lazy("截止日期早于启用日期。请改正。"))
                continue
            group = tuple(plain(row.values[code]) for code in sheet.group)
            groups.setdefault(group, []).append((*span, key, row))
    for rows in groups.values():
        rows.sort(key=lambda each: each[0])
        for (_first, last, key, row), (begins, _last, other, following) in zip(rows, rows[1:], strict=False):
            if begins <= last and (row.changed or following.changed):
                told, against = (following, row) if following.changed else (row, following)
                at = FIRST if told is following else LAST
                said = gettext_lazy(
                    "和%(where)s（%(key)s）的日期重叠：%(begins)s已经有另一行。请先给前一行填截止日期。"
                )
                named = sheet.named(key if against is row else other)
                yield told.finding(at, said, where=_where(against), key=named, begins=begins.isoformat())


def _still_used(final: Final, sheet: Sheet) -> Iterator[Finding]:
    """A row that would end while others in use point at it."""
    ending = {
        key[0]: row for key, row in final.changed(sheet)
        if sheet.end_column and row.before is not None and sheet.ended(row.values, final.state.today)
        and not sheet.ended(row.before, final.state.today)
    }  # fmt: skip
    if not ending or len(sheet.key) > 1:
        return
    held = {key[0] for key, _row in final.current(SHEETS["seats"])}
    for other in SHEETS.values():
        columns = [column for column in other.refs if sheet.code in column.to]
        if not columns:
            continue
        for key, row in final.current(other):
            if other.code == "posts" and key[0] not in held:
                continue
            for column in columns:
                for code in set(refs_in(column, row.values)) & ending.keys():
                    said = gettext_lazy("还有%(sheet)s“%(key)s”在用它。请先改那一行，再停用。")
                    end = sheet.end_column
                    assert end is not None
                    yield ending.pop(code).finding(end.code, said, sheet=other.title, key=other.named(key))


def _centre(final: Final) -> Iterator[Finding]:
    kinds = [row.values["kind"] for _key, row in final.current(SHEETS["units"])]
    broken = any(not row.sound for _key, row in final.rows(SHEETS["units"]))
    if Unit.Kind.CENTRE not in kinds and not broken:
        said = gettext_lazy("没有类型为“中心”、在用的单位。请至少留一个中心。")
        yield _of_sheet(final, SHEETS["units"], said)


def _administrator(final: Final) -> Iterator[Finding]:
    """Whether somebody would still be able to administer: who locks everybody out cannot undo it."""
    county = f"{final.state.county}000000"
    if not any(True for _key, _row in final.rows(SHEETS["members"])):
        return
    if any(not row.sound for code in ("posts", "members", "seats") for _key, row in final.rows(SHEETS[code])):
        return
    posts = {
        key[0] for key, row in final.current(SHEETS["posts"])
        if Duty.ADMINISTER in each(row.values["duties"]) and row.values["area"] == county
    }  # fmt: skip
    there = {key[0] for key, _row in final.current(SHEETS["members"])}
    today = final.state.today
    for key, row in final.current(SHEETS["seats"]):
        first = row.values[FIRST]
        if key[0] in posts and key[1] in there and isinstance(first, date) and first <= today:
            return
    said = gettext_lazy("今天没有人管系统。请至少留一个有“系统管理”职责、管全县的岗位，让一个在用的人任职。")
    yield _of_sheet(final, SHEETS["seats"], said)


def _elsewhere(final: Final) -> Iterator[Finding]:
    """Codes and sign-ins are one of a kind in the whole store, whatever the county."""
    sheet = SHEETS["members"]
    others = Member.objects.exclude(county=final.state.county)
    if not others.exists():
        return
    for column in ("code", "login"):
        taken = set(others.values_list(column, flat=True))
        for _key, row in final.changed(sheet):
            if row.values[column] in taken:
                said = gettext_lazy("“%(value)s”已经被另一个县的人用了。请换一个。")
                yield row.finding(column, said, value=row.values[column])


def _where(row: Row) -> object:
    if row.line is None or not row.line.number:
        return gettext_lazy("库里的一行")
    return Sentence(gettext_lazy("第%(line)d行"), {"line": row.line.number})


def _of_sheet(final: Final, sheet: Sheet, said: object) -> Finding:
    """Something wrong with a whole sheet: at its first cell, or at the form of a screen."""
    on_screen = any(
        row.line is not None and not row.line.number for one in final.touched for _k, row in final.rows(one)
    )
    return Finding(sheet.file_title, "" if on_screen else "A1", Sentence(said))  # type: ignore[arg-type]
