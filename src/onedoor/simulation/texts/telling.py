"""What a resident tells: believable reports, each put together anew from the sayings about its item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from onedoor.simulation.texts.homes import HOMES
from onedoor.simulation.texts.living import LIVING
from onedoor.simulation.texts.saying import ANYWHERE, ESTATE, VILLAGE, Saying, values
from onedoor.simulation.texts.streets import STREETS
from onedoor.simulation.world import names
from onedoor.simulation.world.catalogue import ItemSeed

SAYINGS: Mapping[str, Saying] = {saying.item: saying for saying in (*HOMES, *STREETS, *LIVING)}
"""The sayings by the code of their item."""

LONGEST = 160
"""The longest story, in characters."""

_GROWTH = 20
"""How much longer a sentence may become when its ``{…}`` are filled in."""

_CHANNELS = {"hotline": 34, "window": 18, "qr": 15, "web": 12, "grid": 10, "petition": 5, "letter": 3, "police": 3}
"""Channels and how many of a hundred reports come through each."""

_ONE_IN_SO_MANY_ASKS = 8

_OPENINGS: Mapping[str, tuple[str, ...]] = {
    "hotline": (
        "您好，我住在{place}，",
        "我是{place}的，",
        "来电人住{place}，来电反映：",
        "你好，麻烦记一下，{place}，",
    ),
    "window": (
        "我住{place}，今天专门过来一趟，",
        "家在{place}，",
        "我是{place}的居民，",
        "本人住{place}，想反映个事，",
    ),
    "qr": (
        "{place}，",
        "扫码反映，{place}这里，",
        "我在{place}，",
        "{place}居民：",
    ),
    "web": (
        "我是{place}的居民，",
        "{place}，",
        "家住{place}，",
        "反映{place}的一个问题：",
    ),
    "grid": (
        "走访{place}时居民反映，",
        "在{place}巡查，住户反映：",
        "今日到{place}走访，住户说，",
        "{place}网格上报：",
    ),
    "petition": (
        "来访人住{place}，反映：",
        "本人家住{place}，",
        "我们是{place}的住户，",
        "来信来访登记，{place}，",
    ),
    "letter": (
        "您好！我家在{place}，",
        "领导您好，我是{place}的普通居民，",
        "冒昧写信，我住{place}，",
        "{place}一位居民来信：",
    ),
    "police": (
        "报警人在{place}，非警情转办，称",
        "接警后转来，{place}，",
        "{place}报警人称：",
        "民警到{place}了解，当事人说，",
    ),
}
_THANKS = ("谢谢", "辛苦了", "给你们添麻烦了", "多谢关心", "等你们回音")
_ASKING = ("想咨询一下，", "您好，咨询个事，", "麻烦问一下，", "打扰了，")


@dataclass(frozen=True, slots=True)
class Text:
    """One report as it came: every person and number in it is invented."""

    title: str
    body: str
    caller_name: str
    phone: str
    channel: str
    consultation: bool
    """Whether the resident only asks and can be answered on the spot."""


def told_in(village: str) -> tuple[str, ...]:
    """The items about which people in this village or community (12 digits) have something to tell."""
    here = ESTATE if int(village[9:12]) < 200 else VILLAGE
    return tuple(code for code, saying in SAYINGS.items() if saying.setting in (ANYWHERE, here))


def story(rng: Random, *, item: ItemSeed, place: str, at: datetime) -> Text:
    """A report of 30 to 160 characters about this item at this place (the name of a village), told at this moment.

    Raises LookupError when nobody tells about the item; ``SAYINGS`` holds those people tell about.
    """
    if item.code not in SAYINGS:
        raise LookupError(f"nobody tells about item {item.code}: choose one of {', '.join(SAYINGS)}")
    saying = SAYINGS[item.code]
    told = values(rng, setting=VILLAGE if place.endswith("村") else ESTATE, at=at)
    if saying.asks and rng.randrange(_ONE_IN_SO_MANY_ASKS) == 0:
        channel = rng.choice(("hotline", "window", "web"))
        body = _question(rng, saying, place)
        return Text(f"咨询{item.name_zh}", body, names.person(rng), names.phone(rng), channel, consultation=True)
    channel = rng.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    fact = rng.choice(saying.facts)
    body = _complaint(rng, saying, rng.choice(_OPENINGS[channel]).replace("{place}", place), fact).format_map(told)
    title = _title(saying, fact, otherwise=f"反映{item.name_zh}问题").format_map(told)
    return Text(title, body, names.person(rng), names.phone(rng), channel, consultation=False)


def _title(saying: Saying, fact: str, *, otherwise: str) -> str:
    """The title sharing most pairs of characters with the fact: at least two, or it would speak of something else."""
    pairs = _pairs(fact)
    shared = {title: len(pairs & _pairs(title)) for title in saying.titles}
    best = max(saying.titles, key=lambda title: shared[title])
    return best if shared[best] >= 2 else otherwise


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"\{\w+\}", "", text)
    return {plain[start : start + 2] for start in range(len(plain) - 1)}


def _question(rng: Random, saying: Saying, place: str) -> str:
    asked = rng.choice(saying.asks).removeprefix("请问")
    live = rng.choice(("我住在{place}，", "我是{place}的，", "家在{place}，", "替{place}的老人问一声，")).format(
        place=place
    )
    return rng.choice(_ASKING) + live + asked + rng.choice(("", *(f"{thanks}。" for thanks in _THANKS)))


def _complaint(rng: Random, saying: Saying, opening: str, fact: str) -> str:
    """One of six orders of the parts; whatever would make the story too long is left out from the end."""
    begun = opening + fact
    first, second = rng.sample(saying.details, 2)
    wish, thanks = rng.choice(saying.wishes), rng.choice(_THANKS)
    order = rng.choice(
        (
            (begun, first, wish),
            (begun, wish, thanks),
            (begun, first, second, wish),
            (begun, first, wish, thanks),
            (begun, f"{first}，{second}", wish),
            (begun, f"{wish}，{first}"),
        )
    )
    body = ""
    for sentence in order:
        if len(body) + len(sentence) + _GROWTH <= LONGEST:
            body += f"{sentence}。"
    return body
