"""What the county handles: items in two levels, whose duty each is, and by when each step is due.

The first level is the list of dispute types recommended for county centres (01 to 27 and 99).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onedoor.simulation.world.areas import COUNTY, TOWNS

TOWN = "town"
"""Stands for the town centre of the place wherever a unit is named in ``ITEMS_AND_UNITS``."""


@dataclass(frozen=True, slots=True)
class ItemSeed:
    """One item. First level: two digits, no parent. Second level: ``15-03``, with the words residents use for it."""

    code: str
    name_zh: str
    name_en: str
    parent: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutySeed:
    """One line of the duty list: this item, in areas whose code begins so, is the duty of ``lead``.

    ``area_prefix`` has 6 digits (the county) or 9 (one town).
    """

    item: str
    area_prefix: str
    lead: str
    assists: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class LevelSeed:
    """A service level: ``verb`` is due ``n`` ``unit`` (MIN, H or WD) after it became due to begin.

    An empty colour or urgency means any; the more precise line wins. ``solve`` is the limit of the whole case; in a
    red case the date the leader sets wins over it. ``send_back`` is the time in which a unit may return a case.
    """

    rule: str
    verb: str
    colour: str
    urgency: str
    n: int
    unit: str
    citation: str
    valid_from: date


_KINDS = {
    "01": ("婚姻家庭", "Marriage and family"),
    "02": ("邻里", "Neighbours"),
    "03": ("房屋宅基地", "Houses and homesteads"),
    "04": ("合同", "Contracts"),
    "05": ("生产经营", "Business"),
    "06": ("损害赔偿", "Damages"),
    "07": ("山林土地水利权属", "Forest, land and water rights"),
    "08": ("农村土地承包与集体三资", "Farm land and village assets"),
    "09": ("征地拆迁", "Expropriation and resettlement"),
    "10": ("环境污染", "Environment"),
    "11": ("劳动争议", "Labour"),
    "12": ("消费", "Consumers"),
    "13": ("医疗", "Medical care"),
    "14": ("道路交通", "Roads and traffic"),
    "15": ("物业", "Property management"),
    "16": ("住建与公用事业", "Housing and utilities"),
    "17": ("村（社区）事务", "Village and community affairs"),
    "18": ("教育", "Schools"),
    "19": ("金融与税费", "Finance and taxes"),
    "20": ("旅游", "Tourism"),
    "21": ("互联网与电商", "Internet and online shops"),
    "22": ("行政争议与法律服务", "Disputes with authorities, legal aid"),
    "23": ("退役军人", "Veterans"),
    "24": ("民族宗教", "Ethnic and religious affairs"),
    "25": ("企业改制", "Restructured firms"),
    "26": ("海事渔事", "Sea and fishing"),
    "27": ("干部作风", "Conduct of officials"),
    "99": ("其他", "Other"),
}

_ITEMS_AND_UNITS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("01-01", "赡养抚养", "Support of parents and children", "赡养 抚养 养老送终 老人轮流", TOWN, "civil justice"),
    ("01-02", "离婚与彩礼", "Divorce and bride price", "离婚 彩礼 退婚", "justice", "women"),
    ("01-03", "家庭暴力", "Domestic violence", "家暴 打老婆 打孩子", "police", "women civil"),
    ("01-04", "继承分家", "Inheritance", "继承 遗产 分家 遗嘱", "justice", ""),
    ("02-01", "邻里噪声", "Noise between neighbours", "楼上 吵闹 跺脚 音响 麻将", TOWN, "police"),
    ("02-02", "漏水渗水", "Leaks between flats", "漏水 渗水 滴水", TOWN, "housing"),
    ("02-03", "采光通行", "Light and passage", "采光 通行 过道 挡光", TOWN, "land"),
    ("02-04", "饲养动物", "Pets and poultry", "养狗 遛狗 狗叫 养鸡 犬只", TOWN, "urban farming"),
    ("03-01", "宅基地界址", "Homestead boundaries", "宅基地 界址 地界 滴水沟", TOWN, "land"),
    ("03-02", "农村建房审批", "Permits for village houses", "建房 翻建 批地", TOWN, "farming land"),
    ("03-03", "危房改造", "Unsafe houses", "危房 墙体倾斜 房梁", "housing", TOWN),
    ("04-01", "民间借贷", "Private loans", "借条 欠条 借款", "justice", ""),
    ("04-02", "买卖合同", "Sales contracts", "货款 定金 违约", "market", "justice"),
    ("04-03", "房屋租赁", "Rented homes", "租房 押金 房东 中介", "housing", "market"),
    ("05-01", "证照办理", "Business licences", "营业执照 许可证", "market", ""),
    ("05-02", "无证经营", "Trading without a licence", "无证经营 黑作坊", "market", "urban"),
    ("06-01", "人身损害", "Injury", "摔伤 医药费 受伤", "justice", "police"),
    ("06-02", "财物损害", "Damage to property", "砸坏 损坏 赔偿", "justice", "police"),
    ("07-01", "山林权属", "Forest rights", "山林 林权 竹山", "land", TOWN),
    ("07-02", "灌溉用水", "Irrigation", "灌溉 放水 水渠 抽水", "water", TOWN),
    ("07-03", "河道沟渠", "Rivers and ditches", "河道 淤塞 水草 河水发黑", "water", "ecology " + TOWN),
    ("08-01", "土地承包流转", "Farm land leases", "流转 承包 租金 承包地", "farming", TOWN),
    ("08-02", "集体收益分配", "Shares in village income", "分红 集体收益 股份", "farming", TOWN),
    ("08-03", "惠农补贴", "Farm subsidies", "补贴 种粮 地力", "farming", ""),
    ("09-01", "征地补偿", "Compensation for land", "征地 青苗 补偿款", "land", TOWN),
    ("09-02", "拆迁安置", "Resettlement", "安置房 拆迁 过渡费", "housing", TOWN),
    ("10-01", "餐饮油烟", "Kitchen fumes", "油烟 烧烤 排烟", "urban", "ecology market"),
    ("10-02", "工地噪声扬尘", "Noise and dust of building sites", "工地 施工 扬尘 渣土", "urban", "ecology housing"),
    ("10-03", "污水排放", "Sewage", "污水 排污 臭水", "ecology", "water"),
    ("10-04", "企业废气", "Fumes of factories", "废气 刺鼻 烟囱", "ecology", ""),
    ("10-05", "垃圾堆放", "Heaps of rubbish", "垃圾 建筑垃圾 清运 杂物", TOWN, "urban"),
    ("11-01", "拖欠工资", "Unpaid wages", "工资 欠薪 工钱 劳务费", "labour", "housing"),
    ("11-02", "工伤待遇", "Injury at work", "工伤 停工留薪", "labour", "insurance"),
    ("11-03", "社保缴纳", "Social insurance", "社保 养老保险 参保", "labour", "tax"),
    ("11-04", "劳动合同", "Employment contracts", "辞退 劳动合同 试用期", "labour", ""),
    ("12-01", "预付卡", "Prepaid cards", "会员卡 办卡 充值 预付", "market", "culture"),
    ("12-02", "食品安全", "Food safety", "变质 过期 异物 食品", "market", "health"),
    ("12-03", "商品质量售后", "Goods and repairs", "质量问题 保修 退货 售后", "market", ""),
    ("12-04", "价格计量", "Prices and scales", "缺斤少两 乱收费 明码标价", "market", ""),
    ("13-01", "医疗纠纷", "Medical disputes", "手术 误诊 病历", "health", "justice"),
    ("13-02", "就医服务", "Hospital service", "挂号 候诊 接种", "health", ""),
    ("13-03", "医保报销", "Medical insurance", "医保 报销 门诊慢特病", "insurance", "health"),
    ("14-01", "交通事故", "Traffic accidents", "追尾 交通事故 肇事", "police", "justice"),
    ("14-02", "违法停车", "Illegal parking", "乱停 停车 占用消防通道 僵尸车", "police", "urban"),
    ("14-03", "信号灯标线", "Lights and markings", "红绿灯 信号灯 斑马线 标线", "police", "transport"),
    ("14-04", "公交客运", "Buses", "公交 班车 候车", "transport", ""),
    ("14-05", "道路破损", "Damaged roads", "坑洼 路面 塌陷", "transport", TOWN),
    ("15-01", "物业收费", "Property fees", "物业费 停车费 公摊", "housing", "market"),
    ("15-02", "物业服务", "Property service", "物业 保洁 门禁 保安", TOWN, "housing"),
    ("15-03", "电梯故障", "Lifts", "电梯 困人 停梯", "market", "housing"),
    ("15-04", "公共收益", "Common income", "公共收益 广告费 场地费", TOWN, "housing"),
    ("15-05", "业主委员会", "Owners' committees", "业委会 业主大会 换届", TOWN, "housing"),
    ("15-06", "电动车充电", "Charging electric bikes", "飞线 充电 电动车", TOWN, "emergency housing"),
    ("16-01", "房屋质量", "Quality of new homes", "开裂 空鼓 房屋质量", "housing", ""),
    ("16-02", "逾期交房", "Late handover of homes", "交房 延期 开发商", "housing", ""),
    ("16-03", "不动产登记", "Land register", "房产证 不动产 过户", "land", "tax"),
    ("16-04", "住房公积金", "Housing fund", "公积金", "fund", ""),
    ("16-05", "供水", "Water supply", "停水 水压 自来水", "tap", "water"),
    ("16-06", "供电", "Power supply", "停电 跳闸 电线 电压", "power", ""),
    ("16-07", "燃气", "Gas supply", "燃气 煤气", "gas", "housing"),
    ("16-08", "路灯井盖", "Street lamps and manholes", "路灯 井盖", "urban", TOWN),
    ("16-09", "违法建设", "Unlawful building", "违建 搭建 加盖", "urban", "land"),
    ("16-10", "占道经营", "Street trading", "摊贩 占道 摆摊", "urban", "market"),
    ("16-11", "园林绿化", "Trees and parks", "树枝 绿化 行道树", "urban", ""),
    ("17-01", "村务公开", "Openness of village accounts", "村务 账目 公开栏", TOWN, "farming"),
    ("17-02", "低保救助", "Minimum income", "低保 救助 困难户", "civil", TOWN),
    ("17-03", "居家养老", "Care for the elderly", "助餐 养老服务 高龄津贴", "civil", TOWN),
    ("18-01", "入学学位", "School places", "入学 学位 学区 报名", "school", ""),
    ("18-02", "校外培训", "Private tuition", "培训班 退费 课时", "school", "market"),
    ("18-03", "校园管理", "Life at school", "食堂 老师 校门口", "school", "market"),
    ("19-01", "投资理财", "Investments", "理财 集资 本金", "police", "market"),
    ("19-02", "税费发票", "Taxes and invoices", "发票 个税 契税", "tax", ""),
    ("20-01", "旅游服务", "Tourist services", "旅行社 景区 导游", "culture", "market"),
    ("21-01", "网络购物", "Online shopping", "网购 直播间 快递", "market", ""),
    ("21-02", "网络诈骗线索", "Signs of online fraud", "诈骗 刷单 转账", "police", ""),
    ("22-01", "行政执法异议", "Objections to enforcement", "罚单 处罚 执法", "justice", ""),
    ("22-02", "法律援助咨询", "Legal aid", "法律援助 律师 打官司", "justice", ""),
    ("23-01", "退役优抚", "Veterans' benefits", "退役 优抚 退伍 优待证", "veterans", ""),
    ("24-01", "民族宗教事务", "Ethnic and religious affairs", "清真 寺庙 民俗", "faith", TOWN),
    ("25-01", "改制安置", "Staff of restructured firms", "改制 老厂 下岗", "industry", "labour"),
    ("26-01", "渔船渔港", "Boats and harbours", "渔船 渔港 休渔", "farming", "transport"),
    ("27-01", "作风效能", "Conduct of officials", "推诿 态度差 吃拿卡要", "discipline", ""),
    ("99-01", "意见建议", "Suggestions", "建议 能不能增设", "petition", ""),
    ("99-02", "政策咨询", "Questions about policy", "咨询 政策 怎么办理", "petition", ""),
    ("99-03", "防汛避险", "Floods and storms", "积水 倒灌 大树倒", "emergency", "water " + TOWN),
)  # fmt: skip
"""Code, Chinese name, English name, words, lead unit, assisting units."""

ITEMS: tuple[ItemSeed, ...] = (
    *(ItemSeed(code, name_zh, name_en, "", ()) for code, (name_zh, name_en) in _KINDS.items()),
    *(
        ItemSeed(code, name_zh, name_en, code[:2], tuple(words.split()))
        for code, name_zh, name_en, words, _, _ in _ITEMS_AND_UNITS
    ),
)
"""Every item, first level first."""


def duty_list() -> tuple[DutySeed, ...]:
    """One line for each item of the second level; one for each town where the town itself leads or assists."""
    lines = []
    for code, _, _, _, lead, assists in _ITEMS_AND_UNITS:
        units = (lead, *assists.split())
        citation = f"云州县社会治理事项职责清单（2026版）第{code}项"
        if TOWN not in units:
            lines.append(DutySeed(code, COUNTY, lead, units[1:], citation))
            continue
        for town in TOWNS:
            first, *others = [town.unit if unit == TOWN else unit for unit in units]
            lines.append(DutySeed(code, COUNTY + town.digits, first, tuple(others), citation))
    return tuple(lines)


_LIMITS = (
    ("triage", "", "", 4, "H"),
    ("dispatch", "", "", 4, "H"),
    ("sign", "", "", 2, "H"),
    ("sign", "", "urgent", 15, "MIN"),
    ("sign", "", "critical", 15, "MIN"),
    ("send_back", "", "", 1, "WD"),
    ("rule", "", "", 1, "WD"),
    ("review", "", "", 1, "WD"),
    ("rework", "", "", 2, "WD"),
    ("visit", "", "", 3, "WD"),
    ("close", "", "", 1, "WD"),
    ("archive", "", "", 10, "WD"),
    ("solve", "green", "", 5, "WD"),
    ("solve", "yellow", "", 10, "WD"),
    ("solve", "red", "", 15, "WD"),
    ("triage", "", "critical", 15, "MIN"),
    ("triage", "", "urgent", 1, "H"),
    ("dispatch", "", "critical", 15, "MIN"),
    ("dispatch", "", "urgent", 1, "H"),
    ("sign", "", "prompt", 1, "H"),
    ("sign", "", "timely", 2, "H"),
    ("sign", "", "normal", 2, "H"),
    ("solve", "green", "critical", 1, "WD"),
    ("solve", "green", "urgent", 3, "WD"),
    ("solve", "yellow", "critical", 3, "WD"),
    ("solve", "yellow", "urgent", 5, "WD"),
    ("inspect", "", "", 1, "WD"),
    ("inspect", "", "critical", 2, "H"),
    ("approve", "", "", 1, "WD"),
    ("approve", "", "critical", 2, "H"),
    ("decide_appeal", "", "", 5, "WD"),
    ("assess_safety", "", "", 2, "H"),
)

LEVELS: tuple[LevelSeed, ...] = tuple(
    LevelSeed(f"SL-{number:02d}", *limit, f"本县规则SL-{number:02d}（2026版）", date(2026, 1, 1))
    for number, limit in enumerate(_LIMITS, start=1)
)
"""The service levels of the county, in force from 1 January 2026."""
