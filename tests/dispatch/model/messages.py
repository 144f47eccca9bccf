"""Invented messages of four kinds, each told in many ways, and some of them twice."""

from __future__ import annotations

import random

from onedoor.dispatch.model.examples import Example

NOISE, WAGES, BUS, SCHOOL = "环境噪声", "拖欠工资", "公交线路", "入学"
_TOLD = {
    NOISE: ["工地夜里打桩噪声扰民", "烧烤店音响太吵睡不着", "广场舞喇叭声音大", "楼下空调外机轰鸣噪声大"],
    WAGES: ["包工头拖欠农民工工资", "老板欠薪跑了工资没发", "工程款和工资拖了一年", "公司拖欠员工工资不给"],
    BUS: ["公交车等半小时不来", "公交站台被撤了出行不便", "希望增加公交线路", "末班公交车收车太早"],
    SCHOOL: ["小学学区划分不合理", "外来子女入学难报不了名", "幼儿园学位不够孩子入学难", "初中招生入学政策不清楚"],
}
_PLACES = ["翠湖花园", "东门菜场", "北街", "新河村", "老车站", "南苑小区", "凤凰山脚", "西桥头"]
_ENDS = ["请尽快处理。", "希望领导关注。", "打过电话没有人管。", "已经反映三次了。", "大家意见很大。"]


def examples(each: int = 30, *, seed: int = 1) -> list[Example]:
    """So many of each kind, in a random order."""
    draw = random.Random(seed)
    made = [
        Example(
            f"{draw.choice(_PLACES)}{draw.choice(told)}，{draw.choice(_PLACES)}那边也一样，{draw.choice(_ENDS)}", label
        )
        for label, told in _TOLD.items()
        for _number in range(each)
    ]
    draw.shuffle(made)
    return made
