"""Who acts in the county: units, their posts with duties, and invented members with memorable sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from onedoor.simulation.world import names
from onedoor.simulation.world.areas import COUNTY_AREA, TOWNS, AreaSeed, County

CENTRE = "centre"

DUTIES = frozenset(
    ["register", "triage", "dispatch", "rule", "review", "visit", "close", "lead", "handle", "supervise", "administer"]
)
"""Every duty a post may have; ``lead`` is the duty of a leader, ``handle`` that of whoever solves the problem."""


@dataclass(frozen=True, slots=True)
class UnitSeed:
    """A unit. ``kind`` is centre, department, company (public utility), town or village; ``area`` is where it acts.

    A village's unit carries the code of its area, a town's ``town-`` and its name in pinyin, any other a short word.
    """

    code: str
    name: str
    kind: str
    area: str


@dataclass(frozen=True, slots=True)
class PostSeed:
    """A post of a unit: what whoever holds it may do, and for which area."""

    code: str
    unit: str
    name: str
    duties: tuple[str, ...]
    area: str


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

_AT_THE_CENTRE = (
    ("guide", "引导台", ("register",)),
    ("window", "综合受理窗口岗", ("register",)),
    ("hotline", "热线受理岗", ("register",)),
    ("dispatch-a", "分派督办岗A", ("triage", "dispatch", "supervise")),
    ("dispatch-b", "分派督办岗B", ("triage", "dispatch", "supervise")),
    ("review", "审核办结岗", ("rule", "review", "close")),
    ("visit", "回访岗", ("visit",)),
    ("leader", "县领导", ("lead",)),
    ("admin", "系统管理岗", ("administer",)),
)
"""Posts of the county centre: code (also the sign-in of whoever holds it), name, duties."""


def units(county: County) -> tuple[UnitSeed, ...]:
    """The centre, the departments, the utilities, 14 town centres and every village."""
    return (
        UnitSeed(CENTRE, "云州县社会治理综合服务中心", "centre", COUNTY_AREA),
        *(UnitSeed(code, name, "department", COUNTY_AREA) for code, name in _DEPARTMENTS.items()),
        *(UnitSeed(code, name, "company", COUNTY_AREA) for code, name in _COMPANIES.items()),
        *(UnitSeed(town.unit, f"{town.name}综治中心", "town", town.area) for town in TOWNS),
        *(UnitSeed(place.code, _committee(place), "village", place.code) for place in county.of_level("village")),
    )


def posts() -> tuple[PostSeed, ...]:
    """The posts of the centre, one handling post in each department and utility, one in each town centre.

    Whoever rules on a returned case (审核办结岗) did not dispatch it, and whoever visits did not handle it.
    """
    return (
        *(PostSeed(code, CENTRE, name, duties, COUNTY_AREA) for code, name, duties in _AT_THE_CENTRE),
        *(
            PostSeed(f"{code}-handle", code, f"{name}承办岗", ("handle",), COUNTY_AREA)
            for code, name in (_DEPARTMENTS | _COMPANIES).items()
        ),
        *(
            PostSeed(
                f"{town.unit}-handle",
                town.unit,
                f"{town.name}综治中心岗",
                ("register", "handle"),
                town.area,
            )
            for town in TOWNS
        ),
    )


def members(seed: int) -> tuple[MemberSeed, ...]:
    """One member for each post, signing in by the post's code without ``-handle``; names differ from each other."""
    rng = Random(f"members-{seed}")
    taken: set[str] = set()
    staff = []
    for post in posts():
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
