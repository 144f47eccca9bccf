"""Places: the county's own areas by name and short name, estates, roads, houses, flats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onedoor.cases.recognising.lexicon import Lexicon
from onedoor.cases.recognising.numerals import CHINESE
from onedoor.cases.recognising.spans import PLACE, Span
from onedoor.geography.atlas import Place
from onedoor.geography.codes import within

_NUMBER = rf"(?:\d{{1,4}}|[{CHINESE[:14]}]{{1,4}})"
_TAIL = re.compile(
    rf"(?:[东南西北]?(?:{_NUMBER}|[A-Za-z]\d{{0,2}})(?:-\d{{1,4}})*"
    r"(?:号楼|号院|幢|栋|座|单元|号(?![线码召令])|弄|室|楼(?![下上道梯房])|层(?!次)|期|区|组|网格|队)|\d{1,4}(?:-\d{1,4}){1,3}|[东南西北]区|[东南西北]门)"
)
_CORE = re.compile(
    r"花园|小区|家园|新村|公寓|广场|大厦|花苑|佳苑|雅苑|名苑|嘉园|华府|公馆|庄园|别墅|新城|水岸|安置房|宿舍|家属院|工业园|产业园"
    r"|开发区|工业区|园区|商贸城|科技城|菜市场|农贸市场|市场|商业街|步行街|汽车站|火车站|车站|公园|大桥|隧道|水库|码头|市民中心|社区|街道(?!办)|村(?![民里委口子上干头])|镇(?![上里长痛定])|[苑园府庭居轩湾郡邸墅城]"
    r"(?=[东南西北]?\d|[一二三四五六七八九十]{1,3}[幢栋号期区])"
)
_ROAD = re.compile(
    r"大道|(?<!公)路(?![上边灯面过段人由线况费障])|街(?![道上边坊])|巷(?![子口])|胡同|弄堂|(?<=[一-鿿])弄(?=\d)"
)
_STOPS = frozenset(
    "的在住到去从是有我们于位旁边了被把向这那个就也都还又因为处来往经过请问让给找说整老每各某该本您你他她它"
    ",.;:!?，。；：！？、“”\"'()（）《》 \n\r\t"
)
_JOINS = re.compile(".*[和与及靠近对面里上下]")
"""What joins two places, and stands in the names of some."""
_NO_CORE = re.compile(
    "住宅|高档|老旧|整个|全县|全市|我家|商品|回迁|城市|农|乡|自然|行政|城|建制|古|集|乡村|城中|贫困|大型|周边"
    "|附近|中心|一个|这个|那个|县城|县|新建|大|小|全|工业|城乡|产业|物流|经济|经济技术"
)
_NO_ROAD = re.compile(
    "道|公|马|走|线|铁|一|半|带|有|没|修|出|网|电|问|水|思|高速公|村|主干道|大马|小马|乡村道|柏油马|水泥马"
    "|占道|逛|十字|丁字|三岔"
)
_LONGEST = 8
_ENOUGH = 2
_MOST_CODES = 4
"""A name that could be any of more villages says nothing."""
_CUES = "村镇乡街社小花幢号栋路组东南西北边口头里那附这区中一二三四五六七八九十0123456789"
_BEFORE = "在住到去从家是县镇乡道"


@dataclass(frozen=True)
class Piece:
    """A part of a place; ``codes`` are the areas its name may mean; ``number`` marks a house or flat, which alone is no
    place."""

    start: int
    end: int
    codes: tuple[str, ...] = ()
    number: bool = False


def named(places: Mapping[str, Place]) -> Lexicon[tuple[str, ...]]:
    """The areas of a county by their names and short names, grids left out: every village has a first one."""
    codes: dict[str, list[str]] = {}
    for place in places.values():
        if place.level != "grid":
            for name in dict.fromkeys((place.name, short(place.name))):
                codes.setdefault(name, []).append(place.code)
    return Lexicon({name: tuple(sorted(found)) for name, found in codes.items()})


def short(name: str) -> str:
    """A name as people say it: 翠湖社区 → 翠湖; one that would keep a single character stays."""
    for end in ("居民委员会", "村民委员会", "社区", "街道", "村", "镇", "乡", "县"):
        if name.endswith(end) and len(name) - len(end) >= 2:
            return name[: -len(end)]
    return name


def places(text: str, areas: Lexicon[tuple[str, ...]], known: Mapping[str, Place]) -> Iterator[Span]:
    """Every place of the text as one span from its first to its last part, with the areas it can mean."""
    for chain in _chains(sorted(_pieces(text, areas, known), key=lambda one: (one.start, -one.end))):
        start, end = chain[0].start, chain[-1].end
        words = text[start:end]
        codes = _areas(chain)
        yield Span(start, end, PLACE, words, words, codes if len(codes) <= _MOST_CODES else ())


def _pieces(text: str, areas: Lexicon[tuple[str, ...]], known: Mapping[str, Place]) -> Iterator[Piece]:
    ends: set[int] = set()
    for start, end, codes in areas.scan(text):
        whole = any(known[code].name == text[start:end] for code in codes)
        before, after = text[start - 1 : start], text[end : end + 1]
        if whole or end - start > 2 or (after and after in _CUES) or (before and before in _BEFORE):
            ends.add(end)
            yield Piece(start, end, codes)
    for pattern, never in ((_CORE, _NO_CORE), (_ROAD, _NO_ROAD)):
        for hit in pattern.finditer(text):
            start = _begins(text, hit.start(), ends)
            name = text[start : hit.start()]
            if (
                name
                and not never.fullmatch(name)
                and not name.isdecimal()
                and (len(name) > 1 or _TAIL.match(text, hit.end()))
            ):
                yield Piece(start, hit.end())
    for hit in _TAIL.finditer(text):
        yield Piece(hit.start(), hit.end(), number=True)


def _begins(text: str, end: int, ends: Iterable[int]) -> int:
    """Where a name that ends here begins: behind a word that leads up to it, another place, or what is too far away;
    behind a word that joins only where enough of a name is left."""
    start = end
    while start > 0 and end - start < _LONGEST and text[start - 1].isalnum() and text[start - 1] not in _STOPS:
        if start in ends and start < end:
            break
        start -= 1
    joined = _JOINS.match(text, start, end)
    return joined.end() if joined and end - joined.end() >= _ENOUGH else start


def _chains(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Parts that follow upon each other, or lie in each other, belong together; numbers alone are no place."""
    chain: list[Piece] = []
    for piece in pieces:
        if chain and piece.start > chain[-1].end:
            yield from [chain] if _is_place(chain) else []
            chain = []
        if chain and piece.end <= chain[-1].end:
            chain[-1] = _within(chain[-1], piece)
        else:
            chain.append(piece)
    yield from [chain] if _is_place(chain) else []


def _within(outer: Piece, inner: Piece) -> Piece:
    """A part that holds another keeps the codes of both: 翠湖 in 翠湖花园."""
    return outer if outer.codes or not inner.codes else Piece(outer.start, outer.end, inner.codes, outer.number)


def _is_place(chain: list[Piece]) -> bool:
    return any(not piece.number for piece in chain)


def _areas(chain: list[Piece]) -> tuple[str, ...]:
    """The areas a chain can mean: the narrowest that fit all its named parts."""
    chosen: tuple[str, ...] = ()
    for piece in chain:
        inside = tuple(code for code in piece.codes if not chosen or any(within(up).covers(code) for up in chosen))
        chosen = inside or chosen
    return chosen
