from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from onedoor.core.refusal import Refused
from onedoor.dispatch.model.examples import Example
from onedoor.dispatch.model.files import examples_of

TOLD = (Example("楼下噪声，睡不着", "噪声"), Example("公交不来\n等了很久", "公交"))
TABLE = '编号,内容,类别\n1,"楼下噪声，睡不着",噪声\n2,"公交不来\n等了很久",公交\n3,,公交\n4,没有类别的,\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_in_the_encodings_people_send(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "来件.csv"
    path.write_bytes(TABLE.encode(encoding))
    found = examples_of(path, text="内容", label="类别")
    assert found.told == TOLD
    assert (found.wordless, found.unlabelled) == (1, 1)


def test_a_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "来件.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("空")
        sheet = book.add_worksheet("来件")
        for number, row in enumerate([("内容", "类别"), *((one.text, one.label) for one in TOLD), ("路灯", 12)]):
            sheet.write_row(number, 0, row)
    assert examples_of(path, text="内容", label="类别").told == (*TOLD, Example("路灯", "12"))


def test_json_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "来件.jsonl"
    path.write_text("\n".join(json.dumps({"内容": one.text, "类别": one.label}) for one in TOLD) + "\n\n")
    assert examples_of(path, text="内容", label="类别").told == TOLD


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("没有.csv", None, "找不到文件"),
        ("来件.doc", b"x", "只能读这几种文件"),
        ("来件.csv", "编号,内容\n1,噪声\n".encode(), "没有名为“类别”的列，有的是：编号、内容"),
        ("来件.csv", "内容,类别\n,噪声\n".encode(), "没有一行同时有文字和类别"),
        ("来件.csv", b"", "没有一行同时有文字和类别"),
        ("来件.csv", '内容,类别\n"没有配对,噪声\n'.encode(), "读不了文件"),
        ("来件.csv", b"\xff\xff\xff", "编码认不出来"),
        ("来件.xlsx", b"no workbook", "来件.xlsx"),
        ("来件.jsonl", b'{"a": 1}\n[1]\n', "没有名为“内容、类别”的列"),
        ("来件.jsonl", '{"内容": "甲", "类别": "乙"}\n[1]\n'.encode(), "第2行不是一个JSON对象"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused, match=said):
        examples_of(path, text="内容", label="类别")
