"""A county small enough to read: two towns, four villages, six grids; a centre, three units, a catalogue, limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import shapely

from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import DutyEntry, Item, ServiceLevel
from onedoor.geography import atlas
from onedoor.geography.models import Area
from onedoor.organisation import queries as organisation
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Member, Post, Seat, Unit
from onedoor.work import ladder
from onedoor.work.models import SupervisionRule

COUNTY = "990801"
CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 9, 14, 9, 30, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)
_FROM = date(2020, 1, 1)

AREAS = [
    ("990801000000", "云州县", "county", ""),
    ("990801001000", "城关街道", "town", "990801000000"),
    ("990801100000", "石桥镇", "town", "990801000000"),
    ("990801001001", "翠湖社区", "village", "990801001000"),
    ("990801001002", "学院社区", "village", "990801001000"),
    ("990801100201", "上埠村", "village", "990801100000"),
    ("990801100202", "溪口村", "village", "990801100000"),
]
GRIDS = {
    "990801001001001": (0, 0), "990801001001002": (1, 0), "990801001002001": (0, 1),
    "990801001002002": (1, 1), "990801100201001": (2, 0), "990801100202001": (2, 1),
}  # fmt: skip

UNITS = [
    ("centre", "县社会治理综合服务中心", "centre", "990801000000"),
    ("housing", "县住房和城乡建设局", "department", "990801000000"),
    ("urban", "县城市管理局", "department", "990801000000"),
    ("town-chengguan", "城关街道综治中心", "town", "990801001000"),
    ("town-shiqiao", "石桥镇综治中心", "town", "990801100000"),
    ("village-shangbu", "上埠村村民委员会", "village", "990801100201"),
]

POSTS = [
    ("guide", "centre", "引导台", [Duty.REGISTER]),
    ("dispatch", "centre", "分派督办岗", [Duty.REGISTER, Duty.TRIAGE, Duty.DISPATCH, Duty.RULE]),
    ("review", "centre", "审核办结岗", [Duty.REVIEW, Duty.CLOSE]),
    ("visit", "centre", "回访岗", [Duty.VISIT]),
    ("leader", "centre", "县领导", [Duty.LEAD]),
    ("supervise", "centre", "督办岗", [Duty.SUPERVISE]),
    ("housing", "housing", "承办岗", [Duty.HANDLE]),
    ("urban", "urban", "承办岗", [Duty.HANDLE]),
    ("town-chengguan", "town-chengguan", "综治岗", [Duty.HANDLE]),
    ("town-shiqiao", "town-shiqiao", "综治岗", [Duty.HANDLE]),
    ("admin", "centre", "系统管理岗", [Duty.ADMINISTER]),
    ("approve", "centre", "中心负责人", [Duty.APPROVE, Duty.SUPERVISE]),
    ("deputy", "centre", "中心副负责人", [Duty.APPROVE]),
    ("appeal", "centre", "异议复核岗", [Duty.APPEAL]),
    ("inform", "centre", "举报专办岗", [Duty.INFORM]),
    ("safety", "centre", "安全研判岗", [Duty.SAFETY]),
    ("privacy", "centre", "个人信息保护岗", [Duty.PRIVACY]),
    ("village", "village-shangbu", "村委会主任", [Duty.HANDLE]),
]

ITEMS = [("15", "物业", ""), ("15-03", "电梯故障", "15"), ("10", "环境污染", ""), ("10-01", "油烟扰民", "10")]

LEVELS = [
    ("SL-01", "triage", "", 4, "H"), ("SL-02", "dispatch", "", 4, "H"), ("SL-03", "sign", "", 2, "H"),
    ("SL-04", "send_back", "", 1, "WD"), ("SL-05", "rule", "", 1, "WD"), ("SL-06", "review", "", 1, "WD"),
    ("SL-07", "visit", "", 3, "WD"), ("SL-08", "close", "", 1, "WD"), ("SL-09", "archive", "", 10, "WD"),
    ("SL-10", "rework", "", 3, "WD"), ("SL-11", "solve", "green", 5, "WD"), ("SL-12", "solve", "yellow", 10, "WD"),
    ("SL-13", "solve", "red", 15, "WD"),
]  # fmt: skip

RULES = [
    ("SV-01", "yellow", "share", 75, "", "", ["holder"]),
    ("SV-02", "red", "share", 100, "", "", ["holder", "supervise"]),
    ("SV-03", "ordinary", "after", 1, "WD", "", ["holder", "lead"]),
    ("SV-04", "listed", "after", 5, "WD", "", ["supervise"]),
    ("SV-05", "", "within", 2, "WD", "discharge_order", []),
]


@dataclass(frozen=True)
class SmallCounty:
    """Who there is, by the code of their post."""

    actors: dict[str, Actor]

    def __getitem__(self, post: str) -> Actor:
        return self.actors[post]


def build() -> None:
    """Write the small county into an empty store."""
    for code, name, level, parent in AREAS:
        Area.objects.create(county=COUNTY, code=code, name=name, level=level, parent=parent, valid_from=_FROM)
    for code, (x, y) in GRIDS.items():
        square = shapely.box(123 + x / 100, 28 + y / 100, 123 + (x + 1) / 100, 28 + (y + 1) / 100)
        Area.objects.create(
            county=COUNTY, code=code, name=f"第{int(code[-3:])}网格", level="grid", parent=code[:12],
            boundary=shapely.to_wkb(square), valid_from=_FROM,
        )  # fmt: skip
    units = {
        code: Unit.objects.create(county=COUNTY, code=code, name=name, kind=kind, area=area)
        for code, name, kind, area in UNITS
    }
    for code, unit, name, duties in POSTS:
        post = Post.objects.create(
            county=COUNTY, code=code, unit=units[unit], name=name, duties=duties, area=units[unit].area
        )
        member = Member(county=COUNTY, code=f"m-{code}", login=code, name=f"测试{code}")
        member.set_unusable_password()
        member.save()
        Seat.objects.create(county=COUNTY, post=post, member=member, valid_from=_FROM)
    items = {code: Item.objects.create(county=COUNTY, code=code, name=name, parent=up) for code, name, up in ITEMS}
    for item, unit in (("15-03", "housing"), ("10-01", "urban")):
        DutyEntry.objects.create(
            county=COUNTY, item=items[item], area="990801000000", unit=units[unit], assists=["town-chengguan"],
            citation="职责清单", valid_from=_FROM,
        )  # fmt: skip
    for rule, verb, colour, n, unit in LEVELS:
        ServiceLevel.objects.create(
            county=COUNTY, rule=rule, verb=verb, colour=colour, n=n, unit=unit, citation="本县规则", valid_from=_FROM
        )
    for rule, level, basis, n, unit, verb, tells in RULES:
        SupervisionRule.objects.create(
            county=COUNTY, rule=rule, level=level, basis=basis, n=n, unit=unit, verb=verb, tells=tells,
            citation="本县规则", valid_from=_FROM,
        )  # fmt: skip
    for changed in (atlas.changed, organisation.changed, catalogue.changed, ladder.changed):
        changed()


def actors() -> SmallCounty:
    """Every member as an actor on their posts."""
    day = MONDAY.date()
    return SmallCounty({m.login: organisation.actor(m, on=day) for m in Member.objects.filter(county=COUNTY)})
