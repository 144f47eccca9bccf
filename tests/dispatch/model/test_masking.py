from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onedoor.dispatch.model.masking import MARK, masked, masked_together


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("我叫莫建辉，家住东门", ["莫建辉"]),
        ("举报人：唐伏春，反映以下情况", ["唐伏春"]),
        ("王女士说楼下的张老板不退押金", ["王", "张"]),
        ("电话10010012345，座机0513-88881234", ["10010012345", "88881234"]),
        ("身份证号320682199001011234", ["320682199001011234"]),
        ("身份证号32068219900101123X", ["32068219900101123X"]),
        ("银行卡6222000012345678被扣款", ["6222000012345678"]),
        ("邮箱zhou.yun@example.cn收不到", ["zhou.yun@example.cn"]),
        ("车牌苏F·12345被贴条，苏FA1B2C也是", ["F·12345", "FA1B2C"]),
        ("微信号：zhouyun_88", ["zhouyun_88"]),
        ("尊敬的蒋厅长：您好", ["蒋"]),
    ],
)
def test_what_points_to_a_person_is_hidden(text: str, hidden: list[str]) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    for part in hidden:
        assert part not in shown
    assert MARK in shown


@pytest.mark.parametrize(
    "text",
    [
        "高中老师补课收费，康复医院停车难，金融公司拖欠工资",
        "三幢电梯坏了3天，物业费每月120元，共2016户",
        "2019年5月的文件〔2019〕12号没有落实",
        "许可证办了三个月，谢谢领导",
    ],
)
def test_ordinary_words_and_numbers_stay(text: str) -> None:
    assert masked(text) == text


def test_a_dictionary_word_of_many_texts_is_no_name_but_a_name_of_many_texts_stays_one() -> None:
    texts = [f"丁字湾的路灯坏了{number}天，经办人叫莫建辉" for number in range(12)]
    assert "丁字湾" not in masked(texts[0])
    for text in masked_together(texts):
        assert "丁字湾" in text and "莫建辉" not in text


@given(st.text(max_size=120))
@settings(max_examples=80, deadline=None)
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(masked(text)) == len(text)
