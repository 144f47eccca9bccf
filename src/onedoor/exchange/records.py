"""From a table with a header to records: which cell is in which column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.core.refusal import Refused
from onedoor.core.sentence import Sentence
from onedoor.exchange.feed import Feed

_SHORT = gettext_lazy("第%(line)s行只有%(found)s格，表头有%(wanted)s格。请检查这一行是否被截断或少了分隔符。")
_LOOSE = gettext_lazy("第%(line)s行有内容落在没有列名的格子里。请检查是否多了分隔符，或给那一列补上列名。")


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row by column, as the file holds them, as far as the feed uses them. ``damage``: why they cannot
    be trusted."""

    line: int
    cells: Mapping[str, object]
    damage: Sentence | None = None


def tabulated(lines: Iterator[tuple[int, Sequence[object]]], feed: Feed, *, name: str) -> Iterator[Record]:
    """The records under the header, which is the first row that holds anything. Rows that hold nothing are no rows.

    Raises Refused when the header is not what the feed describes. ``name`` is the file's, for the sentence.
    """
    header = next((_names(cells) for _line, cells in lines if _holds_something(cells)), None)
    if header is None:
        raise Refused(_("文件“%(file)s”里没有内容，请检查是否选错了文件。") % {"file": name}, field="file")
    check_columns(header, feed, name=name, wanted=feed.used)
    places = [(column, header.index(column)) for column in feed.used]
    nameless = [place for place, title in enumerate(header) if not title]
    width = len(header)
    for line, cells in lines:
        if not _holds_something(cells):
            continue
        if len(cells) < width:
            known = {column: cells[place] for column, place in places if place < len(cells)}
            yield Record(line, known, Sentence(_SHORT, {"line": line, "found": len(cells), "wanted": width}))
            continue
        record = {column: cells[place] for column, place in places}
        if _holds_something(cells[width:]) or any(_holds_something([cells[place]]) for place in nameless):
            yield Record(line, record, Sentence(_LOOSE, {"line": line}))
        else:
            yield Record(line, record)


def check_columns(found: Sequence[str], feed: Feed, *, name: str, wanted: Sequence[str]) -> None:
    """Raises Refused when a wanted column is missing or doubled, or when one is there that the feed does not name.

    A column nobody named is refused rather than dropped: it may be what the source system began to say last week.
    """
    there = [column for column in found if column]
    listed = _("、").join(dict.fromkeys(there))
    known = {*feed.used, *feed.ignored}
    strange = [column for column in there if column not in known]
    missing = [column for column in wanted if column not in there]
    if missing:
        raise Refused(
            _(
                "文件“%(file)s”缺少列：%(missing)s。文件里的列有：%(found)s。请改正列名，或在来源说明的columns里写上实际的列名。"
            )
            % {
                "file": name,
                "missing": _("、").join(_with_nearest(column, strange) for column in missing),
                "found": listed,
            },
            field="file",
        )
    if strange:
        raise Refused(
            _("文件“%(file)s”里有来源说明没有提到的列：%(strange)s。请写进来源说明的columns；确实不要的，写进ignored。")
            % {"file": name, "strange": _("、").join(strange)},
            field="file",
        )
    for column in feed.used:
        if there.count(column) > 1:
            raise Refused(
                _("文件“%(file)s”里有两列都叫“%(column)s”，分不清哪一列是真的。请删去或改名。")
                % {"file": name, "column": column},
                field="file",
            )


def no_rows(name: str) -> Refused:
    """The refusal of a file that has a header and nothing under it."""
    return Refused(_("文件“%(file)s”里没有数据行，请检查是否导出了空表。") % {"file": name}, field="file")


def _names(cells: Sequence[object]) -> list[str]:
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _holds_something(cells: Sequence[object]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or (cell and not cell.isspace())) for cell in cells)


def _with_nearest(missing: str, strange: Sequence[str]) -> str:
    near = get_close_matches(missing, strange, n=1, cutoff=0.5)
    if not near:
        return missing
    return _("%(missing)s（最像的是“%(near)s”）") % {"missing": missing, "near": near[0]}
