"""What is wrong with a line, where, and what to do; kept apart from its values, to be read in any language."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, override

from onedoor.core.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

LANGUAGES = ("zh-hans", "en")

_OR = gettext_lazy("%(said)s；是不是“%(meant)s”？")
_AND = gettext_lazy("%(said)s。%(advice)s")


class Unfit(Exception):
    """A cell that cannot be taken."""

    def __init__(self, text: str | Promise, **values: object) -> None:
        super().__init__(text)
        self.sentence = Sentence(text, values)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in one place: ``sheet`` as the file calls it, the cell in the file's own coordinates (empty on a
    screen), and the column of the sheet it belongs to ("" for the whole line)."""

    sheet: str
    cell: str
    sentence: Sentence
    column: str = ""

    def __str__(self) -> str:
        return f"{self.place}：{self.sentence}"

    @property
    def place(self) -> str:
        """``单位!C17``."""
        return f"{self.sheet}!{self.cell}"

    def in_each_language(self) -> list[str]:
        """The sentence in Chinese and in English, once where they do not differ."""
        said = []
        for language in LANGUAGES:
            with override(language):
                said.append(str(self.sentence))
        return list(dict.fromkeys(said))


def nearest(written: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty where none is near. Of two characters one may be wrong."""
    offered = {word.casefold(): word for word in known}
    cutoff = 0.9 if written.isdigit() else 0.6 if written.isascii() else 0.5
    return next((offered[near] for near in get_close_matches(written.casefold(), offered, n=1, cutoff=cutoff)), "")


def guessed(said: Sentence, advice: str | Promise | Sentence, written: str, known: Iterable[str]) -> Sentence:
    """What is wrong (a sentence without its full stop), and the word that was probably meant; where none is near, the
    advice."""
    meant = nearest(written, known)
    return Sentence(_OR, {"said": said, "meant": meant}) if meant else Sentence(_AND, {"said": said, "advice": advice})
