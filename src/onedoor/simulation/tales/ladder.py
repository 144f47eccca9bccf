"""Up the ladder and past it: a case that goes from village to county, an order to a slow unit, an emergency."""

from __future__ import annotations

from datetime import date

from onedoor.cases.flow import Colour, State
from onedoor.simulation.tales.scenes import TOWN_OF_VILLAGE, VILLAGE, Scene, Tale, Voice, expect, settled, taken

TALES: tuple[Tale, ...] = (
    Tale(
        "raised-to-the-county",
        Colour.GREEN,
        Voice(
            "上游把水渠闸口关了，我们这片二十几亩稻田眼看要干，两个组说了几次都谈不拢。", "鲁远山", "10010012315",
            village=VILLAGE,
        ),
        Scene("04-07 09:00", "register", "hotline"),
        (
            Scene("04-07 09:20", "triage", "dispatch-a", {"colour": Colour.GREEN, "item": "07-02"}),
            Scene("04-07 09:30", "dispatch", "dispatch-a", {"to": VILLAGE, "basis": "manual"}),
            Scene("04-07 10:00", "sign", VILLAGE),
            Scene("04-07 17:00", "raise", VILLAGE, {"why": "talks-failed", "reason": ""}, refused=True),
            Scene(
                "04-07 17:10", "raise", VILLAGE,
                {"why": "talks-failed", "reason": "村里调解两次，两个组都不让步，闸口钥匙在镇水利站。"},
            ),
            expect("04-07 17:10", level="town", state=State.TRIAGED),
            Scene("04-08 09:00", "dispatch", "dispatch-a", {"to": VILLAGE, "basis": "manual"}, refused=True),
            Scene("04-08 09:05", "dispatch", "dispatch-a", {"to": TOWN_OF_VILLAGE, "basis": "manual"}),
            Scene("04-08 09:30", "sign", TOWN_OF_VILLAGE),
            Scene(
                "04-08 16:00", "raise", TOWN_OF_VILLAGE,
                {"why": "beyond", "reason": "总闸在县水利局管理范围，镇里无权调整放水计划。"},
            ),
            expect("04-08 16:00", level="county"),
            Scene("04-09 09:00", "dispatch", "dispatch-b", {"to": "water", "basis": "duty-list"}),
            Scene("04-09 09:40", "sign", "water"),
            Scene("04-09 11:00", "raise", "water", {"why": "beyond", "reason": "再往上报。"}, refused=True),
            *settled(
                "04-13", "water", "已会同镇村定下轮灌时间表，闸口由县水利站统一开启，昨晚起这片每三天放水一次。",
                comment="水到田头了，时间表贴在村口。",
            ),
        ),
        date(2026, 4, 14),
    ),
    Tale(
        "emergency",
        None,
        Voice("对门没人在家，刚才有人翻窗进去了，里面还有响动，我在楼道里，怎么办？", "殷小满", "10010012316"),
        Scene("05-09 22:40", "register", "hotline"),
        (
            Scene(
                "05-09 22:41", "transfer", "hotline",
                {"service": "110", "note": "二十二点四十一分转110，接警员已记下地址，要求来电人退到楼下等候。"},
            ),
            expect("05-09 22:41", owed=()),
        ),
        ends=State.TRANSFERRED,
    ),
    Tale(
        "ordered-to-mend",
        Colour.GREEN,
        Voice("行道树的枝条压在电线上，风一大就打火，去年也是这样，请来修剪。", "闻思齐", "10010012317"),
        Scene("06-22 09:00", "register", "hotline"),
        (
            *taken("06-22", "urban", "16-11"),
            Scene("06-26 09:00", "urge", "dispatch-a"),
            Scene("06-29 16:00", "reply", "urban", {"text": "修了。"}, refused=True),
            Scene(
                "06-30 10:00", "issue_order", "urban",
                {
                    "unit": "urban", "reason": "overdue", "level": "ordinary", "days": 2,
                    "requirement": "请自查。", "about_task": True,
                },
                refused=True,
            ),
            Scene(
                "06-30 10:05", "issue_order", "director",
                {
                    "unit": "urban", "reason": "overdue", "level": "yellow", "days": 2, "about_task": True,
                    "requirement": "已经超期，有安全隐患。请两个工作日内修剪到位，并说明为什么迟了。",
                },
            ),
            expect("06-30 10:05", owed=("answer_order", "reply")),
            Scene(
                "07-01 15:00", "answer_order", "urban",
                {"text": "今天上午会同供电公司停电修剪了十四株；迟办是因为等停电计划，没有及时报告，已改为当天报告。"},
            ),
            Scene("07-01 15:10", "discharge_order", "urban", {"opinion": "已完成。"}, refused=True),
            Scene("07-02 09:00", "discharge_order", "dispatch-b", {"opinion": "现场照片和停电记录属实，准予销号。"}),
            *settled(
                "07-02", "urban", "十四株行道树已修剪到离线两米以外，并列入每年五月的例行修剪，不再等来电。",
                comment="剪好了，希望明年早一点。",
            ),
        ),
        date(2026, 6, 29),
        chased=("yellow", "red"),
    ),
)  # fmt: skip
