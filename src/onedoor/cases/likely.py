"""Which open cases may be the same as this one, or as what is being told: for whoever merges or registers (并案)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from onedoor.cases.flow import ENDED, State
from onedoor.cases.models import Case, Contact, Report
from onedoor.cases.models.choices import Nature
from onedoor.cases.queries import sight
from onedoor.geography.codes import stem, within
from onedoor.organisation.actor import Actor

MOST = 8
_VILLAGE = 12
_BACK = timedelta(days=60)
_LOOKED_AT = 60
_READ = 1000
_ENOUGH = 5
"""The same place and one thing more; or the same item in the same village with words in common."""
_SHORTEST = 3
_PARTS = re.compile(r"花园|小区|家园|新村|公寓|广场|大厦|[苑园城]|号楼|[幢栋座路街巷村号弄]|社区|单元|大道")
_WORDS = re.compile(
    "电梯|漏水|停水|停电|油烟|噪声|噪音|垃圾|污水|路灯|井盖|违建|停车|充电|飞线|施工|工地|扬尘|物业费|门禁|燃气|拖欠|工资|补偿|拆迁"
    "|土地|承包|河道|积水|异味|养狗|烧烤|占道|摊贩|树枝|绿化|房屋|开裂|维修基金|宅基地|低保|学位|公交|路面|塌陷|消防通道|广场舞"
)


@dataclass(frozen=True)
class Likely:
    """A case that may be about the same: its place and item fit, or the same phone reported it."""

    case: Case
    same_phone: bool


def likely(case: Case, actor: Actor) -> list[Likely]:
    """The latest open cases of the same item and village, and, for whoever may know who reported it, of the same
    phone. Secret cases are never among them: a merge would give their authors away."""
    called = _called(case) if sight(case, actor).contact else set()
    others = Case.objects.filter(_about(case) | Q(pk__in=called), county=case.county, confidential=False)
    others = others.exclude(pk=case.pk).exclude(nature=Nature.INFORM)
    others = others.exclude(state__in=(*ENDED, State.APPEALED, State.VISITED))
    known = others.select_related("lead", "item").order_by("-registered_at", "-id")[:MOST]
    return [Likely(one, one.pk in called) for one in known if sight(one, actor).page]


@dataclass(frozen=True)
class Alike:
    """An open case that may be the same as what is being told, and what they have in common: ``place`` is the part of
    the place that both name, ``village`` and ``item`` say whether these are the same, ``words`` what both say."""

    case: Case
    place: str
    village: bool
    item: bool
    words: tuple[str, ...]

    @property
    def weight(self) -> int:
        return 4 * bool(self.place) + 2 * self.item + self.village + min(len(self.words), 3)


def alike(actor: Actor, *, text: str, place: str, area: str, item: str, at: datetime) -> list[Alike]:
    """Open cases that may be the same as what somebody tells, the likeliest first: of the village where it is known,
    else of the county's latest. Secret ones are never among them, and none the actor may not open."""
    others = Case.objects.filter(county=actor.county, confidential=False).exclude(nature=Nature.INFORM)
    others = others.exclude(state__in=(*ENDED, State.APPEALED)).filter(registered_at__gt=at - _BACK)
    village = len(stem(area)) >= _VILLAGE
    if village:
        span = within(area[:_VILLAGE])
        others = others.filter(area__gte=span.first, area__lt=span.end)
    latest = list(others.select_related("lead", "item").order_by("-registered_at", "-id")[:_LOOKED_AT])
    told = Report.objects.filter(county=actor.county, case__in=latest).values_list("case_id", "place", "text")
    words: dict[int, str] = {}
    for case, where, said in told:
        words[case] = f"{words.get(case, '')}{where}\n{said[:_READ]}\n"
    found = (_compared(case, words.get(case.pk, ""), text, place, item, village=village) for case in latest)
    near = sorted((one for one in found if one.weight >= _ENOUGH), key=lambda one: -one.weight)
    return [one for one in near[: MOST * 2] if sight(one.case, actor).originals][:3]


def _compared(case: Case, theirs: str, text: str, place: str, item: str, *, village: bool) -> Alike:
    core = next((part for part in _cores(place) if part in theirs), "")
    shared = tuple(dict.fromkeys(word for word in _WORDS.findall(text) if word in theirs and word not in core))
    return Alike(case, core, village, bool(item) and case.item is not None and case.item.code == item, shared[:4])


def _cores(place: str) -> list[str]:
    """The parts by which a place is known again, the longest first: 翠湖花园3幢2单元, 翠湖花园3幢, 翠湖花园."""
    ends = [hit.end() for hit in _PARTS.finditer(place)]
    return [place[:end] for end in reversed(ends) if end >= _SHORTEST]


def _called(case: Case) -> set[int]:
    """Ids of the cases that the phones of this one's reports brought."""
    mine = Contact.objects.filter(county=case.county, report__case=case).exclude(phone_index="")
    phones = set(mine.values_list("phone_index", flat=True))
    theirs = Contact.objects.filter(county=case.county, phone_index__in=phones)
    return set(theirs.values_list("report__case_id", flat=True)) if phones else set()


def _about(case: Case) -> Q:
    """The same item in the same village; before triage, the same village. A place known only to the county or a town
    says nothing."""
    if len(stem(case.area)) < _VILLAGE:
        return Q(pk__in=[])
    village = within(case.area[:_VILLAGE])
    there = Q(area__gte=village.first, area__lt=village.end)
    return there & Q(item_id=case.item_id) if case.item_id else there
