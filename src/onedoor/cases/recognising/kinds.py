"""What somebody wants, and which of the four natures it is, by the words they use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onedoor.cases.models.choices import Kind, Nature
from onedoor.cases.recognising.spans import KIND, NATURE, Span

_KINDS = {
    Kind.INFORM: "举报|检举|揭发",
    Kind.COMPLAINT: "投诉|太不像话|乱收费|态度恶劣|态度差|不作为|没人管|无人管|不管不问|推诿|扯皮",
    Kind.PRAISE: "表扬|点赞|送锦旗|锦旗|特别感谢|要感谢",
    Kind.SUGGEST: "建议|能不能增设|希望能增|希望增加|是否可以增",
    Kind.CONSULT: "请问|咨询|想问|问一下|了解一下|怎么办理|如何办理|需要什么材料|要带什么|什么条件|什么时候能|几点上班",
    Kind.HELP: "求助|帮帮|帮忙|帮我|请求帮助|解决一下|修一下|来看看|派人",
}
_NATURES = {
    Nature.INFORM: "举报|检举|揭发|贪污|受贿|吃回扣|吃拿卡要",
    Nature.PETITION: "信访|上访|走访件",
    Nature.DISPUTE: "纠纷|争执|吵架|打架|调解|扯皮|不肯赔|拒绝赔偿|协商不成|谈不拢",
}
_KIND_WORDS = {kind: re.compile(words) for kind, words in _KINDS.items()}
_NATURE_WORDS = {nature: re.compile(words) for nature, words in _NATURES.items()}


def kinds(text: str) -> Iterator[Span]:
    """The kind of call: the first of the list that a word stands for."""
    yield from _first(text, _KIND_WORDS, KIND)


def natures(text: str) -> Iterator[Span]:
    """The nature, where a word says it is more than a demand."""
    yield from _first(text, _NATURE_WORDS, NATURE)


def _first(text: str, words: dict[Kind, re.Pattern[str]] | dict[Nature, re.Pattern[str]], kind: str) -> Iterator[Span]:
    for value, pattern in words.items():
        if hit := pattern.search(text):
            yield Span(hit.start(), hit.end(), kind, str(value), hit[0])
            return
