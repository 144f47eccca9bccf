"""Invented names of people and places. No name here means a real person or place."""

from __future__ import annotations

from random import Random

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
_GIVEN_FIRST = "文志晓春雨海思子佳若守学景清素雪梦元知予书砚禾以秋"
_GIVEN_LAST = "舟屿岚蓉棠松竹苇澄溪昀薇柏榆荷苓茵泉兰梅宁安远和洁珍琴禾"

_COMMUNITY_FIRST = "金玉锦惠和宁康乐明朝晨瑞嘉景悦文德礼信沁"
_COMMUNITY_LAST = "穗澜苑庭桥湖园坊荷棠枫桂泽阳源昌怡汀序畔"
_VILLAGE_FIRST = "上下前后东西大小老新石柳竹枣梅桐荷菱稻茶"
_VILLAGE_LAST = "湾塘坞墩埠浜坪垄岙圩溪堰坝渡岗坳泾洼埂屿"

PHONE = r"100100\d{5}"
"""The pattern of every telephone number of the simulation: a range that is assigned to nobody."""


def person(rng: Random) -> str:
    """An invented personal name of three characters; the characters are chosen so that no public figure comes out."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN_FIRST) + rng.choice(_GIVEN_LAST)


def phone(rng: Random) -> str:
    """An eleven-digit number out of the unassigned range 100100xxxxx."""
    return f"100100{rng.randrange(100_000):05d}"


def communities(rng: Random, count: int) -> list[str]:
    """So many different names of communities (社区), at most 400."""
    return [f"{name}社区" for name in _pairs(rng, _COMMUNITY_FIRST, _COMMUNITY_LAST, count)]


def villages(rng: Random, count: int) -> list[str]:
    """So many different names of villages (村), at most 400."""
    return [f"{name}村" for name in _pairs(rng, _VILLAGE_FIRST, _VILLAGE_LAST, count)]


def _pairs(rng: Random, first: str, last: str, count: int) -> list[str]:
    return rng.sample([head + tail for head in first for tail in last], count)
