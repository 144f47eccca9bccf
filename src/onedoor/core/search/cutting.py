"""Cut a query that somebody wrote as one sentence into its words."""

from __future__ import annotations

import rjieba

_LONG = 5
"""Characters from which a word may be a sentence."""

_IDLE = frozenset([
    "什么", "怎么", "怎么办", "怎样", "如何", "为什么", "为何", "是否", "能否", "可以", "可否", "有没有",
    "哪里", "哪个", "哪些", "谁", "多少", "几个", "一个", "一些", "这个", "那个", "这些", "那些", "我们",
    "你们", "他们", "咱们", "大家", "自己", "我家", "现在", "目前", "已经", "一直", "还是", "但是", "因为",
    "所以", "如果", "而且", "或者", "以及", "关于", "对于", "由于", "由此", "应该", "需要", "希望", "请问",
    "请求", "想问", "咨询", "反映", "情况", "问题", "没有", "不是", "不能", "不会", "就是", "还有", "出现",
    "进行",
])  # fmt: skip
"""Words that say nothing of what is looked for."""


def cut(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with each long one in parts, of two characters at least, and without what says nothing. Empty where
    that leaves them as they were."""
    parts = []
    for word in words:
        kept = [part for part in rjieba.cut_for_search(word) if len(part) > 1 and part not in _IDLE]
        parts += kept if len(word) >= _LONG and kept else [word]
    made = tuple(dict.fromkeys(parts))
    return () if made == words else made
