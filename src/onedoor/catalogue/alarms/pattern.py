"""The few marks with which a line of the list is written.

``…`` other words may stand between, in the same sentence; ``+`` both stand in the same sentence, whichever comes first;
``(甲/乙)`` one of them; ``{组}`` one word of a group; ``，`` and ``。`` the end of
the words, at any stop. A county's own lines know ``…`` and ``+`` only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

GAP = 12
"""How many characters may stand between two pieces joined by ``…``."""
REACH = 40
"""Over how many characters the parts joined by ``+`` may be spread."""
_ENDS = "。！？!?；;\n"
_END = re.compile(f"[{_ENDS}]")
_HERE = f"(?=[{_ENDS}，,、：: ]|$)"
"""Where words end: at a stop, or at the end of the text."""
_STOP = re.compile("[，。]")
_BETWEEN = f"([^{_ENDS}]{{0,{GAP}}}?)"
_PIECES = re.compile(r"\{([^{}]+)\}|\(([^()]*)\)|([^{}()]+)")

Place = tuple[int, int]


@dataclass(frozen=True)
class Pattern:
    """``parts`` must all stand in one sentence. ``needs``: of each of these sets of one or two characters at least one
    is in every text it can be found in; the most telling first."""

    parts: tuple[re.Pattern[str], ...]
    needs: tuple[frozenset[str], ...]

    def found(self, text: str) -> Iterator[tuple[Place, ...]]:
        """Where it stands, each time as the places of its words in the order of the text."""
        first, *others = self.parts
        for hit in first.finditer(text):
            places = _words(hit)
            if others:
                begin, end = sentence(text, hit.start(), hit.end())
                rest = [other.search(text, begin, end) for other in others]
                if not all(rest):
                    continue
                places = tuple(sorted((*places, *(place for one in rest if one for place in _words(one)))))
                if places[-1][1] - places[0][0] > REACH:
                    continue
            yield places


def sentence(text: str, start: int, end: int) -> Place:
    """From where to where the sentence reaches in which a stretch of the text lies."""
    begin = max(text.rfind(sign, 0, start) for sign in _ENDS) + 1
    close = _END.search(text, end)
    return begin, close.start() if close else len(text)


def pattern(written: str, groups: Mapping[str, Sequence[str]]) -> Pattern:
    """A line of the shipped list. Raises KeyError for a group that is not there."""
    return _made([[list(_choices(piece, groups)) for piece in part.split("…")] for part in written.split("+")])


def plain(written: str) -> Pattern:
    """A county's line: nothing but ``…`` and ``+`` means anything."""
    return _made([[[(piece,)] for piece in part.split("…") if piece] for part in written.split("+") if part.strip("…")])


def words(written: Sequence[str]) -> re.Pattern[str]:
    """Any of these words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(written, key=len, reverse=True))) or "(?!)")


def _choices(piece: str, groups: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    for name, either, exactly in _PIECES.findall(piece):
        yield tuple(groups[name]) if name else tuple(either.split("/")) if either else (exactly,)


def _made(parts: list[list[list[tuple[str, ...]]]]) -> Pattern:
    made = [re.compile(_BETWEEN.join("".join(map(_either, piece)) for piece in part)) for part in parts]
    choices = [[word.strip("，。") for word in one] for part in parts for piece in part for one in piece]
    needs = sorted((one for one in choices if all(one)), key=lambda one: (-min(2, *map(len, one)), len(one)))
    return Pattern(tuple(made), tuple(frozenset(word[-2:] for word in one) for one in needs))


def _either(choice: tuple[str, ...]) -> str:
    ordered = sorted(choice, key=len, reverse=True)
    written = "|".join(_STOP.sub(lambda _stop: _HERE, re.escape(word)) for word in ordered)
    return f"(?:{written})" if len(ordered) > 1 else written


def _words(hit: re.Match[str]) -> tuple[Place, ...]:
    """The places of a hit without what stands between its pieces."""
    edges = [hit.start(), *(edge for gap in hit.regs[1:] for edge in gap), hit.end()]
    return tuple(zip(edges[::2], edges[1::2], strict=True))
