"""Who is named: whoever speaks, and organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onedoor.cases.recognising.spans import ORGANISATION, PERSON, Span

_SINGLE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严"
    "牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席"
)
_DOUBLE = "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|令狐|夏侯|慕容"
_SURNAME = f"(?:{_DOUBLE}|[{_SINGLE}])"
_TITLED = re.compile(f"{_SURNAME}(?:先生|女士|小姐|师傅|阿姨|大爷|大妈|大娘|奶奶|爷爷|某某|某(?!些|个|种|处|天|人|地))")
_CALLED = re.compile(
    rf"(?:我叫|名叫|姓名[是为:\s]{{0,2}}|联系人[是为:\s]{{0,2}}|我的名字[是叫])({_SURNAME}[一-鿿]{{1,2}})"
)
_I_AM = re.compile(rf"(?:我是|本人)({_SURNAME}[一-鿿]{{1,2}})(?=[,，。.;；、\s]|$|电话|手机|家住|住在)")
_SURNAMED = re.compile(rf"我姓({_SURNAME})")
_NO_NAME = "住在是的家，。、电手来要想有和与"
"""What does not end a name of three characters: 我叫周云，住在…"""

_ENDS = (
    "有限责任公司|股份有限公司|有限公司|物业公司|分公司|公司|集团|大酒店|酒店|饭店|宾馆|餐厅|超市|商场|银行|医院|卫生院|诊所"
    "|幼儿园|小学|中学|学校|学院|培训机构|健身房|养老院|敬老院|工厂|砖厂|石料厂|加工厂|化工厂|养殖场|搅拌站|物业|合作社|药店"
    "|美容院|理发店|烧烤店|网吧|棋牌室|驾校|中介|旅行社"
)
_ORGANISATION = re.compile(f"(?:{_ENDS})")
_NOT_IN_NAME = frozenset(
    "的在被由是了到从给向对把去找说让叫我你他她它们这那个家有没为因于过来请问要想得就也都还又而且或及之其每各某该本我等"
    ",.;:!?，。；：！？、“”\"'()（）《》 \n\r\t"
)
_NO_PREFIX = re.compile(
    "小区|附近|楼下|楼上|旁边|门口|对面|路边|县里|镇上|村里|一家|物业|小型|大型|民办|公立|现任|前期|建筑"
)
_SAYING = re.compile("(?:投诉|举报|反映|关于|咨询|感谢|表扬|建议|现在|现|今天|昨天)*")
_LONGEST = 14
_FEWEST = 2


def people(text: str) -> Iterator[Span]:
    """Names and forms of address; the value is what one would call them."""
    for hit in _TITLED.finditer(text):
        yield Span(hit.start(), hit.end(), PERSON, hit[0], hit[0])
    for pattern in (_CALLED, _I_AM):
        for hit in pattern.finditer(text):
            name = _cut(hit[1])
            yield Span(hit.start(1), hit.start(1) + len(name), PERSON, name, name)
    for hit in _SURNAMED.finditer(text):
        yield Span(hit.start(1), hit.end(1), PERSON, hit[1], hit[1])


def _cut(name: str) -> str:
    """A name without what follows it."""
    return name[:-1] if len(name) > _FEWEST and name[-1] in _NO_NAME else name


def organisations(text: str, *, ends: frozenset[int] = frozenset()) -> Iterator[Span]:
    """Firms, schools, hospitals and the like that are named, not only mentioned. ``ends`` are where places end: a name
    begins behind them."""
    reached = 0
    for hit in _ORGANISATION.finditer(text):
        start = hit.start()
        while start > reached and hit.start() - start < _LONGEST and text[start - 1] not in _NOT_IN_NAME:
            if start in ends and hit.start() - start >= _FEWEST:
                break
            start -= 1
        start += len(_SAYING.match(text, start, hit.start())[0])  # type: ignore[index]  # it matches nothing, too
        name = text[start : hit.start()]
        if len(name) >= _FEWEST and not _NO_PREFIX.fullmatch(name) and not name.isdecimal():
            reached = hit.end()
            yield Span(start, hit.end(), ORGANISATION, text[start : hit.end()], text[start : hit.end()])
