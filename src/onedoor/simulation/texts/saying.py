"""What can be said about one item: the parts from which stories and answers are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

ANYWHERE, ESTATE, VILLAGE = "anywhere", "estate", "village"


@dataclass(frozen=True, slots=True)
class Saying:
    """Parts of sentences about one item, without closing punctuation; ``{…}`` are the values of ``values``.

    ``setting`` tells where such a thing happens: anywhere, on a housing estate (社区), in a village (村).
    """

    item: str
    setting: str
    titles: tuple[str, ...]
    facts: tuple[str, ...]
    """What happened; each is a pattern of its own."""
    details: tuple[str, ...]
    """What it leads to, or what has been tried."""
    wishes: tuple[str, ...]
    asks: tuple[str, ...]
    """Whole questions of people who only want to know; empty where nobody merely asks."""
    done: tuple[str, ...]
    """What the unit did about it, as the reply says it."""


_ESTATES = (
    "云锦花园", "鹿鸣雅居", "澄湖家园", "望舒苑", "棠梨公寓", "青禾新村", "锦书里", "听澜小区", "松风名邸", "丹桂苑",
    "东篱花苑", "拾光里", "云帆小区", "芦汀雅苑", "知春里", "安和家园",
)  # fmt: skip
_ROADS = ("澄湖路", "云帆路", "鹿鸣街", "望潮大道", "稻香路", "学府巷", "锦书街", "青岚路", "渡口街", "杏林路")
_HAMLETS = ("集中居住区", "村东新居", "村西安置点", "老街片", "河边新村点")
_LANES = ("村口大路", "进村路", "机耕路", "村中心路", "老街", "河堤路", "通镇公路")
_SHOPS = ("小满", "春见", "老街口", "禾木", "星野", "阿福", "清和", "满庭", "半夏", "云上")
_FIRMS = ("恒澜", "宏穗", "启禾", "瑞屿", "云泽", "卓岚", "新舟", "川柏")
_HOURS = ("晚上九点", "晚上十点半", "夜里十一点", "凌晨一点", "凌晨四点", "清早五点多", "中午休息时间", "傍晚六点")
_DAYS = ("两天", "三天", "四五天", "一个星期", "十来天", "半个月")
_MONTHS = ("两个月", "三个月", "四个多月", "半年", "大半年", "一年多")
_COUNTS = ("七八户", "十几户", "二十多户", "三十来户", "四十多户", "五十来户")
_PEOPLE = ("三个人", "五个人", "七个人", "九个人", "十来个人", "十二个人")
_KIN = ("老父亲", "老母亲", "爱人", "孩子", "婆婆", "岳父", "岳母", "家里老人")
_NUMERALS = "一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"


def values(rng: Random, *, setting: str, at: datetime) -> Mapping[str, str]:
    """One value for every ``{…}`` of a story on an estate or in a village, its times chosen to suit when it is told."""
    lately = at - timedelta(days=rng.randrange(1, 6))
    earlier = at - timedelta(days=rng.randrange(12, 75))
    return {
        "estate": rng.choice(_HAMLETS if setting == VILLAGE else _ESTATES),
        "block": f"{rng.randrange(1, 29)}幢",
        "room": f"{rng.randrange(1, 18)}0{rng.randrange(1, 5)}室",
        "road": rng.choice(_LANES if setting == VILLAGE else _ROADS),
        "number": f"{rng.randrange(3, 260)}号",
        "shop": rng.choice(_SHOPS),
        "firm": rng.choice(_FIRMS),
        "group": f"{rng.choice(_NUMERALS)}组",
        "hour": rng.choice(_HOURS),
        "days": rng.choice(_DAYS),
        "months": rng.choice(_MONTHS),
        "count": rng.choice(_COUNTS),
        "people": rng.choice(_PEOPLE),
        "kin": rng.choice(_KIN),
        "money": f"{rng.randrange(4, 99) * 100}元",
        "big": f"{rng.randrange(12, 96) / 10:.1f}万元",
        "acres": f"{rng.randrange(12, 88) / 10:.1f}亩",
        "once": rng.choice(
            (
                "昨天傍晚",
                "今天一早",
                "前天夜里",
                f"{lately.month}月{lately.day}日",
                f"星期{_WEEKDAYS[lately.weekday()]}下午",
                f"{lately.day}号上午",
            )
        ),
        "since": rng.choice(
            (
                "这阵子",
                "最近半个多月",
                f"从{earlier.month}月{earlier.day}日起",
                f"{earlier.month}月份以来",
                "一连好几天",
            )
        ),
    }
