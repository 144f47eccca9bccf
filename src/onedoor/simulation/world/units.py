"""Who acts in the county: units, their posts with duties, and invented members with memorable sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from onedoor.organisation.duties import Duty
from onedoor.simulation.world import names
from onedoor.simulation.world.areas import COUNTY_AREA, TOWNS, AreaSeed, County

CENTRE, CITY = "centre", "city"


@dataclass(frozen=True, slots=True)
class UnitSeed:
    """A unit. ``kind`` is upper, centre, department, company (public utility), town or village; ``area`` is where it
    acts, ``parent`` the unit next above.

    A village's unit carries the code of its area, a town's ``town-`` and its name in pinyin, any other a short word.
    """

    code: str
    name: str
    kind: str
    area: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class PresenceSeed:
    """A unit that sits at the centre: ``mode`` is resident, rotating (on ``weekdays``, 1 Monday) or on_call."""

    unit: str
    mode: str
    window: str = ""
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PostSeed:
    """A post of a unit: what whoever holds it may do, for which area, and the fields it speaks for (专席)."""

    code: str
    unit: str
    name: str
    duties: tuple[Duty, ...]
    area: str
    specialities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberSeed:
    """An invented person who signs in as ``login`` and holds the posts named."""

    login: str
    name: str
    posts: tuple[str, ...]


_DEPARTMENTS = {
    "police": "县公安局",
    "labour": "县人力资源和社会保障局",
    "housing": "县住房和城乡建设局",
    "urban": "县城市管理局",
    "market": "县市场监督管理局",
    "ecology": "县生态环境局",
    "land": "县自然资源局",
    "farming": "县农业农村局",
    "civil": "县民政局",
    "health": "县卫生健康局",
    "school": "县教育局",
    "transport": "县交通运输局",
    "water": "县水利局",
    "emergency": "县应急管理局",
    "justice": "县司法局",
    "petition": "县信访局",
    "veterans": "县退役军人事务局",
    "insurance": "县医疗保障局",
    "culture": "县文化广电和旅游局",
    "tax": "县税务局",
    "fund": "县住房公积金管理中心",
    "industry": "县工业和信息化局",
    "faith": "县民族宗教事务局",
    "women": "县妇女联合会",
    "discipline": "县纪委监委信访室",
}

_COMPANIES = {"power": "县供电公司", "tap": "县自来水公司", "gas": "县燃气公司"}

_RESIDENT = ("police", "labour", "justice", "petition", "housing", "civil", "insurance")
_ROTATING = {
    "urban": (1, 4),
    "market": (2, 5),
    "ecology": (1,),
    "land": (2,),
    "farming": (3,),
    "health": (3,),
    "school": (4,),
    "women": (5,),
    "veterans": (5,),
}

_CITY_AREA = "990800000000"

_AT_THE_CENTRE: tuple[tuple[str, str, tuple[Duty, ...]], ...] = (
    ("guide", "引导台", (Duty.REGISTER,)),
    ("window", "综合受理窗口岗", (Duty.REGISTER,)),
    ("hotline", "热线受理岗", (Duty.REGISTER,)),
    ("dispatch-a", "分派督办岗A", (Duty.TRIAGE, Duty.DISPATCH, Duty.SUPERVISE)),
    ("dispatch-b", "分派督办岗B", (Duty.TRIAGE, Duty.DISPATCH, Duty.SUPERVISE)),
    ("review", "审核办结岗", (Duty.RULE, Duty.REVIEW, Duty.CLOSE)),
    ("visit", "回访岗", (Duty.VISIT,)),
    ("director", "中心负责人", (Duty.APPROVE, Duty.SUPERVISE)),
    ("deputy", "中心副负责人", (Duty.APPROVE,)),
    ("appeal", "异议复核岗", (Duty.APPEAL,)),
    ("inform-a", "举报专办岗A", (Duty.INFORM,)),
    ("inform-b", "举报专办岗B", (Duty.INFORM,)),
    ("safety", "安全研判岗", (Duty.SAFETY,)),
    ("privacy", "个人信息保护岗", (Duty.PRIVACY,)),
    ("leader", "县领导", (Duty.LEAD,)),
    ("admin", "系统管理岗", (Duty.ADMINISTER,)),
)
"""Posts of the county centre: code (also the sign-in of whoever holds it), name, duties."""

_SEATS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("seat-labour", "热线人社专席", ("人社", "医保")),
    ("seat-tax", "热线税务公积金专席", ("税务", "公积金")),
    ("seat-justice", "热线司法专席", ("司法",)),
    ("seat-business", "热线营商环境专席", ("营商环境",)),
    ("seat-care", "热线关爱专席", ("方言", "手语")),
)
"""Hotline seats that answer a field, or speak a language, themselves (A-022)."""


def units(county: County) -> tuple[UnitSeed, ...]:
    """The city's centre above, the county's centre, the departments, the utilities, 14 town centres and every village:
    the four levels, each unit after the one it stands under."""
    towns = {town.area: town.unit for town in TOWNS}
    return (
        UnitSeed(CITY, "市社会治理综合服务中心", "upper", _CITY_AREA),
        UnitSeed(CENTRE, "云州县社会治理综合服务中心", "centre", COUNTY_AREA, CITY),
        *(UnitSeed(code, name, "department", COUNTY_AREA, CENTRE) for code, name in _DEPARTMENTS.items()),
        *(UnitSeed(code, name, "company", COUNTY_AREA, CENTRE) for code, name in _COMPANIES.items()),
        *(UnitSeed(town.unit, f"{town.name}综治中心", "town", town.area, CENTRE) for town in TOWNS),
        *(
            UnitSeed(place.code, _committee(place), "village", place.code, towns[place.parent])
            for place in county.of_level("village")
        ),
    )


def presences() -> tuple[PresenceSeed, ...]:
    """Which units sit at the centre: seven resident, nine in rotation, the other departments and utilities on call.
    An invented list: the seven and the nine of the "7+9+N" are nowhere named (A-033)."""
    windows = enumerate((*_RESIDENT, *_ROTATING), start=1)
    seats = {code: f"{number}号窗口" for number, code in windows}
    return (
        *(PresenceSeed(code, "resident", seats[code]) for code in _RESIDENT),
        *(PresenceSeed(code, "rotating", seats[code], weekdays) for code, weekdays in _ROTATING.items()),
        *(PresenceSeed(code, "on_call") for code in (*_DEPARTMENTS, *_COMPANIES) if code not in seats),
    )


def posts(county: County) -> tuple[PostSeed, ...]:
    """The posts of the centre; one handling post in each department and utility, each town centre and the few villages
    where somebody works on cases.

    Whoever rules on a returned case (审核办结岗) did not dispatch it, whoever visits did not handle it, and whoever
    handles informants' reports finds a second one who decides.
    """
    manned = manned_villages(county)
    return (
        *(PostSeed(code, CENTRE, name, duties, COUNTY_AREA) for code, name, duties in _AT_THE_CENTRE),
        *(PostSeed(code, CENTRE, name, (Duty.REGISTER,), COUNTY_AREA, fields) for code, name, fields in _SEATS),
        *(
            PostSeed(f"{code}-handle", code, f"{name}承办岗", (Duty.HANDLE,), COUNTY_AREA)
            for code, name in (_DEPARTMENTS | _COMPANIES).items()
        ),
        *(
            PostSeed(
                f"{town.unit}-handle",
                town.unit,
                f"{town.name}综治中心岗",
                (Duty.REGISTER, Duty.HANDLE),
                town.area,
            )
            for town in TOWNS
        ),
        *(
            PostSeed(f"village-{login}-handle", place.code, f"{_committee(place)}承办岗", (Duty.HANDLE,), place.code)
            for login, place in manned.items()
        ),
    )


def manned_villages(county: County) -> dict[str, AreaSeed]:
    """The villages with a handling post, by the sign-in of their town: the first village of every third town."""
    first = {town.area: town.login for town in TOWNS if town.villages}
    villages = {place.parent: place for place in reversed(county.of_level("village")) if int(place.code[9:]) >= 200}
    return {first[area]: villages[area] for area in list(first)[::3]}


def members(posts: Sequence[PostSeed], seed: int) -> tuple[MemberSeed, ...]:
    """One member for each post, signing in by the post's code without ``-handle``; names differ from each other."""
    rng = Random(f"members-{seed}")
    taken: set[str] = set()
    staff = []
    for post in posts:
        name = names.person(rng)
        while name in taken:
            name = names.person(rng)
        taken.add(name)
        staff.append(MemberSeed(post.code.removesuffix("-handle"), name, (post.code,)))
    return tuple(staff)


def _committee(place: AreaSeed) -> str:
    """The committee of a community (居民委员会) or of a village (村民委员会)."""
    kind = "居民委员会" if int(place.code[9:]) < 200 else "村民委员会"
    return place.name + kind
