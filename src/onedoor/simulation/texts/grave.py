"""What is told when more is at stake: danger at home, an emergency, an informant's word. Plain and without colour."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from onedoor.simulation.texts.telling import Text
from onedoor.simulation.world import names

_VIOLENCE = (
    "我住{place}，他一喝酒就打我，昨天夜里又动手了，孩子吓得直哭，我不知道该找谁。",
    "我是{place}的，我妹妹被丈夫关在家里不让出门，手机也拿走了，请你们去看看她。",
    "{place}，隔壁常有打孩子的声音，孩子身上有伤，不敢上学，麻烦你们派人看看。",
)
_EMERGENCY = (
    ("119", "{place}楼下充电棚冒烟了，有明火，人都在往下跑。"),
    ("120", "{place}，有位老人在路边晕倒了，叫不醒，身边没有家人。"),
    ("110", "{place}，有人正在撬对门的锁，我在家里不敢出去。"),
    ("122", "{place}村口两辆车撞在一起，有人卡在车里，路全堵了。"),
)
_INFORMING = (
    "我们{place}办事，窗口的人说材料不齐退了三次，后来有人说请他吃顿饭就行，我请了，当天就办好了，请不要说是我讲的。",
    "{place}修路的石子，有一半拉去给一个干部家里铺院子了，拉的那天我在场，我怕被报复，请保密。",
    "在{place}发困难补助，名单里有两户根本不困难，是管这个事的人的亲戚，公示也只贴了半天。",
)


def violence(rng: Random, *, place: str) -> Text:
    """Somebody is in danger at home."""
    return _text(rng, _VIOLENCE, place, title="家里有人受到伤害", channel=rng.choice(("hotline", "police")))


def informing(rng: Random, *, place: str) -> Text:
    """Somebody speaks of an official, and is afraid."""
    return _text(rng, _INFORMING, place, title="反映工作人员的问题", channel=rng.choice(("web", "letter", "qr")))


def emergency(rng: Random, *, place: str) -> tuple[str, Text]:
    """What cannot wait for any centre, and which number to call."""
    service, told = rng.choice(_EMERGENCY)
    return service, _text(rng, (told,), place, title="紧急情况", channel="hotline")


def _text(rng: Random, told: Sequence[str], place: str, *, title: str, channel: str) -> Text:
    body = rng.choice(told).format(place=place)
    return Text(title, body, names.person(rng), names.phone(rng), channel, consultation=False)
