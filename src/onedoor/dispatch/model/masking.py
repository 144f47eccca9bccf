"""Take out of a text what points to a person, before anything is learnt from it or shown elsewhere.

Every hidden character becomes a mark of the same width, so that places in the text stay what they were and nothing is
learnt across it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import rjieba

from onedoor.cases.recognising.figures import phones
from onedoor.cases.recognising.parties import people
from onedoor.cases.recognising.spans import level
from onedoor.dispatch.model.ordinary import ORDINARY

MARK = "＊"

_SURE = (
    re.compile(r"(?<!\d)\d{7,}[\dXx]?(?!\d)"),
    re.compile(r"(?<!\d)1\d{2}[-– ]\d{4}[-– ]\d{4}(?!\d)"),
    re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    re.compile(r"(?:QQ|qq|微信|wx|WX|VX|vx)号?(?:[是为:]|\s){0,2}[A-Za-z0-9_-]{5,20}"),
    re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·• ]?(?=[A-Z0-9]*\d)[A-Z0-9]{5,6}"
    ),
)
"""Numbers of telephones, identities and accounts, addresses of e-mail, accounts, plates."""

_SIGNED = re.compile(
    r"(?:信访人|投诉人|举报人|申请人|反映人|上访人|求助人|当事人|受害人|原告|被告|患者|死者|户主|法人代表|法定代表人"
    r"|签名|署名|联系人|姓名)(?:[是为:]|\s){0,2}([一-鿿]{2,3})(?![一-鿿])"
)
_OFFICES = (
    "书记|市长|县长|厅长|局长|镇长|乡长|村长|区长|处长|科长|所长|校长|院长|主任|队长"
    "|老师|医生|律师|警官|法官|老板|经理|某"
)
_SURNAME = (
    "欧阳|司马|上官|诸葛|司徒|皇甫|尉迟|公孙|令狐|夏侯|慕容|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华魏陶姜戚谢"
    "邹喻苏潘葛范彭鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常于傅皮卞齐康伍余元顾孟黄穆萧尹姚邵汪祁毛狄米"
    "贝明臧计成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘解应宗丁宣邓"
    "单洪包左石崔吉龚程邢裴陆荣翁荀甄曲封储靳段焦巴侯全班仰仇宁栾厉祖武符刘景詹束龙叶黎乔文聂曾关廖易阳肖谭欧石向付邝佘]"
)
_OFFICIAL = re.compile(f"(?<![一-鿿])(?:{_SURNAME})(?=(?:{_OFFICES}))|(?<=的)(?:{_SURNAME})(?=(?:{_OFFICES}))")
_OFFICER = re.compile(f"(?:{_SURNAME})(?:{_OFFICES})")
_NAME = re.compile(f"(?:{_SURNAME})[一-鿿]{{1,2}}")
_PERSONAL = "nr"
"""How the dictionary marks the name of a person, and whatever it does not know that looks like one."""
_COMMON = 10
"""Texts from which a word of the dictionary that looks like a name is taken for an ordinary word."""


def masked(text: str, *, ordinary: Collection[str] = ()) -> str:
    """The text with names, numbers of telephones, identities and accounts, e-mail and plates hidden. ``ordinary`` are
    more words that look like a name and are none."""
    plain = level(text)
    hidden = bytearray(len(text))
    for start, end in (*_stretches(plain), *_names(plain, ordinary)):
        hidden[start:end] = b"\x01" * (end - start)
    return "".join(MARK if hide else letter for letter, hide in zip(text, hidden, strict=True))


def masked_together(texts: Sequence[str]) -> list[str]:
    """Each text masked. What looks like a name, stands in the dictionary and is said in many texts is left."""
    counted: Counter[str] = Counter()
    for text in texts:
        plain = level(text)
        counted.update({plain[start:end] for start, end in _names(plain, ())})
    common = [word for word, count in counted.items() if count >= _COMMON and not _OFFICER.fullmatch(word)]
    ordinary = frozenset(word for word in common if rjieba.cut(word, False) == [word])
    return [masked(text, ordinary=ordinary) for text in texts]


def _stretches(plain: str) -> Iterator[tuple[int, int]]:
    for pattern in (*_SURE, _OFFICIAL):
        for hit in pattern.finditer(plain):
            yield hit.start(), hit.end()
    for hit in _SIGNED.finditer(plain):
        yield hit.start(1), hit.end(1)
    for span in (*phones(plain), *people(plain)):
        yield span.start, span.end


def _names(plain: str, ordinary: Collection[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for word, sort in rjieba.tag(plain, True):
        end = start + len(word)
        if sort.startswith(_PERSONAL) and _NAME.fullmatch(word) and word not in ORDINARY and word not in ordinary:
            yield start, end
        start = end
