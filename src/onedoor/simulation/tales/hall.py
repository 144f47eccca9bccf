"""In the hall: a number, a window, a table at which two units sit, and what came of it."""

from __future__ import annotations

from datetime import date

from onedoor.cases.flow import Colour
from onedoor.simulation.tales.scenes import Scene, Tale, Voice, expect, settled, taken

TALES: tuple[Tale, ...] = (
    Tale(
        "received-together",
        Colour.GREEN,
        Voice(
            "我在翠湖花园买的二手房，楼上改了卫生间，我家客厅顶一直滴水，物业说不归他们管，跑了三趟没人理。",
            "沈秋白",
            "10010012350",
            channel="window",
        ),  # fmt: skip
        Scene("06-02 09:00", "register", "window", {"line": "A", "window": "zh-1"}),
        (
            Scene(
                "06-02 09:05",
                "arrange",
                "window",
                {"mode": "joint", "units": ("housing", "urban"), "room": "2号调解室", "window": "zh-1"},
            ),
            expect("06-02 09:05", owed=("attend", "attend", "triage")),
            Scene("06-02 09:10", "arrive", "labour", refused=True),
            Scene("06-02 09:18", "speak", "housing", {"text": "先说两句。"}, refused=True),
            Scene("06-02 09:20", "arrive", "housing"),
            Scene(
                "06-02 09:24", "speak", "housing", {"text": "卫生间移位属于违规改动，今天下午就上门看，先让楼上停用。"}
            ),
            Scene(
                "06-02 09:45",
                "conclude",
                "window",
                {
                    "asked": "要求楼上停用卫生间、修好漏水，问物业到底该不该管。",
                    "told": "住建局今天下午上门，三天内给处理意见；物业有巡查和报告的责任。",
                    "next": "dispatch",
                    "checked": True,
                },
            ),
            expect("06-02 09:45", owed=("triage",)),
            Scene("06-02 09:50", "arrive", "urban", refused=True),
            Scene("06-02 09:51", "finish", "window", {"outcome": "registered"}),
            *taken("06-03", "housing", "15-02"),
            *settled(
                "06-05",
                "housing",
                "楼上已停用改动的卫生间并恢复原位，防水重做后闭水四十八小时不漏，物业补做了巡查记录。",
                comment="不滴水了，当面说清楚比打电话管用。",
            ),
        ),
        date(2026, 6, 10),
    ),
)
