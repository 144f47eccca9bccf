"""How han is read: for names typed with a wrong character, or in pinyin.

A character is read as its dictionary lists first, without tone, and what the south does not tell apart is one: zh/z,
ch/c, sh/s, n/l, f/hu, and ng/n at the end.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from onedoor.core.search.entries import Query
from onedoor.core.search.highlight import Spans
from onedoor.core.search.tokens import folded_with_places, runs

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]{2,}")
_LONGEST = 6
"""Letters of the longest syllable (zhuang)."""
_VOWEL = re.compile("[aeiouv]")
_MOST_WAYS = 4


def heard(text: str) -> list[tuple[str, ...]]:
    """The syllables of each stretch of han of a text, two characters at least."""
    stretches = (stretch for run in runs(text) for stretch in _HAN.findall(run))
    return [tuple(_reading(letter) for letter in stretch) for stretch in stretches]


def sounding(text: str, syllables: tuple[str, ...]) -> Spans:
    """Where in a text these syllables are heard."""
    folded, places = folded_with_places(text)
    found: Spans = []
    for stretch in _HAN.finditer(folded):
        letters = tuple(_reading(letter) for letter in stretch[0])
        for first in range(len(letters) - len(syllables) + 1):
            if letters[first : first + len(syllables)] == syllables:
                start, end = stretch.start() + first, stretch.start() + first + len(syllables) - 1
                found.append((start, end + 1) if places is None else (places[start], places[end] + 1))
    return found


def by_sound(words: tuple[str, ...]) -> list[Query]:
    """What else the words of a query may have meant: the same sounds in other characters, or pinyin that was typed, in
    each way it may be cut. Words that have no sound stay as they are."""
    if words and all(word.isascii() and word.isalpha() for word in words):
        return [Query(sounds=(cut,)) for cut in _cuts("".join(words))]
    sounds = tuple(stretch for word in words for stretch in heard(word))
    silent = tuple(part for word in words for part in _HAN.split(word) if part)
    return [Query(silent, sounds)] if sounds else []


def _cuts(letters: str) -> list[tuple[str, ...]]:
    """The ways in which letters are syllables, two at least, the fewest syllables first."""
    known = _syllables()
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        here = [
            (*way, known[letters[start:end]])
            for start in range(max(0, end - _LONGEST), end)
            if letters[start:end] in known
            for way in ways[start]
        ]
        ways.append(sorted(here, key=len)[:_MOST_WAYS])
    return [way for way in dict.fromkeys(ways[-1]) if len(way) > 1]


@cache
def _reading(letter: str) -> str:
    """The folded reading of a character; itself where none is known."""
    listed = _dictionary().get(str(ord(letter)))
    return _folded(_plain(listed)) if listed else letter


@cache
def _syllables() -> dict[str, str]:
    """Every syllable that is typed, and how it is folded."""
    typed = {_plain(listed) for listed in set(_dictionary().values())}
    return {plain: _folded(plain) for plain in typed if plain.isascii() and _VOWEL.search(plain)}


@cache
def _dictionary() -> dict[str, str]:
    """The readings of every character by its code. Read as a file: the package itself would load its phrases too."""
    package = find_spec("pypinyin")
    assert package is not None and package.origin is not None
    listed: dict[str, str] = json.loads(Path(package.origin).with_name("pinyin_dict.json").read_text("utf-8"))
    return listed


def _plain(listed: str) -> str:
    """The first of the readings, without tone; ü is v, as it is typed."""
    parted = unicodedata.normalize("NFD", listed.partition(",")[0]).replace("u\u0308", "v")
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _folded(plain: str) -> str:
    made = re.sub(r"^([zcs])h", r"\1", plain)
    made = re.sub(r"^n", "l", made)
    made = re.sub(r"^hu(?=.)", "f", made) if made != "huo" else made
    made = re.sub(r"^hu$", "fu", made)
    return re.sub(r"ng$", "n", made)
