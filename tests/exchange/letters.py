"""Files of the shipped feeds, made up for tests."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

MESSAGES = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"]
REPLIES = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]


def message(number: int, text: str = "路灯坏了，晚上看不见路。", title: str = "路灯") -> list[str]:
    """One row of the feed ``messages``."""
    return [str(number), f"U{number}", title, "2019/2/28 11:25:05", f"{text}（{number}）", "0", "0"]


def replied(number: int, reply: str = "已修好。") -> list[str]:
    """One row of the feed ``replies``; without a reply when ``reply`` is empty."""
    answered_at = "2019/3/8 17:31:20" if reply else ""
    return [*message(number)[:5], reply, answered_at]


def written(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """A CSV file with these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path
