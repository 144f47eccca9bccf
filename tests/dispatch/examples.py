"""Invented reports of two kinds, and a county that handled them long ago."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

from onedoor.cases.models import Case, Report
from onedoor.catalogue.models import Item
from onedoor.dispatch import live
from onedoor.dispatch.model.classifier import Classifier
from onedoor.dispatch.model.examples import Example
from onedoor.dispatch.models import TextModel
from tests.small_county import COUNTY, MONDAY

LIFT, SMOKE, RIVER = "15-03", "10-01", "10"
SAID = {
    LIFT: ("电梯又停了", "电梯困住人", "电梯按键失灵", "电梯三天没有修好", "电梯门关不上"),
    SMOKE: ("油烟太大呛人", "烧烤摊油烟进屋", "饭店排烟口对着窗户", "半夜还有油烟味", "厨房油烟直排"),
    RIVER: ("河水发黑发臭", "河面漂着垃圾", "河里排了污水", "河边堆满垃圾", "死鱼漂在河面"),
}
_BESIDE = (
    "八楼老人下不来", "孩子睡不好觉", "开不了窗", "腿脚不便", "做作业受影响", "上班总迟到", "请物业管一管",
    "请上门检查", "盼着早点解决", "说了三回", "请给个期限", "邻居签了名", "录了视频", "住在翠湖花园", "学院小区的",
    "石桥新村", "文昌苑", "东方花园", "书香苑北门", "半年多了", "上个月起", "打过电话", "没有回音", "找过居委会",
    "楼下开店", "夜里更重", "雨天厉害", "周末没人", "谁来负责", "该换新的", "已经投诉过", "要个说法", "一家五口",
    "租户也烦", "隔壁也一样", "每天这样", "真受不了", "麻烦看看", "尽快处理吧", "影响很大", "身体不好", "怕出事情",
    "钱都交了", "合同写着", "物业推脱", "换了经理", "来过一次",
)  # fmt: skip


def told(item: str, n: int, *, seed: int = 0) -> list[str]:
    """So many reports of one kind, no two alike."""
    rng = Random(f"{item}-{seed}")
    return ["，".join([*rng.sample(_BESIDE, 5), rng.choice(SAID[item]), *rng.sample(_BESIDE, 4)]) for _one in range(n)]


def handled(item: str, texts: list[str], *, erased: bool = False, **facts: object) -> list[Case]:
    """Cases of this item that ended long ago, each with its report."""
    of = Item.objects.get(county=COUNTY, code=item)
    told_of = {"state": "archived", "colour": "green", **facts}
    before = Case.objects.count()
    cases = Case.objects.bulk_create(
        Case(
            county=COUNTY, ref=f"T-{before + number}", item=of, area="990801001001", channel="hotline", title=text[:20],
            registered_at=MONDAY - timedelta(days=400) + timedelta(minutes=before + number), **told_of,
        )
        for number, text in enumerate(texts)
    )  # fmt: skip
    Report.objects.bulk_create(
        Report(
            county=COUNTY, case=case, channel="hotline", title=text[:20], text=text, area=case.area,
            received_at=case.registered_at, registered_by="m-guide", salt=b"0" * 16,
            erased_at=MONDAY if erased else None,
        )
        for case, text in zip(cases, texts, strict=True)
    )  # fmt: skip
    return cases


def history(each: int = 40, *, seed: int = 0) -> None:
    """A county that handled so many reports of each kind."""
    for item in (LIFT, SMOKE):
        handled(item, told(item, each, seed=seed))


@cache
def weights() -> bytes:
    """A small model of two labels."""
    texts = told(LIFT, 12) + told(SMOKE, 12)
    return Classifier.fit([Example(text, LIFT if n < 12 else "x") for n, text in enumerate(texts)]).to_bytes()


FIGURES = {
    "cases": 40, "right": 34, "among_two": 38,
    "levels": [[40, 40, 34], [50, 38, 34], [60, 30, 28], [70, 24, 23], [80, 16, 16], [90, 8, 8]],
    "items": {LIFT: [30, 29, 27], SMOKE: [10, 11, 7]},
    "confused": [[LIFT, SMOKE, 3], [SMOKE, LIFT, 2]],
}  # fmt: skip


def version(number: int, *, state: str = "live", reason: str = "first", gone: bool = False, **told: Any) -> TextModel:
    """A version of the text model, as it was trained a day before."""
    basis = {"examples": 200, "items": 2, "codes": [LIFT, SMOKE], "few": {}, "newest": 1, "source": "", "unknown": 0}
    at = MONDAY - timedelta(days=1)
    facts = {"figures": FIGURES, "before": {}, **told, "basis": basis | told.get("basis", {})}
    made = TextModel.objects.create(
        county=COUNTY, number=number, state=state, reason=reason, trained_by="system", trained_at=at, changed_at=at,
        weights=b"" if gone else weights(), **facts,
    )  # fmt: skip
    live.changed()
    return made
