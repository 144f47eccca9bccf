"""What was measured, as tables: on the terminal, and as the reference page of the docs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import growth

Result = dict[str, Any]


def tell(result: Result) -> None:
    """Print one table per row of the budget."""
    console = Console()
    console.print(f"[bold]{about(result)}[/bold]")
    for name, columns, lines in tables(result):
        table = Table(title=name, title_justify="left", title_style="bold")
        for column in columns:
            table.add_column(column, justify="left" if column == "" else "right")
        for line in lines:
            table.add_row(*line)
        console.print(table)


def page(results: list[Result]) -> str:
    """The reference page in Markdown: for each store what was measured, beside what was asked."""
    parts = [
        "# Speed\n",
        "Written from the figures `./onedoor bench --record` keeps; the references run in the same run, on the same "
        "machine. What each row asks for stands beside it. *Growth* is the exponent by which the median grows with the "
        "number of cases: 0 not at all, 1 in proportion.\n",
    ]
    for result in results:
        parts.append(f"## {'PostgreSQL' if result['store'] == 'postgresql' else 'SQLite'}\n")
        parts.append(about(result) + ".\n")
        for name, columns, lines in tables(result):
            parts.append(f"### {name}\n")
            parts.append("| " + " | ".join(column or " " for column in columns) + " |")
            parts.append("|" + "|".join("---" if not column else "--:" for column in columns) + "|")
            parts += ["| " + " | ".join(line) + " |" for line in lines]
            parts.append("")
    return "\n".join(parts)


def kept() -> list[Result]:
    """The figures that were recorded last, PostgreSQL's first."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("speed-*.json"))]


def about(result: Result) -> str:
    """On what it was measured, in one line."""
    told = [
        result["version"],
        f"Python {result['python']}",
        f"{result['cores']} cores",
    ]
    if result["store"] == "postgresql":
        told.append(f"synchronous_commit {result['synchronous_commit']}, fsync {result['fsync']}")
        told.append(f"shared_buffers {result['shared_buffers']}")
    return f"{result['measured_on']} · " + " · ".join(told)


def tables(result: Result) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """A title, its columns and its lines for each row of the budget."""
    sizes = result["sizes"]
    columns = ["", *(f"{one['cases']:,}" for one in sizes), "growth"]
    filled = [one["filled"] for one in sizes]
    if any(filled):
        lines = [["cases per second", *(f"{one['per_second']:,}" if one else "" for one in filled), ""]]
        told = (f"{one['indexed_per_second']:,}" if one else "" for one in filled)
        lines.append(["made found by words, cases per second", *told, ""])
        lines.append(["store, MB", *(f"{one['store_mb']:,}" for one in sizes), ""])
        lines.append(["equal to the actions", *(str(one.get("sample_checked", "")) for one in filled), ""])
        yield "铺底数据 / filling with lawful histories", columns, lines
    for name in dict.fromkeys(name for one in sizes for name in one["rows"]):
        rows = [one["rows"].get(name, {}) for one in sizes]
        known = next(row for row in rows if row)
        yield known.get("what", name), columns, list(_lines(sizes, rows))


def _lines(sizes: list[Result], rows: list[Result]) -> Iterator[list[str]]:
    for title, path in (
        ("queries", ("queries",)),
        ("one client, p50 ms", ("one", "p50_ms")),
        ("one client, p95 ms", ("one", "p95_ms")),
        ("at 8 clients, per second", ("many", "per_second")),
        ("at 8 clients, p95 ms", ("many", "p95_ms")),
        ("rows per second", ("rows_per_second",)),
        ("deliveries per second", ("deliveries_per_second",)),
        ("mean, µs", ("mean_us",)),
        ("peak memory, MB", ("memory_mb",)),
        ("reference, p50 ms", ("reference", "p50_ms")),
        ("reference, p95 ms", ("reference", "p95_ms")),
        ("reference, per second", ("reference", "per_second")),
        ("ratio to the reference", ("ratio",)),
    ):
        values = [_at(row, path) for row in rows]
        if any(value is not None for value in values):
            points = [(one["cases"], value) for one, value in zip(sizes, values, strict=True) if value]
            grown = growth(points) if title.endswith("p50 ms") or title == "mean, µs" else None
            yield [
                title,
                *("" if value is None else f"{value:,}" for value in values),
                "" if grown is None else f"{grown:g}",
            ]
    goals = dict.fromkeys((goal["what"], goal["bound"]) for row in rows for goal in row.get("goals", ()))
    for what, bound in goals:
        told = [_goal(row, what, bound) for row in rows]
        yield [f"goal: {what} {bound}", *told, ""]
    for row in rows:
        if row.get("reference", {}).get("what"):
            yield [f"reference: {row['reference']['what']}", *[""] * len(rows), ""]
            break


def _goal(row: Result, what: str, bound: str) -> str:
    for goal in row.get("goals", ()):
        if (goal["what"], goal["bound"]) == (what, bound):
            return (
                f"{'met' if goal['met'] else 'NOT met'} ({goal['value']:,})"
                if goal["value"] is not None
                else "not measured"
            )
    return ""


def _at(row: Result, path: tuple[str, ...]) -> float | None:
    value: Any = row
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, int | float) else None
