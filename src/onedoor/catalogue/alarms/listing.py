"""The shipped list (``shipped.toml``) and a county's own rows, made into a bell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from onedoor.catalogue.alarms.bell import Bell, Context, Line
from onedoor.catalogue.alarms.pattern import pattern, plain, words

_SHIPPED = Path(__file__).with_name("shipped.toml")
_APART = " 、，,；;\n"


class Row(NamedTuple):
    """A county's own line: for which number or sign; the words; which words in the same sentence keep it calm, apart
    by ``、``; and whether, instead of ringing, it is ``silent``: where these words stand nothing of its kind rings."""

    kind: str
    word: str
    unless: str = ""
    silent: bool = False


ALL = "*"
"""The word of a silencing row that puts the whole shipped list of its kind out of use."""


@cache
def _shipped() -> tuple[tuple[Line, ...], tuple[Context, ...], re.Pattern[str], re.Pattern[str]]:
    told: dict[str, Any] = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    groups = {name: said.split() for name, said in told["groups"].items()}
    lines = tuple(
        Line(
            written=written,
            kinds=tuple(row["rings"]),
            pattern=pattern(written, groups),
            unless=words(row["unless"].split()) if "unless" in row else None,
            despite=frozenset(row.get("despite", ())),
        )
        for row in told["alarm"]
        for written in row["when"].split()
    )
    contexts = tuple(
        Context(
            name=one["name"],
            kinds=frozenset(one["calms"]),
            look=one["look"],
            words=words(one["words"].split()),
            lifted=words(one["lifted"].split()) if "lifted" in one else None,
        )
        for one in told["context"]
    )
    return lines, contexts, words(told["names"].split()), words(told["now"].split())


def bell(rows: Iterable[Row] = ()) -> Bell:
    """The shipped list with a county's rows: added to it, or silencing words of it."""
    shipped, contexts, names, now = _shipped()
    own = [row for row in rows if row.word.strip("…+ ")]
    off = {row.kind for row in own if row.silent and row.word == ALL}
    kept = (replace(line, kinds=tuple(kind for kind in line.kinds if kind not in off)) for line in shipped)
    added = (
        Line(row.word, (row.kind,), plain(row.word), words(_apart(row.unless)) if row.unless else None)
        for row in own
        if not row.silent
    )
    silent: dict[str, list[str]] = {}
    for row in own:
        if row.silent:
            silent.setdefault(row.kind, []).append(row.word)
    quiet = {kind: words(said) for kind, said in silent.items()}
    return Bell((*(line for line in kept if line.kinds), *added), contexts, names, now, quiet)


def _apart(said: str) -> list[str]:
    return [word for word in re.split(f"[{_APART}]", said) if word]
