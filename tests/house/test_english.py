"""Whoever chooses English reads English: what is Chinese on a page then is what people wrote, never what we say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from django.apps import apps

from onedoor.config.screens import PAGES
from onedoor.config.screens.page import Scene
from tests.house.sources import ROOT
from tests.journeys.pages import furnished, shown

HAN = re.compile(r"[\u4e00-\u9fff]")
MASKED = re.compile(r"[\u4e00-\u9fff]\*+")
SAID = ("title", "alt", "placeholder", "aria-label", "aria-description", "content")
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """Everything a page says, in text, in the attributes that are read aloud and in those handed to scripts, outside of
    what is marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        chinese = self._chinese or (tag != "html" and str(told.get("lang", "")).startswith("zh"))
        if tag not in VOID:
            self._open.append((tag, chinese))
        if not chinese:
            spoken = [value for name, value in attrs if name in SAID or name.startswith("data-")]
            if tag in ("button", "input") and told.get("type") in ("submit", "button", "reset"):
                spoken.append(told.get("value"))
            self.said += [value for value in spoken if value]

    def handle_endtag(self, tag: str) -> None:
        if tag in [opened for opened, _chinese in self._open]:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._chinese and not (self._open and self._open[-1][0] in ("textarea", "style", "script")):
            self.said.append(data)

    @property
    def _chinese(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def chinese_in(html: str, *, written: list[str]) -> list[str]:
    """What a page says in Chinese that nobody has written into the store."""
    reader = Reader()
    reader.feed(html)
    found = []
    for said in reader.said:
        left = MASKED.sub("", " ".join(said.split()))
        if HAN.search(left):
            for word in written:
                left = left.replace(word, "")
        if HAN.search(left):
            found.append(left.strip())
    return sorted(set(found))


def written_in_the_store() -> set[str]:
    """Every Chinese value of every row."""
    found: set[str] = set()
    for model in apps.get_models():
        if model.__module__.startswith("onedoor."):
            names = [field.attname for field in model._meta.concrete_fields]
            for row in model._default_manager.all():
                found |= set(words_of([getattr(row, name) for name in names]))
    return {word for word in found if len(word) > 1}


def words_of(value: Any) -> Iterator[str]:
    """The Chinese texts in a value, line by line as a page may show them."""
    if isinstance(value, str):
        yield from (" ".join(line.split()) for line in [value, *value.splitlines()] if HAN.search(line))
    elif isinstance(value, dict):
        yield from words_of(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from words_of(one)


def test_the_reader_tells_what_people_wrote_from_what_we_say() -> None:
    html = """<html lang="en"><title>门</title><p>周** wrote 电梯坏了。</p><p lang="zh">中文</p><br>
    <input placeholder="查找"><button type="submit" value="提交">Send</button><textarea>电梯</textarea>
    <b data-said="没存上">x</b></html>"""
    assert chinese_in(html, written=["电梯坏了。"]) == ["提交", "查找", "没存上", "门"]


@pytest.mark.django_db
def test_a_page_in_english_says_nothing_in_chinese(django_db_setup: None, django_db_blocker: Any) -> None:
    with furnished(django_db_blocker):
        pages = {page.name: shown(page, language="en") for page in PAGES}
        written = set(written_in_the_store()).union(*(sent(found.scene) for found in pages.values()))
    longest_first = sorted(written, key=len, reverse=True)
    told = [
        f"{name}: {said}" for name, found in pages.items() for said in chinese_in(found.html, written=longest_first)
    ]
    assert not told, "\n".join(told)


def sent(scene: Scene) -> Iterator[str]:
    """What is written into forms and addresses on the way to a page."""
    yield from words_of([dict(form) for _address, form in scene.before])
    yield from words_of(dict(scene.sends or {}))
    yield from words_of(unquote(scene.path).partition("=")[2])


@pytest.mark.house
def test_scripts_say_nothing_of_their_own() -> None:
    """What a script shows comes from the template, which is translated."""
    comment = re.compile(r"^\s*//.*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)
    scripts = (ROOT / "src" / "onedoor" / "static" / "od").rglob("*.js")
    assert [path.name for path in scripts if HAN.search(comment.sub("", path.read_text(encoding="utf-8")))] == []
