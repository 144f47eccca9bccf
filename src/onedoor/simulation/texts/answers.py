"""What those who handle a case write: replies, reasons for returning it, rulings, notes of visits."""

from __future__ import annotations

from random import Random

from onedoor.simulation.texts.telling import SAYINGS
from onedoor.simulation.world.catalogue import ItemSeed

_RECEIVED = (
    "您反映的{item}问题收悉",
    "关于您反映的{item}事项，我单位高度重视",
    "您好，您反映的{item}一事已核实",
    "接到您的反映后，我单位当日安排人员到场",
    "感谢您对我们工作的监督，您反映的情况基本属实",
)
_DONE_ELSEWHERE = (
    "经现场核查并与当事各方沟通，已按规定办理完毕",
    "已会同有关单位研究，提出解决办法，相关各方均无异议",
    "已逐项核对材料，符合条件的部分现已办结，其余已书面说明",
    "已组织双方面谈，达成一致意见并签字确认",
)
_LATER = (
    "后续我单位将安排专人跟踪，防止反复",
    "如再有类似情况，请随时与我们联系",
    "网格员将在一周内再次走访查看",
    "感谢您的理解与支持",
    "已将办理情况当面告知反映人",
)
_RETURNED = (
    "经查{item}不属于我单位职责，依职责清单应由其他单位牵头，现附清单条目退回",
    "现场核实地点不在我单位辖区，附定位照片，请改派属地办理",
    "事项需多个单位共同处置，我单位仅为配合单位，请明确牵头单位后再派",
    "反映的{item}涉及的设施权属为他单位，附权属说明，建议改派",
    "来件地点与对象不详，两次联系反映人未接通，请补充后再派",
)
_RULED = (
    "经核对职责清单及现场照片，退回理由成立，改派至职责单位办理",
    "依据职责清单，{item}由该单位牵头，退回理由不成立，请按期办理",
    "地点经核准确属相邻区域，同意改派，原单位协助移交材料",
    "多家单位均有职责的，由首接单位牵头，其余单位配合，不再退回",
    "权属材料齐全，同意退回，改派权属单位，并告知反映人",
)
_SOLVED = (
    "反映人表示问题已经解决，对办理速度满意",
    "已接通，确认现场已恢复正常，表示感谢",
    "反映人称工作人员态度好，解释清楚，没有其他要求",
    "家属代接，说事情办好了，老人很高兴",
    "基本满意，希望以后能更早一点通知进度",
)
_NOT_SOLVED = (
    "反映人表示修好两天后又出现同样情况，要求继续处理",
    "称没有人到过现场，回复内容与实际不符",
    "对答复的理由不认可，希望当面说明",
    "问题只解决了一半，剩下的还没有时间表",
    "表示态度可以，但事情没有结果，请再催办",
)


def reply(rng: Random, *, item: ItemSeed) -> str:
    """What the unit answers the resident: received, done, and what follows."""
    done = SAYINGS[item.code].done if item.code in SAYINGS else _DONE_ELSEWHERE
    received = rng.choice(_RECEIVED).format(item=item.name_zh)
    return f"{received}。{rng.choice(done)}。{rng.choice(_LATER)}。"


def return_reason(rng: Random, *, item: ItemSeed) -> str:
    """Why a unit gives a case back (退单): with what it rests on, as the rule asks."""
    return rng.choice(_RETURNED).format(item=item.name_zh) + "。"


def ruling_reason(rng: Random, *, item: ItemSeed) -> str:
    """How the centre rules on a returned case, and why."""
    return rng.choice(_RULED).format(item=item.name_zh) + "。"


def visit_comment(rng: Random, *, solved: bool) -> str:
    """What the resident says in the call-back, as the visitor notes it."""
    return rng.choice(_SOLVED if solved else _NOT_SOLVED) + "。"
