"""How much the search finds of what stands in the real messages: 300 words of two to four characters, listed by hand
in ``search_words.txt``, beside a substring scan of the same texts (the folder ``shared`` beside the checkout).

The messages are put into the search inside a transaction that is rolled back: nothing of them stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from python_calamine import CalamineWorkbook

from benchmarks.measuring import Goal
from onedoor.core import search
from onedoor.core.clock import ZONE
from onedoor.core.models import SearchEntry
from onedoor.core.refusal import Refused
from onedoor.core.search import Entry, Query, words
from onedoor.core.search.tokens import folded

WHAT = "手列300词的查全率和查准率 / Recall and precision of 300 hand-listed words"
WORDS = Path(__file__).with_name("search_words.txt")
MESSAGES = Path(__file__).resolve().parents[2] / "shared" / "data" / "messages" / "messages.xlsx"
GOAL = 0.98

_COUNTY = "990801"
_KIND = "measured"
_TOGETHER = 500


@dataclass
class Measured:
    """What came of one group of words: entries the scan found, those of them the search found too, and what only the
    search found; ``lost`` names the words that were not found everywhere."""

    words: int = 0
    scanned: int = 0
    found: int = 0
    beside: int = 0
    lost: list[str] = field(default_factory=list)

    def add(self, word: str, scanned: set[int], found: set[int]) -> None:
        self.words += 1
        self.scanned += len(scanned)
        self.found += len(scanned & found)
        self.beside += len(found - scanned)
        if scanned - found:
            self.lost.append(word)

    def figures(self) -> dict[str, Any]:
        hits = self.found + self.beside
        return {
            "words": self.words,
            "entries": self.scanned,
            "recall": round(self.found / self.scanned, 4) if self.scanned else 1.0,
            "precision": round(self.found / hits, 4) if hits else 1.0,
            "lost": self.lost,
        }


def run(*, say: Callable[[str], None], seconds: float = 0.0) -> dict[str, Any]:
    """Recall and precision of the search over the real messages, whole and by group of words. It takes as long as it
    takes: ``seconds`` says nothing here.

    Raises Refused where the messages are not beside the checkout.
    """
    if not MESSAGES.exists():
        raise Refused("没有真实来件可以测量：检出目录旁边要有shared/data/messages/messages.xlsx。")
    say("reading the messages")
    told = list(messages(MESSAGES))
    with transaction.atomic():
        say(f"indexing {len(told)}")
        fill(told)
        say("asking")
        measured = measure(told)
        transaction.set_rollback(True)
    whole = measured["all"]
    return {
        "what": WHAT,
        "messages": len(told),
        "groups": {name: one.figures() for name, one in measured.items()},
        "goals": [Goal("recall", whole.figures()["recall"], least=GOAL).told()],
    }


def messages(path: Path) -> Iterator[Entry]:
    """Every message as an entry, numbered from 0."""
    for number, row in enumerate(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]):
        yield Entry(_KIND, _COUNTY, number, _moment(str(row[3])), str(row[2]), "", str(row[4]))


def _moment(said: str) -> datetime:
    """The moment of a message: 2019/2/28 11:25:05 or 2019-02-28 11:25:05."""
    day, _blank, time = said.replace("/", "-").partition(" ")
    year, month, date = (int(part) for part in day.split("-"))
    hour, minute, second = ([int(part) for part in time.split(":")] + [0, 0, 0])[:3] if time else (0, 0, 0)
    return datetime(year, month, date, hour, minute, second, tzinfo=ZONE)


def fill(told: Sequence[Entry]) -> None:
    """Put the messages into the search, in place of whatever was measured before."""
    SearchEntry.objects.filter(kind=_KIND).delete()
    for start in range(0, len(told), _TOGETHER):
        search.put(told[start : start + _TOGETHER])


def measure(told: Sequence[Entry]) -> dict[str, Measured]:
    """What the search found of what a substring scan of the folded texts finds; ``all`` and by group of words."""
    texts = [folded(f"{entry.title}\n{entry.text}") for entry in told]
    newest = max(entry.at for entry in told)
    made = {"all": Measured()}
    for group, word in listed():
        scanned = {number for number, text in enumerate(texts) if folded(word) in text}
        query = Query(words(word))
        (hits,) = search.candidates(_COUNTY, [query], kind=_KIND, most=len(told) * 2, at=newest)
        for name in ("all", group):
            made.setdefault(name, Measured()).add(word, scanned, {hit.about for hit in hits})
    return made


def listed() -> Iterator[tuple[str, str]]:
    """Every word with the name of its group."""
    group = ""
    for line in WORDS.read_text("utf-8").splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ").strip()
        elif not line.startswith("#"):
            for word in line.split():
                yield group, word
