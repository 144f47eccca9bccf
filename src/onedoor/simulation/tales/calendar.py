"""Five cases on the edges of the calendar of 2026 (State Council notice of November 2025): the Spring Festival with the
make-up workdays 14 and 28 February, and the autumn holidays with those of 20 September and 10 October.
"""

from __future__ import annotations

from datetime import date

from onedoor.cases.flow import Colour
from onedoor.simulation.tales.scenes import (
    TOWN_OF_ESTATE,
    TOWN_OF_VILLAGE,
    VILLAGE,
    YES,
    Scene,
    Tale,
    Voice,
)

TALES: tuple[Tale, ...] = (
    Tale(
        "yellow-late",
        Colour.YELLOW,
        Voice(
            "我们小区3幢的排水管堵了快一个月，一楼四户家里返水，物业和施工方都说不归自己管，希望有人牵头来看一看。",
            "沈思澄", "10010012301",
        ),
        Scene("02-10 09:05", "register", "hotline"),
        (
            Scene("02-10 09:20", "triage", "dispatch-a", {"colour": Colour.YELLOW, "item": "15-02"}),
            Scene(
                "02-10 09:30", "dispatch", "dispatch-a",
                {"to": TOWN_OF_ESTATE, "assists": ("housing",), "basis": "duty-list"},
            ),
            Scene("02-10 10:05", "sign", TOWN_OF_ESTATE),
            Scene(
                "02-10 16:00", "inspect", TOWN_OF_ESTATE,
                {"units": ("housing",), "text": "现场开井查看，主管有两段破损；街道协调施工，住建部门查图纸。"},
            ),
            Scene("02-12 15:00", "assist", "housing", {"text": "已查明管道图纸和维修资金账户，材料移交街道。"}),
            Scene(
                "03-03 10:20", "reply", TOWN_OF_ESTATE,
                {"text": "已会同住建部门现场勘查，疏通主管并换掉破损的两段，一楼四户已恢复正常。费用由维修资金列支。"},
            ),
            Scene("03-03 14:00", "review", "review"),
            Scene("03-03 15:10", "visit", "visit", {"contacted": False}),
            Scene("03-04 09:40", "visit", "visit", {**YES, "comment": "水不再返了，就是等得久了一些。"}),
            Scene("03-04 15:00", "close", "review"),
        ),
        date(2026, 3, 2),
        chased=("yellow", "red"),
    ),
    Tale(
        "green-spring",
        Colour.GREEN,
        Voice(
            "电梯这两天老是停在五楼不动，按报警没人应。家里老人腿脚不好，快过年了，请尽快派人来修。",
            "许景兰", "10010012302", channel="window",
        ),
        Scene("02-12 08:50", "register", "window"),
        (
            Scene("02-12 09:00", "triage", "dispatch-b", {"colour": Colour.GREEN, "item": "15-03"}),
            Scene("02-12 09:10", "dispatch", "dispatch-b", {"to": "market", "basis": "duty-list"}),
            Scene("02-12 10:00", "sign", "market"),
            Scene(
                "02-14 11:30", "reply", "market",
                {"text": "检验人员当天到场，责成维保单位更换门机皮带和对讲模块，今天上午试运行正常，已贴出检验记录。"},
            ),
            Scene("02-14 16:20", "review", "review"),
            Scene("02-24 09:30", "visit", "visit", {**YES, "comment": "年前就修好了，过年没耽误。"}),
            Scene("02-24 14:10", "close", "review"),
        ),
        date(2026, 2, 26),
    ),
    Tale(
        "red-by-a-leader",
        Colour.RED,
        Voice(
            "村里去年征地的青苗补偿款，二十几户到现在还没有拿齐，问村里说钱没到，问镇里说早就拨了，大家想要一个明白账。",
            "丁守禾", "10010012303", village=VILLAGE, channel="petition",
        ),
        Scene("09-16 09:10", "register", "guide"),
        (
            Scene("09-16 09:40", "triage", "dispatch-a", {"colour": Colour.RED, "item": "09-01"}),
            Scene(
                "09-16 11:00", "entrust", "leader",
                {
                    "to": "land", "assists": (TOWN_OF_VILLAGE,), "responsible": "land-handle",
                    "deadline": date(2026, 9, 30),
                },
            ),
            Scene("09-16 11:40", "sign", "land"),
            Scene("09-18 16:00", "assist", TOWN_OF_VILLAGE, {"text": "已按户核对清册，名单和拨付凭证移交主办单位。"}),
            Scene(
                "09-22 15:30", "reply", "land",
                {"text": "已会同镇里核对清册和拨付凭证，二十三户中有二十一户的余款于今天到账，账目已在村务栏公开。"},
            ),
            Scene("09-23 09:30", "review", "review"),
            Scene(
                "09-24 10:00", "visit", "visit",
                {
                    "contacted": True, "solved": False, "satisfied": False,
                    "comment": "多数人拿到了，还有两户因为户主去世没有发，要求一并解决。",
                },
            ),
            Scene("09-24 14:00", "rework", "review", {"reason": "还有两户没有发放，请办完继承手续后补发，再答复。"}),
            Scene(
                "09-28 11:00", "reply", "land",
                {"text": "两户的继承公证已由司法所协助办妥，补偿款今天上午发放到位，签收单和清册一并附卷。"},
            ),
            Scene("09-28 16:00", "review", "review"),
            Scene("09-29 10:30", "visit", "visit", {**YES, "comment": "二十三户都拿到了，账也看明白了。"}),
            Scene("09-30 09:00", "confirm", "leader"),
        ),
        date(2026, 9, 30),
    ),
    Tale(
        "green-make-up-sunday",
        Colour.GREEN,
        Voice(
            "村口大路的路灯坏了三盏，晚上漆黑一片，放学的孩子走路不安全。",
            "薛若溪", "10010012304", village=VILLAGE,
        ),
        Scene("09-18 08:40", "register", "hotline"),
        (
            Scene("09-18 09:00", "triage", "dispatch-a", {"colour": Colour.GREEN, "item": "16-08"}),
            Scene("09-18 09:05", "dispatch", "dispatch-a", {"to": "urban", "basis": "duty-list"}),
            Scene("09-18 09:50", "sign", "urban"),
            Scene(
                "09-18 16:40", "reply", "urban",
                {"text": "维修班组下午到现场，更换灯头两只、修复线路一处，三盏路灯当晚已全部亮起，并登记进巡查表。"},
            ),
            Scene("09-20 09:15", "review", "review"),
            Scene("09-21 10:00", "visit", "visit", {**YES, "comment": "都亮了，谢谢。"}),
            Scene("09-22 09:30", "close", "review"),
        ),
        date(2026, 9, 24),
    ),
    Tale(
        "yellow-returned",
        Colour.YELLOW,
        Voice(
            "走访时居民反映，楼上卫生间渗水，把楼下两户的吊顶泡坏了。楼上说是公共管道的事，两家已经吵过几回。",
            "罗雨琴", "10010012305", channel="grid",
        ),
        Scene("09-24 09:00", "register", TOWN_OF_ESTATE),
        (
            Scene("09-24 09:10", "triage", "dispatch-b", {"colour": Colour.YELLOW, "item": "02-02"}),
            Scene("09-24 09:25", "dispatch", "dispatch-b", {"to": "housing", "basis": "manual"}),
            Scene("09-24 10:10", "sign", "housing"),
            Scene(
                "09-24 16:00", "send_back", "housing",
                {"reason": "按职责清单，漏水渗水由镇街牵头，我单位协办。请改派城关街道综治中心。"},
            ),
            Scene(
                "09-28 09:30", "rule", "review",
                {"upheld": True, "reason": "经核对职责清单，退单理由成立，由城关街道综治中心牵头，住建部门协办。"},
            ),
            Scene(
                "09-28 10:00", "dispatch", "dispatch-b",
                {"to": TOWN_OF_ESTATE, "assists": ("housing",), "basis": "duty-list"},
            ),
            Scene("09-28 10:40", "sign", TOWN_OF_ESTATE),
            Scene(
                "09-28 15:00", "inspect", TOWN_OF_ESTATE,
                {"units": ("housing",), "text": "上下三户同时到场，约定先做闭水试验，再定责任。"},
            ),
            Scene("09-29 11:00", "assist", "housing", {"text": "闭水试验已完成，结论书面告知街道。"}),
            Scene(
                "10-10 11:00", "reply", TOWN_OF_ESTATE,
                {"text": "已与住建部门到场做闭水试验，查明是楼上防水层破损，双方签字同意由楼上修复并赔偿，已完工。"},
            ),
            Scene("10-10 15:00", "review", "review"),
            Scene("10-12 09:50", "visit", "visit", {**YES, "comment": "不漏了，楼上也赔了吊顶，两家说开了。"}),
            Scene("10-13 10:00", "close", "review"),
        ),
        date(2026, 10, 15),
    ),
)  # fmt: skip
