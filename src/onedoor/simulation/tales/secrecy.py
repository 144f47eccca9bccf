"""Who may know what: an informant and the unit they speak of, a look at an identity, danger in the words, and a person
whose words are erased."""

from __future__ import annotations

from datetime import date

from onedoor.cases.flow import Colour, State
from onedoor.simulation.tales.scenes import ESTATE, YES, Scene, Tale, Voice, expect, look, settled, taken

_INFORMED = (
    "我在菜场卖了九年豆腐，市场监管所的巡查员每次来都要拿走两斤不给钱，不给就说秤不准要贴封条，"
    "隔壁卖鱼的老曹也一样，请你们查一查，千万不要说是我讲的。"
)

TALES: tuple[Tale, ...] = (
    Tale(
        "informed",
        Colour.GREEN,
        Voice(
            _INFORMED, "施阿福", "10010012318", channel="web", village=ESTATE,
            given={"nature": "inform", "kind": "inform", "accused": "market"},
        ),
        Scene("04-20 20:15", "register", "resident"),
        (
            look("04-20 20:16", "market", page=False, words=False),
            look("04-20 20:16", "hotline", page=False, words=False),
            look("04-20 20:16", "inform-a", page=True, words=True),
            Scene(
                "04-21 08:40", "triage", "dispatch-a", {"colour": Colour.GREEN, "item": "27-01"}, refused=True
            ),
            Scene("04-21 08:50", "triage", "inform-a", {"colour": Colour.GREEN, "item": "27-01"}),
            Scene("04-21 09:00", "dispatch", "inform-a", {"to": "discipline"}, refused=True),
            Scene(
                "04-21 09:10", "summarise", "inform-a",
                {"summary": "每次来都要拿走两斤不给钱，不给就说秤不准"}, refused=True,
            ),
            Scene(
                "04-21 09:20", "summarise", "inform-a",
                {"summary": "反映城关街道一处农贸市场的执法人员巡查时占用商户货物，请核查近一年的巡查记录并走访商户。"},
            ),
            Scene("04-21 09:30", "dispatch", "inform-a", {"to": "market"}, refused=True),
            Scene("04-21 09:30", "dispatch", "inform-a", {"to": "discipline", "assists": ("market",)}, refused=True),
            Scene("04-21 09:35", "dispatch", "inform-a", {"to": "discipline", "basis": "duty-list"}),
            Scene("04-21 10:00", "sign", "discipline"),
            look("04-21 10:05", "discipline", page=True, words=False),
            Scene(
                "04-24 15:00", "reply", "discipline",
                {"text": "已走访商户并调取巡查记录，情况属实，涉事人员停职接受调查，货款已全部退还。"},
            ),
            Scene("04-24 16:00", "review", "inform-b"),
            Scene("04-27 10:00", "visit", "visit", dict(YES), refused=True),
            Scene(
                "04-27 10:10", "visit", "inform-b",
                {**YES, "comment": "来人道了歉，钱也退了，没有人知道是我说的。"},
            ),
            Scene("04-27 10:40", "close", "inform-b"),
            look("04-27 10:45", "market", page=False, words=False),
            look("04-27 10:45", "discipline", page=True, words=False),
        ),
        date(2026, 4, 28),
    ),
    Tale(
        "looked-at-by-two",
        Colour.GREEN,
        Voice(
            "我们车间晚上偷偷往雨水井倒废油，味道很冲，我在里面上班，请替我保密，不要让厂里知道是谁说的。",
            "覃一诺", "10010012319", channel="web", given={"confidential": True},
        ),
        Scene("05-18 21:30", "register", "resident"),
        (
            Scene("05-19 08:50", "triage", "dispatch-b", {"colour": Colour.GREEN, "item": "10-03"}),
            Scene(
                "05-19 09:00", "summarise", "dispatch-b",
                {"summary": "请排查城关街道工业集中区雨水管网的含油废水来源，重点看夜间时段。"},
            ),
            Scene("05-19 09:10", "dispatch", "dispatch-b", {"to": "ecology", "basis": "duty-list"}),
            Scene("05-19 09:40", "sign", "ecology"),
            look("05-19 09:45", "ecology", page=True, words=False),
            Scene(
                "05-22 10:00", "reply", "ecology",
                {"text": "夜间排查锁定一处私设暗管，已责令封堵、立案处罚，周边六口雨水井当天清掏完毕。"},
            ),
            Scene("05-22 14:00", "review", "review"),
            Scene("05-22 14:20", "unmask", "visit", {"reason": "要打电话回访。"}, refused=True),
            Scene("05-22 14:25", "ask_unmask", "visit", {"reason": "保密件回访要打一次电话，只问结果，不留单位名称。"}),
            Scene(
                "05-22 14:30", "decide", "visit",
                {"kind": "unmask", "granted": True, "reason": "同意。"}, refused=True,
            ),
            Scene(
                "05-22 14:50", "decide", "deputy",
                {"kind": "unmask", "granted": True, "reason": "同意由回访岗查看一次，用完即止。"},
            ),
            Scene("05-22 15:00", "unmask", "dispatch-b", {"reason": "我也看看。"}, refused=True),
            Scene("05-22 15:05", "unmask", "visit", {"reason": "电话回访。"}),
            Scene("05-22 15:30", "visit", "visit", {**YES, "comment": "味道没有了，厂里也没有追问是谁。"}),
            Scene("05-25 09:00", "close", "review"),
            Scene("05-25 16:00", "unmask", "visit", {"reason": "再看一次。"}, refused=True),
        ),
        date(2026, 5, 26),
    ),
    Tale(
        "safety-first",
        Colour.YELLOW,
        Voice(
            "他喝了酒就打我，昨晚把门反锁不让出门，孩子也吓得不敢睡，我趁他上班打这个电话，不要打我手机。",
            "温晚晴", "10010012320",
        ),
        Scene("07-20 09:00", "register", "hotline"),
        (
            expect("07-20 09:00", safety="stopped", owed=("assess_safety", "triage")),
            Scene(
                "07-20 09:10", "decide_safety", "dispatch-a",
                {"risk": False, "measures": "看着不严重。"}, refused=True,
            ),
            Scene(
                "07-20 09:15", "decide_safety", "safety",
                {
                    "risk": True,
                    "measures": "已和派出所、妇联联动上门，母子已接到庇护所，告知可申请人身安全保护令，不打手机。",
                },
            ),
            expect("07-20 09:15", safety="held"),
            Scene("07-20 09:20", "triage", "dispatch-a", {"colour": Colour.YELLOW, "item": "01-03"}),
            Scene("07-20 09:25", "dispatch", "dispatch-a", {"to": "police", "assists": ("women",)}),
            Scene("07-20 09:40", "sign", "police"),
            Scene(
                "07-20 15:00", "inspect", "police",
                {"units": ("women",), "text": "民警和妇联一同到场，出具告诫书，妇联安排专人陪同就医。"},
            ),
            Scene("07-22 10:00", "assist", "women", {"text": "已陪同申请人身安全保护令，法院当天作出裁定。"}),
            expect("07-22 10:00", state=State.HANDLING, safety="held"),
            *settled(
                "07-24", "police", "告诫书和人身安全保护令均已送达，派出所每周回访；庇护所住处可以住到九月底。",
                comment="现在安全，孩子也能睡着了。",
            ),
        ),
        date(2026, 8, 3),
    ),
    Tale(
        "erased",
        Colour.GREEN,
        Voice(
            "小区西门的道闸杆砸到了我的车顶，物业让我自己找保险，说监控那几天正好坏了。",
            "纪云舟", "10010012321",
        ),
        Scene("08-03 09:00", "register", "hotline"),
        (
            *taken("08-03", "housing", "15-01"),
            Scene("08-03 11:00", "erase", "privacy", {"ground": "request"}, refused=True),
            *settled(
                "08-06", "housing", "物业已赔付修理费一千一百元，道闸加装防砸雷达，监控修复并接受每月抽查。",
                comment="钱已经收到，以后希望把我的信息删掉。",
            ),
            look("08-07 09:00", "housing", page=True, words=True),
            Scene("08-07 09:30", "erase", "review", {"ground": "request"}, refused=True),
            Scene("08-07 09:40", "erase", "privacy", {"ground": "request"}),
            expect("08-07 09:40", erased=True, state=State.CLOSED),
            look("08-07 09:50", "housing", page=True, words=False),
            look("08-07 09:50", "review", page=True, words=False),
        ),
        date(2026, 8, 10),
    ),
)  # fmt: skip
