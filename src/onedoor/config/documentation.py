"""Pages of the reference that are drawn from the code, so that they cannot be wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.utils.translation import override

from onedoor.cases.flow import CASE, Colour, State
from onedoor.catalogue.defaults import THRESHOLDS
from onedoor.config.environment import CHECKOUT
from onedoor.core.events import Event, listening
from onedoor.core.flow import Step
from onedoor.core.personal import Declared, declared
from onedoor.exchange.api import urls  # noqa: F401  (adds the operations)
from onedoor.exchange.api.problems import KINDS
from onedoor.exchange.api.router import OPERATIONS, api
from onedoor.organisation.duties import AUTHOR, Duty
from onedoor.setup.export import RULES, about
from onedoor.setup.sheets import SHEETS

REFERENCE = CHECKOUT / "docs" / "reference"
_MADE = "<!-- Made by ./onedoor docs from the code. Do not edit. -->\n"


def write(folder: Path = REFERENCE) -> list[Path]:
    """Write every page into the folder. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, page in pages().items():
        path = folder / name
        path.write_text(page, encoding="utf-8")
        written.append(path)
    return written


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {
        "api.md": api_page(),
        "events.md": events_page(),
        "flow.md": flow_page(),
        "personal-data.md": personal_page(),
        "setup.md": setup_page(),
    }


def api_page() -> str:
    """Every operation of the API: its scope, what it takes, what it answers; and every kind of problem."""
    paths = api.get_openapi_schema()["paths"]
    parts = [
        _MADE,
        "# The API\n",
        "Under `/api/v1`; the server tells the same at `/api/v1/`, and to machines at `/api/v1/openapi.json`. How to"
        " use it: [Join another system](../how-to/api.md).\n",
    ]
    for operation in OPERATIONS.values():
        told = paths[f"/api/v1{operation.path}"][operation.method.lower()]
        parts.append(f"## {operation.title[1]} {operation.title[0]}\n")
        parts.append(f"`{operation.method} /api/v1{operation.path}` · `{operation.name}` · {_list(operation.scopes)}\n")
        parts.append(f"{operation.about[1]}\n\n{operation.about[0]}\n")
        if told["parameters"]:
            parts.append(_table(("parameter", "in", "needed", ""), map(_asked, told["parameters"])))
        parts.append(f"Answers {_list(map(str, told['responses']))}.\n")
    with override("zh-hans"):
        parts.append("## Problems\n")
        kinds = ((f"`{kind.type}`", str(kind.status), str(kind.title)) for kind in KINDS.values())
        parts.append(_table(("type", "status", "中文"), kinds))
    return "\n".join(parts)


def _asked(parameter: dict[str, Any]) -> tuple[str, ...]:
    needed = "yes" if parameter["required"] else ""
    return f"`{parameter['name']}`", parameter["in"], needed, parameter.get("description", "")


def events_page() -> str:
    """Every event of the product: when it happens, what it says, which words stand beside it, and who hears of it."""
    parts = [
        _MADE,
        "# Events\n",
        "An event is one line of the record. Its fields hold codes only; *words* stand beside it, and the record keeps"
        " a commitment to them. Whoever hears of an event is told once it is committed.\n",
    ]
    for name, event in sorted(known_events().items()):
        parts.append(f"## {name}\n")
        parts.append(f"{' '.join((event.__doc__ or '').split())}\n")
        parts.append(_table(("field", "type"), ((f"`{f.name}`", f"`{_type(f.type)}`") for f in fields(event))))  # type: ignore[arg-type]
        parts.append(_facts(event))
    return "\n".join(parts)


def known_events() -> dict[str, type[Event]]:
    """The events of the product itself, by name."""
    return {name: event for name, event in Event.known.items() if event.__module__.startswith("onedoor.")}


def _facts(event: type[Event]) -> str:
    told = [f"Version {event.version}."]
    if event.words:
        told.append(f"Words: {_list(event.words)}.")
    if hearing := listening(event.name):
        told.append(f"Heard by {_list(subscriber.name for subscriber in hearing)}.")
    return f"{' '.join(told)}\n"


def flow_page() -> str:
    """The life of a case as a diagram and as the table it is drawn from."""
    with override("zh-hans"):
        parts = [
            _MADE,
            "# The life of a case\n",
            "The same table guards the actions, draws the buttons and makes this page. A step with colours is open to"
            " cases of these colours only.\n",
            _diagram(),
            _table(("verb", "from", "to", "duty", "colours"), (_row(step) for step in CASE)),
            "## States\n",
            _table(("state", "中文"), ((f"`{state}`", str(State(state).label)) for state in CASE.states)),
        ]
    return "\n".join(parts)


def personal_page() -> str:
    """Every field that holds something of people: what for, by which basis, how long, and how it goes."""
    with override("zh-hans"):
        rows = [
            (f"`{told.field}`", str(told.kind.label), str(told.purpose), str(told.basis), _kept(told), str(told.erase))
            for told in declared()
        ]
        return "\n".join([
            _MADE,
            "# Personal data\n",
            "Every field that may hold something of a person, as its app declares it. A field that is not declared,"
            " here or as impersonal, fails a test. The days count from the end of the case; a county sets its own under"
            " the threshold's code. How it is erased: [Erase a person](../how-to/erasure.md).\n",
            _table(("field", "类别", "目的", "依据", "保存", "怎样清除"), rows),
        ])  # fmt: skip


def setup_page() -> str:
    """Every sheet of the set-up workbook, and what each of its columns may hold."""
    with override("zh-hans"):
        parts = [
            _MADE,
            "# The set-up workbook\n",
            "The sheets of `./onedoor setup`, in the order in which they are filled in. A row is known by the columns"
            " marked *key*; a row that is not in the file stays as it is. How to use it:"
            " [Set a centre up](../how-to/set-up.md).\n",
            *(f"* {rule}" for rule in RULES),
            "",
        ]
        for sheet in SHEETS.values():
            rows = [
                (
                    str(column.title), f"`{column.code}`", "key" if column.code in sheet.key else "",
                    "yes" if column.required else "", about(column),
                )
                for column in sheet.columns
            ]  # fmt: skip
            parts += [
                f"## {sheet.title} `{sheet.code}`\n",
                f"{sheet.about}\n",
                _table(("列", "code", "", "needed", "说明"), rows),
            ]
    return "\n".join(parts)


def _kept(told: Declared) -> str:
    return f"`{told.keep}`: {THRESHOLDS[told.keep]} days" if told.keep else "—"


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state}: {State(state).label} {state}" for state in CASE.states]
    lines.append(f"    [*] --> {CASE.states[0]}: register")
    for step in CASE:
        only = f" ({', '.join(step.only)})" if step.only else ""
        lines += [f"    {source} --> {step.target}: {step.verb}{only}" for source in step.sources]
    lines += [f"    {state} --> [*]" for state in CASE.states if not any(state in step.sources for step in CASE)]
    return "\n".join([*lines, "```\n"])


def _row(step: Step) -> tuple[str, ...]:
    colours = "、".join(str(Colour(colour).label) for colour in step.only)
    duty = f"`{step.duty}` {'反映人本人' if step.duty == AUTHOR else Duty(step.duty).label}"
    return f"`{step.verb}`", _list(step.sources), f"`{step.target}`", duty, colours


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _type(written: Any) -> str:
    return str(written).replace("|", "\\|")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
