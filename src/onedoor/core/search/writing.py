"""How terms are written for each store: as a ``tsvector`` and a ``tsquery``, or as tokens of FTS5.

On PostgreSQL a mark begins with ``@`` and a syllable with ``~``, which no run of a text holds. SQLite's tokenizers do
not know all of han, so that there a character is the five hex digits of its code; marks begin with ``m``, syllables
with ``s``, and ``x`` parts what does not stand together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onedoor.core.search.entries import Query
from onedoor.core.search.tokens import pairs, phrase

Runs = Sequence[str]
Syllables = Sequence[Sequence[str]]
Groups = Iterable[Iterable[str]]


def vector(runs: Runs, sounds: Syllables, marks: Iterable[str]) -> str:
    """A part's terms as the text of a ``tsvector``. Every character stands there alone as well, without a place, so
    that asking for one is no walk through all pairs that begin with it."""
    places: dict[str, list[int]] = {}
    at = 0
    for run in runs:
        for pair in pairs(run):
            at += 1
            places.setdefault(pair, []).append(at)
        at += 1
    for heard in sounds:
        for syllable in heard:
            at += 1
            places.setdefault(f"~{syllable}", []).append(at)
        at += 1
    alone = {letter for run in runs for letter in run} - places.keys()
    written = [f"'{term}':{','.join(map(str, where))}" for term, where in places.items()]
    written += [f"'{letter}'" for letter in alone]
    written += [f"'@{mark}'" for mark in marks]
    return " ".join(written)


def tsquery(query: Query, groups: Groups) -> str:
    """What is asked as the text of a ``tsquery``."""
    asked = [_then(phrase(word)) for word in query.words]
    asked += [_then([f"~{syllable}" for syllable in heard]) for heard in query.sounds]
    asked += [_joined(" | ", (f"@{mark}" for mark in sorted(group))) for group in groups]
    return " & ".join(asked)


def _then(terms: Iterable[str]) -> str:
    return _joined(" <-> ", terms)


def _joined(by: str, terms: Iterable[str]) -> str:
    written = by.join(f"'{term}'" for term in terms)
    return f"({written})"


def tokens(runs: Runs, sounds: Syllables, marks: Iterable[str]) -> str:
    """A part's terms as the text FTS5 cuts at blanks."""
    parts = [" ".join(map(_hex, pairs(run))) for run in runs]
    parts += [" ".join(f"s{syllable}" for syllable in heard) for heard in sounds]
    return " x ".join([*parts, " ".join(f"m{mark}" for mark in marks)])


def match(query: Query, groups: Groups) -> str:
    """What is asked as FTS5 takes it: a phrase in quotes, a single character as what a pair begins with."""
    asked = [f'"{_hex(word)}" *' if len(word) == 1 else _quoted(map(_hex, phrase(word))) for word in query.words]
    asked += [_quoted(f"s{syllable}" for syllable in heard) for heard in query.sounds]
    asked += [_either(f"m{mark}" for mark in sorted(group)) for group in groups]
    return " AND ".join(asked)


def _either(terms: Iterable[str]) -> str:
    written = " OR ".join(f'"{term}"' for term in terms)
    return f"({written})"


def _quoted(terms: Iterable[str]) -> str:
    written = " ".join(terms)
    return f'"{written}"'


def _hex(term: str) -> str:
    return "".join(f"{ord(letter):05x}" for letter in term)
