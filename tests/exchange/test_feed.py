from __future__ import annotations

from pathlib import Path

import pytest

from onedoor.core.refusal import Refused
from onedoor.exchange.feed import Feed

GOOD = """
name = "county"
channel = "web"
timezone = "Asia/Shanghai"
required = ["source_id", "text", "received_at"]
ignored = ["点赞数"]
[title]
zh = "县长信箱"
en = "Letters to the county"
[file]
kinds = ["csv"]
[columns]
source_id = "编号"
text = "内容"
received_at = "时间"
[formats]
received_at = ["%Y-%m-%d %H:%M", "%Y年%m月%d日"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "county.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path | str) -> str:
    with pytest.raises(Refused) as refused:
        Feed.load(path)
    return str(refused.value)


@pytest.mark.parametrize("name", Feed.shipped())
def test_every_shipped_feed_loads_under_its_own_name(name: str) -> None:
    assert Feed.load(name).name == name


def test_the_feeds_of_the_petition_board_are_shipped() -> None:
    assert Feed.shipped() == ["messages", "replies"]
    assert set(Feed.load("replies").columns) == set(Feed.load("messages").columns) | {"reply", "replied_at"}
    assert Feed.load("messages").ignored == ["反对数", "点赞数"]


def test_a_feed_of_ones_own_is_loaded_by_its_path(tmp_path: Path) -> None:
    feed = Feed.load(written(tmp_path, GOOD))
    assert (feed.title.zh, feed.county, feed.file.delimiter) == ("县长信箱", "", ",")


def test_a_form_without_an_hour_is_known_to_mean_a_day(tmp_path: Path) -> None:
    forms = Feed.load(written(tmp_path, GOOD)).forms["received_at"]
    assert [(form.example, form.by_day) for form in forms] == [("2019-06-08 17:31", False), ("2019年06月08日", True)]


def test_an_unknown_name_is_answered_with_the_shipped_ones() -> None:
    sentence = refusal("mesages")
    assert "mesages" in sentence
    assert "messages、replies" in sentence


def test_a_missing_file_is_refused_by_its_name(tmp_path: Path) -> None:
    assert "nowhere.toml" in refusal(tmp_path / "nowhere.toml")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "county.toml"
    path.write_bytes(GOOD.encode("gb18030"))
    assert "UTF-8" in refusal(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('channel = "web"', "channel = ", ["TOML", "line 3"]),
        ('channel = "web"', "", ["channel", "必须有一个"]),
        ('timezone = "Asia/Shanghai"', "", ["缺少", "timezone"]),
        ('channel = "web"', 'channel = "web"\ncolour = "red"', ["colour", "检查拼写", "timezone"]),
        ('kinds = ["csv"]', 'kinds = ["csv"]\nsheets = "a"', ["file.sheets", "delimiter"]),
        ('kinds = ["csv"]', 'kinds = ["pdf"]', ["file.kinds", "pdf", "xlsx、csv、jsonl"]),
        ('kinds = ["csv"]', "kinds = []", ["kinds", "xlsx"]),
        ('kinds = ["csv"]', 'kinds = ["csv"]\ndelimiter = "||"', ["delimiter", "一个字符"]),
        ('text = "内容"', 'words = "内容"', ["columns.words", "source_id"]),
        ('text = "内容"', "", ["text", "columns", "required"]),
        ('text = "内容"', 'text = "内容"\ntitle = "内容"', ["内容", "两次"]),
        ('text = "内容"', 'text = " "', ["列名", "空"]),
        ('text = "内容"', "text = 5", ["columns.text", "类型"]),
        ('text = "内容"', 'text = "内容"\nreply = "答复"', ["reply", "replied_at"]),
        ('"text", "received_at"]', '"received_at"]', ["text", "required"]),
        ('"received_at"]', '"received_at", "title"]', ["title", "columns"]),
        ("Asia/Shanghai", "Asia/Nowhere", ["Asia/Nowhere", "Asia/Shanghai"]),
        ('channel = "web"', 'channel = "The Web"', ["channel", "The Web", "board"]),
        ('channel = "web"', 'channel = "web"\ncounty = "9908"', ["county", "六位"]),
        ("%Y-%m-%d %H:%M", "%H:%M", ["%H:%M", "%Y-%m-%d"]),
        ('received_at = ["%Y-%m-%d %H:%M", "%Y年%m月%d日"]', "received_at = []", ["received_at", "formats"]),
        ("[formats]", '[formats]\ntext = ["%Y-%m-%d"]', ["text", "formats"]),
    ],
)
def test_a_wrong_feed_is_refused_with_what_is_wrong_in_it(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    assert old in GOOD
    sentence = refusal(written(tmp_path, GOOD.replace(old, new, 1)))
    assert "county.toml" in sentence
    assert [word for word in said if word not in sentence] == []
