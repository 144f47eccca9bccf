"""Find every sentence of the product that is shown to people, in code and in templates, and keep the English catalogue.

The sentences are written in Chinese (docs/adr/0002); the catalogue says them in English. No gettext tools are needed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation.template import templatize

from onedoor.config.environment import CHECKOUT

if TYPE_CHECKING:
    import polib  # type: ignore[import-untyped]

PACKAGE = Path(__file__).resolve().parents[1]
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
_FOREIGN = ("static", "locale", "migrations")

# Which arguments of a call are context, sentence and plural.
_PLAIN, _CONTEXT, _COUNT, _BOTH = (None, 0, None), (0, 1, None), (None, 0, 1), (0, 1, 2)
_CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": _PLAIN, "gettext": _PLAIN, "gettext_lazy": _PLAIN, "gettext_noop": _PLAIN,
    "pgettext": _CONTEXT, "pgettext_lazy": _CONTEXT,
    "ngettext": _COUNT, "ngettext_lazy": _COUNT,
    "npgettext": _BOTH, "npgettext_lazy": _BOTH,
}  # fmt: skip
_CALL = re.compile(rf"\b({'|'.join(sorted(_CALLS, key=len, reverse=True))})\s*\(")
_TEXT = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_ARGUMENT = re.compile(rf"\s*{_TEXT}\s*(,|\))")


class Message(NamedTuple):
    """One sentence: its context ("" for none), the sentence, its plural ("" for none)."""

    context: str
    text: str
    plural: str


def messages() -> dict[Message, list[str]]:
    """Every sentence with the files it stands in, in the order of the files."""
    found: dict[Message, list[str]] = {}
    for path in _sources():
        text = path.read_text(encoding="utf-8")
        told = in_code(text) if path.suffix == ".py" else in_template(text)
        place = path.relative_to(PACKAGE).as_posix()
        for message in dict.fromkeys(told):
            found.setdefault(message, []).append(place)
    return found


def _sources() -> list[Path]:
    paths = [path for ending in ("*.py", "*.html") for path in PACKAGE.rglob(ending)]
    return sorted(path for path in paths if not set(path.relative_to(PACKAGE).parts) & set(_FOREIGN))


def in_code(text: str) -> Iterator[Message]:
    """The sentences of a Python file."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            if name in _CALLS and (message := _message(name, said)):
                yield message


def in_template(text: str) -> Iterator[Message]:
    """The sentences of a template: its tags and filters, and the expressions in the attributes of components."""
    for source in (templatize(text), text):
        for call in _CALL.finditer(source):
            if message := _message(call[1], _arguments(source, call.end())):
                yield message


def _arguments(source: str, start: int) -> list[object]:
    said: list[object] = []
    while argument := _ARGUMENT.match(source, start):
        said.append(ast.literal_eval(argument[1]))
        start = argument.end()
        if argument[2] == ")":
            break
    return said


def _message(name: str, said: Sequence[object]) -> Message | None:
    def at(place: int | None) -> str | None:
        if place is None:
            return ""
        value = said[place] if place < len(said) else None
        return value if isinstance(value, str) else None

    context, text, plural = (at(place) for place in _CALLS[name])
    return Message(context, text, plural) if text and context is not None and plural is not None else None


def updated(catalogue: polib.POFile) -> polib.POFile:
    """The catalogue with every sentence of the product and no other; what was translated stays translated."""
    import polib

    before = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    made = polib.POFile(wrapwidth=118)
    made.metadata = catalogue.metadata or {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for message, places in sorted(messages().items(), key=lambda found: (found[1][0], found[0])):
        known = before.get(message)
        made.append(_entry(message, places, known))
    return made


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _entry(message: Message, places: list[str], known: polib.POEntry | None) -> polib.POEntry:
    import polib

    entry = polib.POEntry(msgid=message.text, occurrences=[(place, "") for place in places])
    if message.context:
        entry.msgctxt = message.context
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = known.msgstr_plural if known else {0: "", 1: ""}
    else:
        entry.msgstr = known.msgstr if known else ""
    if known:
        entry.tcomment = known.tcomment
    return entry


def read() -> polib.POFile:
    """The catalogue as it is kept; empty where there is none yet."""
    import polib

    return polib.pofile(str(CATALOGUE), wrapwidth=118) if CATALOGUE.exists() else polib.POFile()


def keep(catalogue: polib.POFile) -> None:
    """Write the catalogue and its compiled form."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def shown(path: Path) -> str:
    """A path as somebody in the checkout would write it."""
    return str(path.relative_to(CHECKOUT)) if path.is_relative_to(CHECKOUT) else str(path)
