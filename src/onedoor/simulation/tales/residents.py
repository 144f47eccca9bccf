"""What the resident decides: asking, telling the same twice, saying "not solved", objecting, taking it back."""

from __future__ import annotations

from datetime import date

from onedoor.cases.flow import Colour, State
from onedoor.simulation.tales.scenes import VILLAGE, YES, Scene, Tale, Voice, expect, settled, taken

TALES: tuple[Tale, ...] = (
    Tale(
        "asked-and-answered",
        None,
        Voice(
            "想咨询一下，家里老人满八十了，高龄津贴要去哪里办、带什么材料？", "方菱", "10010012309", channel="window",
            given={"kind": "consult"},
        ),
        Scene("03-11 09:00", "register", "window"),
        (
            Scene(
                "03-11 09:06", "answer", "window",
                {"text": "带身份证、户口簿和一张照片，到村或社区便民点申请，次月起发放；也可以由子女代办。"},
            ),
            Scene(
                "03-11 20:10", "rate", "author", {"solved": True, "satisfied": True, "comment": "一次就说清楚了。"}
            ),
        ),
        ends=State.ANSWERED,
    ),
    Tale(
        "two-told-the-same",
        Colour.GREEN,
        Voice("今天一早整栋楼都没有水，物业说是外面的管子爆了，什么时候能来水？", "田知夏", "10010012310"),
        Scene("03-16 09:00", "register", "hotline"),
        (
            *taken("03-16", "tap", "16-05"),
            Scene("03-16 10:30", "register", "resident", of="neighbour"),
            Scene(
                "03-16 10:50", "merge", "dispatch-b",
                {"into": "", "reason": "同一根主管爆裂，同一个小区，合在一起抢修。"}, of="neighbour",
            ),
            expect("03-16 10:50", of="neighbour", state=State.MERGED, owed=()),
            Scene("03-17 09:00", "reply", "tap", {"text": "主管昨夜已抢修完毕，今晨恢复供水，水质检测合格。"}),
            Scene("03-17 10:00", "review", "review"),
            expect("03-17 10:00", to_ask=2),
            Scene("03-17 11:00", "visit", "visit", {**YES, "comment": "来水了。"}),
            Scene(
                "03-17 19:30", "rate", "author",
                {"solved": False, "satisfied": False, "why": "half", "comment": "六楼以上还是一滴水都没有。"},
                of="neighbour",
            ),
            expect("03-17 19:30", of="neighbour", unsolved=True),
            Scene("03-18 09:00", "close", "review", refused=True),
            Scene("03-18 09:10", "rework", "review", {"reason": "高层仍然没有水，请查加压泵，修好再答复。"}),
            Scene("03-18 15:00", "reply", "tap", {"text": "楼顶加压泵的止回阀卡死，已更换，高层水压正常。"}),
            Scene("03-18 16:00", "review", "review"),
            expect("03-18 16:00", to_ask=2),
            Scene("03-19 10:00", "visit", "visit", {**YES, "comment": "一直有水。"}),
            Scene(
                "03-19 12:00", "rate", "author", {"solved": True, "satisfied": True, "comment": "我家也有水了。"},
                of="neighbour",
            ),
            Scene("03-19 15:00", "close", "review"),
            expect("03-19 15:00", of="neighbour", state=State.MERGED, unsolved=False),
        ),
        date(2026, 3, 23),
        others={
            "neighbour": Voice(
                "我们这边停水了，家里有刚满月的孩子，能不能先送点水过来？", "邹景行", "10010012311", channel="qr"
            )
        },
    ),
    Tale(
        "declined-and-accepted",
        Colour.GREEN,
        Voice(
            "去年摔伤的事，对方只赔了医药费，误工费不肯给，我想请你们帮忙调解。", "秦知微", "10010012312",
            village=VILLAGE, channel="window",
        ),
        Scene("05-11 09:00", "register", "window"),
        (
            Scene(
                "05-11 09:20", "ask_decline", "dispatch-a", {"clause": "N9", "reason": "已在诉讼。"}, refused=True
            ),
            Scene(
                "05-11 09:30", "ask_decline", "dispatch-a",
                {"clause": "N1", "reason": "当事人说起过要去法院，应通过诉讼解决。"},
            ),
            Scene(
                "05-11 15:00", "decide", "director",
                {"kind": "decline", "granted": True, "reason": "属于应当通过诉讼解决的事项，请到法院窗口当面咨询。"},
            ),
            expect("05-11 15:00", state=State.DECLINED, owed=()),
            Scene("05-12 08:30", "appeal", "dispatch-a", {"reason": "应当受理。"}, refused=True),
            Scene("05-12 20:00", "appeal", "author", {"reason": "我没有起诉，只是问过要不要起诉，我愿意先调解。"}),
            Scene("05-13 09:00", "decide_appeal", "director", {"accepted": False, "reason": "维持。"}, refused=True),
            Scene(
                "05-14 10:00", "decide_appeal", "appeal",
                {"accepted": True, "reason": "查明没有立案，双方愿意调解，应当受理。"},
            ),
            expect("05-14 10:00", state=State.REGISTERED, owed=("triage",)),
            *taken("05-15", "justice", "06-01"),
            *settled(
                "05-20", "justice", "经两次调解，双方签了协议，误工费四千二百元当场转账，协议书已交双方各一份。",
                comment="钱收到了，没有白跑这一趟。",
            ),
        ),
        date(2026, 5, 22),
    ),
    Tale(
        "withdrawn",
        Colour.GREEN,
        Voice("楼道里堆的旧沙发挡了半边路，请人来清一下。", "梁若川", "10010012313", channel="qr"),
        Scene("06-08 09:00", "register", "resident"),
        (
            *taken("06-08", "town-chengguan", "10-05"),
            *(
                Scene("06-08 11:00", "withdraw", who, {"reason": "反映人不用了。"}, refused=True)
                for who in ("hotline", "leader", "admin", "town-chengguan", "resident")
            ),
            Scene("06-08 18:20", "withdraw", "author", {"reason": "邻居自己搬走了，不用麻烦了。"}),
            expect("06-08 18:20", owed=()),
        ),
        date(2026, 6, 15),
        ends=State.WITHDRAWN,
    ),
    Tale(
        "opened-again",
        Colour.GREEN,
        Voice("小区门口的红绿灯绿灯时间太短，老人走到一半就变了。", "尹和光", "10010012314"),
        Scene("07-06 09:00", "register", "hotline"),
        (
            *taken("07-06", "police", "14-03"),
            *settled(
                "07-08", "police", "已把过街绿灯由十五秒调到二十五秒，并在早晚高峰安排民警观察一周。",
                comment="调长了。",
            ),
            Scene("07-14 21:00", "reopen", "resident", {"reason": "又变短了。"}, refused=True),
            Scene("07-14 21:10", "reopen", "author", {"reason": "这两天又变回十五秒了，走不过去。"}),
            expect("07-14 21:10", state=State.REGISTERED, unsolved=True),
            Scene("07-15 08:30", "answer", "hotline", {"text": "已调整过了。"}, refused=True),
            *taken("07-15", "police", "14-03"),
            *settled(
                "07-17", "police", "查明是信号机夜间重启后恢复了旧方案，已改写存储的配时，并装上断电保持。",
                comment="观察了两天，都是二十五秒。",
            ),
        ),
        date(2026, 7, 22),
    ),
)  # fmt: skip
