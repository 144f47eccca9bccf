"""Every sentence somebody sees exists in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polib
import pytest

from onedoor.config import translation
from onedoor.config.translation import Message

pytestmark = pytest.mark.house

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy, gettext_lazy
_("一") ; gettext_lazy("二" "续") ; pgettext_lazy("月份", "三") ; ngettext("%d个", "%d个们", n)
_(name) ; other("四") ; self.gettext_noop("五")
"""
TEMPLATE = """{% load i18n %}{% translate "一" %}{% translate '二' context "月份" %}
<p title="{% translate "三" %}">四</p>
{% blocktranslate count n=n %}{{ n }}个{% plural %}{{ n }}个们{% endblocktranslate %}
{{ value|default:_("五") }}<c-field :label="_('六')" />
"""


def test_sentences_are_found_in_code() -> None:
    assert set(translation.in_code(CODE)) == {
        Message("", "一", ""), Message("", "二续", ""), Message("月份", "三", ""), Message("", "%d个", "%d个们"),
        Message("", "五", ""),
    }  # fmt: skip


def test_sentences_are_found_in_templates() -> None:
    assert set(translation.in_template(TEMPLATE)) == {
        Message("", "一", ""), Message("月份", "二", ""), Message("", "三", ""), Message("", "%(n)s个", "%(n)s个们"),
        Message("", "五", ""), Message("", "六", ""),
    }  # fmt: skip


def test_a_catalogue_keeps_what_was_translated_and_loses_what_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        translation, "messages", lambda: {Message("", "旧", ""): ["a.py"], Message("", "新", ""): ["b.py"]}
    )
    before = polib.POFile()
    before.append(polib.POEntry(msgid="旧", msgstr="Old"))
    before.append(polib.POEntry(msgid="没有了", msgstr="Gone"))
    after = translation.updated(before)
    assert {entry.msgid: entry.msgstr for entry in after} == {"旧": "Old", "新": ""}
    assert translation.updated(after) == after


def english() -> polib.POFile:
    assert translation.CATALOGUE.exists(), "run ./onedoor messages and translate"
    return translation.read()


def test_the_catalogue_holds_exactly_the_sentences_of_the_product() -> None:
    kept = {translation._key(entry) for entry in english() if not entry.obsolete}
    assert kept == set(translation.messages()), "run ./onedoor messages"


def test_every_sentence_has_an_english_one() -> None:
    assert [entry.msgid for entry in english() if not entry.translated()] == []


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    wrong = []
    for entry in english():
        for said in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            if said and set(PLACES.findall(said)) - set(PLACES.findall(entry.msgid + entry.msgid_plural)):
                wrong.append(entry.msgid)
    assert wrong == []


PLACES = re.compile(r"%\(\w+\)0?\d*[a-z]|\{\w*\}")


def test_the_compiled_catalogue_is_that_of_the_catalogue() -> None:
    path = translation.CATALOGUE.with_suffix(".mo")
    assert path.exists(), "run ./onedoor messages"
    assert said(polib.mofile(str(path))) == said(english()), "run ./onedoor messages"


def said(catalogue: Iterable[polib.POEntry]) -> dict[Message, list[str]]:
    told = {translation._key(entry): [entry.msgstr, *entry.msgstr_plural.values()] for entry in catalogue}
    return {message: words for message, words in told.items() if any(words)}


def test_sentences_are_chinese() -> None:
    """A msgid in English would be shown to Chinese readers as it is."""
    foreign = [
        m.text
        for m in translation.messages()
        if not m.context and LATIN.search(PLACES.sub("", m.text)) and not HAN.search(m.text)
    ]
    assert foreign == []


LATIN, HAN = re.compile("[A-Za-z]"), re.compile(r"[\u4e00-\u9fff]")
