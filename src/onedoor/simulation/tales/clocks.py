"""Limits that move: longer with a reason, standing still for a reason, and shorter because someone above said so."""

from __future__ import annotations

from datetime import date

from onedoor.cases.flow import Colour
from onedoor.simulation.tales.scenes import Scene, Tale, Voice, expect, settled, taken

TALES: tuple[Tale, ...] = (
    Tale(
        "yellow-extended",
        Colour.YELLOW,
        Voice(
            "楼顶加盖的那间彩钢房一直没有拆，夏天漏雨、冬天掉冰，楼下几家都担心，想知道到底什么时候能处理。",
            "苏望舒", "10010012306",
        ),
        Scene("03-09 09:00", "register", "hotline"),
        (
            *taken("03-09", "urban", "16-09", colour=Colour.YELLOW, assists=("land",)),
            Scene(
                "03-10 09:00", "inspect", "urban",
                {"units": ("land",), "text": "两家单位到场，量得加盖十二平方米；城管负责拆除，自然资源局核对图纸。"},
            ),
            Scene("03-16 10:00", "assist", "land", {"text": "已核对规划档案，该处没有许可，附图纸复印件。"}),
            Scene("03-18 09:00", "ask_extension", "urban", {"n": 11, "reason": "时间不够。"}, refused=True),
            Scene(
                "03-18 09:10", "ask_extension", "urban",
                {"n": 5, "reason": "拆除要用吊车，连日有大风，安全员不让起吊，请延期五个工作日。"},
            ),
            Scene(
                "03-18 09:30", "decide", "dispatch-a",
                {"kind": "extend", "granted": True, "reason": "同意。"}, refused=True,
            ),
            Scene(
                "03-18 15:00", "decide", "director",
                {"kind": "extend", "granted": True, "reason": "大风蓝色预警属实，同意延期五个工作日，请告知当事人。"},
            ),
            expect("03-18 15:00", extensions=1, solve_by=date(2026, 3, 30), told=("registered", "extended")),
            Scene("03-20 09:00", "ask_extension", "urban", {"n": 2, "reason": "还想再延。"}, refused=True),
            *settled(
                "03-26", "urban", "昨天风停后已把加盖部分拆除清运，屋面补了防水，拆除前后的照片附后。",
                comment="拆掉了，也提前打过招呼说要晚几天。",
            ),
        ),
        date(2026, 3, 30),
    ),
    Tale(
        "green-halted",
        Colour.GREEN,
        Voice(
            "新房客厅的墙裂了一条缝，从窗角一直斜到踢脚线，开发商说是正常收缩，我们不放心，想请人鉴定。",
            "何砚清", "10010012307", channel="web",
        ),
        Scene("04-13 08:50", "register", "resident"),
        (
            *taken("04-13", "housing", "16-01"),
            Scene(
                "04-14 10:00", "ask_suspension", "housing",
                {
                    "why": "appraisal", "until": date(2026, 4, 24),
                    "reason": "已委托检测机构，取样到出报告要十天，等结论出来才能定责任。",
                },
            ),
            Scene(
                "04-14 16:00", "decide", "deputy",
                {"kind": "suspend", "granted": True, "reason": "委托书和缴费单齐全，同意中止到四月二十四日。"},
            ),
            expect("04-20 09:00", halted_until=date(2026, 4, 24)),
            expect("04-25 00:01", halted_until=None, solve_by=date(2026, 5, 6)),
            *settled(
                "04-28", "housing", "检测结论是抹灰层收缩开裂，墙体没有问题；开发商已铲除重抹，并书面承诺保修五年。",
                comment="有了检测报告就放心了，缝也补好了。",
            ),
        ),
        date(2026, 5, 6),
    ),
    Tale(
        "green-from-above",
        Colour.GREEN,
        Voice(
            "省平台转来：网民反映车站前的公交站牌时刻表还是去年的，按上面的时间等不到车，请尽快更新。",
            "留言网民", "10010012308", channel="upper",
            given={"upstream_no": "SX-2026-060117", "upstream_by": date(2026, 6, 3)},
        ),
        Scene("06-01 09:00", "register", "guide"),
        (
            *taken("06-01", "transport", "14-04"),
            expect("06-01 10:10", solve_by=date(2026, 6, 3)),
            Scene("06-02 09:00", "ask_extension", "transport", {"n": 1, "reason": "印刷厂排期。"}, refused=True),
            *settled(
                "06-03", "transport", "车站前六块站牌昨晚已全部换成新时刻表，并在公众号发布，今后调整当天同步更换。",
                comment="站牌换了，时间对得上了。",
            ),
        ),
        date(2026, 6, 3),
    ),
)  # fmt: skip
