"""Telephone numbers, sums of money, days, and how many people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from onedoor.cases.models.choices import People
from onedoor.cases.recognising.numerals import CHINESE, TIMES, number
from onedoor.cases.recognising.spans import AMOUNT, DATE, PEOPLE, PHONE, Span

_GAP = r"[ \-—–.·]?"
_PHONES = (
    re.compile(rf"(?<![\dA-Za-z])(?:\+?86[ \-]?)?(1(?:{_GAP}\d){{10}})(?!\d)"),
    re.compile(r"(?<!\d)(0\d{2,3}[ \-—–]?\d{7,8})(?!\d)"),
    re.compile(r"(?<!\d)([48]00[ \-—–]?\d{3,4}[ \-—–]?\d{3,4})(?!\d)"),
    re.compile(r"(?:电话|座机|号码|联系方式|打给|拨打)[是为:\s]{0,3}(\d{7,8})(?!\d)"),
)
_NUMBER = rf"(?:\d{{1,12}}(?:,\d{{3}}){{0,4}}(?:\.\d{{1,4}})?|[{CHINESE}]{{1,12}})"
_AMOUNT = re.compile(
    rf"(?<![\d.])({_NUMBER})(?:多|余|来)?([万千百亿]?)(?:多|余)?(元|块钱|人民币|(?<=[\d万千百多])块(?![地砖石板田招屏玻]))"
)
_PEOPLE = re.compile(
    rf"(?<![\d.第])({_NUMBER}|上百|数百|上千|数千)(?:多|余|几)?(?:名|位|个)?"
    r"(人(?![大民口员行])|户(?!型)|业主|居民|村民|工人|员工|家长|学生|群众|住户)"
)
_ROUGHLY = {"上百": 100, "数百": 200, "上千": 1000, "数千": 2000}
_DATE = re.compile(
    r"(?:(?:\d{4}|今|去|前)年)?\d{1,2}月\d{1,2}[日号]|(?:\d{4}|今|去|前)年\d{1,2}月|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|今天|昨天|前天|昨晚|今早|今晚|前晚|上周[一二三四五六日天]?|这周|上个月|这个月|本月|上月|去年"
)
_STEPS = ((50, People.FEW), (100, People.MANY), (500, People.HUNDREDS))
_FEWEST = 2
_SHORTEST, _LONGEST = 7, 12


def phones(text: str) -> Iterator[Span]:
    """Numbers one can ring: mobile, with area code, 400, and local ones that are called a number."""
    for pattern in _PHONES:
        for hit in pattern.finditer(text):
            digits = re.sub(r"\D", "", hit[1])
            if _SHORTEST <= len(digits) <= _LONGEST and len(set(digits)) > 1:
                yield Span(hit.start(1), hit.end(1), PHONE, digits, text[hit.start(1) : hit.end(1)])


def amounts(text: str) -> Iterator[Span]:
    """Sums of money; the value is in yuan."""
    for hit in _AMOUNT.finditer(text):
        found = number(hit[1])
        if found:
            times = TIMES.get(hit[2], 1) if hit[2] else 1
            yield Span(hit.start(), hit.end(), AMOUNT, f"{found * times:f}", hit[0])


def dates(text: str) -> Iterator[Span]:
    """Days and stretches of time, as they were said."""
    for hit in _DATE.finditer(text):
        yield Span(hit.start(), hit.end(), DATE, hit[0], hit[0])


def crowds(text: str) -> Iterator[Span]:
    """How many people are concerned, as one of ``People``; a single one says nothing."""
    for hit in _PEOPLE.finditer(text):
        found = _ROUGHLY.get(hit[1]) or number(hit[1])
        if found and found >= _FEWEST:
            yield Span(hit.start(), hit.end(), PEOPLE, str(_size(Decimal(found))), hit[0])


def _size(found: Decimal) -> People:
    return next((size for most, size in _STEPS if found < most), People.MASS)
