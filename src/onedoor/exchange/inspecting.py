"""What would become of a file: how its columns are read, its first rows, and what stands in the way. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from onedoor.core.privacy import masked_address, masked_name, masked_numbers, masked_phone
from onedoor.core.refusal import Refused
from onedoor.exchange import cells
from onedoor.exchange.cells import Unfit
from onedoor.exchange.feed import Feed
from onedoor.exchange.fields import CHOICES, FIELDS, LONGEST, Field
from onedoor.exchange.looking_up import LookUps, county_of
from onedoor.exchange.reading import read, records_of
from onedoor.exchange.receiving import receiving_county
from onedoor.exchange.rows import Reject, Repeat, Row
from onedoor.exchange.surveying import survey

_SHOWN_ROWS = 3
_SHOWN_CHARACTERS = 60
_MOST_VALUES = 40
_LONGEST_VALUE = 40


@dataclass
class Inspection:
    """``rows`` of the file; how many would be ``taken`` were the store empty, are said twice, or would be rejected.
    ``first``: the first rows as they would be taken, names and phones masked. ``why``: the commonest sentences, each
    once with how often. ``unnamed``: the values of code columns that mean nothing yet, with how often.
    ``unasked``: why areas and items were not looked up; empty where they were."""

    rows: int = 0
    taken: int = 0
    repeated: int = 0
    rejected: int = 0
    first: list[dict[str, str]] = field(default_factory=list)
    why: list[tuple[str, int]] = field(default_factory=list)
    unnamed: dict[Field, list[tuple[str, int]]] = field(default_factory=dict)
    unasked: str = ""


def inspect(path: Path, feed: Feed, *, at: datetime) -> Inspection:
    """Judge every row of a file as a run at this moment would. Raises Refused where the file could not be used."""
    found = Inspection()
    home = _home(feed, found)
    known: dict[str, LookUps] = {}
    sentences: dict[tuple[str, object], tuple[str, int]] = {}
    rows = read(path, feed, at=at)
    survey(path, feed)
    for one in rows:
        found.rows += 1
        match one:
            case Repeat():
                found.repeated += 1
                continue
            case Row():
                try:
                    row = one if found.unasked else _looked_up(one, feed, home, known)
                except Unfit as unfit:
                    one = Reject(one.line, one.source_id, unfit.sentence)
                else:
                    found.taken += 1
                    if len(found.first) < _SHOWN_ROWS:
                        found.first.append(_masked(row))
                    continue
        found.rejected += 1
        key = (str(one.sentence.text), one.sentence.values.get("column"))
        said, count = sentences.get(key, (str(one.sentence), 0))
        sentences[key] = (said, count + 1)
    found.why = sorted(sentences.values(), key=lambda pair: -pair[1])
    found.unnamed = _unnamed(path, feed)
    return found


def _home(feed: Feed, found: Inspection) -> str:
    try:
        return receiving_county(feed, "")
    except Refused as refusal:
        found.unasked = str(refusal)
        return ""


def _looked_up(row: Row, feed: Feed, home: str, known: dict[str, LookUps]) -> Row:
    county = county_of(row, feed, home)
    if county not in known:
        known[county] = LookUps(feed, county)
    return known[county].resolved(row)


def _masked(row: Row) -> dict[str, str]:
    """The fields that hold anything, as a screen may show them."""
    ways = {"author": masked_name, "phone": masked_phone, "address": masked_address}
    ways |= dict.fromkeys(("title", "text", "place", "reply"), masked_numbers)
    told = {}
    for name in FIELDS:
        value = getattr(row, name)
        if value not in ("", None):
            text = ways.get(name, str)(str(value))
            told[name] = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return {"line": str(row.line)} | told


def _unnamed(path: Path, feed: Feed) -> dict[Field, list[tuple[str, int]]]:
    tables: Mapping[Field, object] = {
        name: feed.codes.get(name, CHOICES.get(name))
        for name in feed.coded
        if name not in feed.others and (name in feed.codes or name in CHOICES)
    }
    counted: dict[Field, Counter[str]] = {name: Counter() for name in tables}
    for record in records_of(path, feed) if tables else ():
        for name, table in tables.items():
            column = feed.columns[name]
            try:
                value = cells.text(record.cells.get(column), column=column, most=LONGEST[name], line=record.line)
            except Unfit:
                continue
            if value and value not in table:  # type: ignore[operator]
                shown = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
                counted[name][shown] += 1
    return {
        name: [(masked_numbers(value), count) for value, count in counter.most_common(_MOST_VALUES)]
        for name, counter in counted.items()
        if counter
    }
