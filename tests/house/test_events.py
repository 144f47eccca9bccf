"""Every event is documented; the pages drawn from the code are those of this code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from onedoor.cases.flow import CASE
from onedoor.config import documentation
from onedoor.core.events import Event
from tests.house.sources import code

pytestmark = pytest.mark.house


@pytest.mark.parametrize("name", documentation.pages())
def test_the_page_is_current(name: str) -> None:
    path = documentation.REFERENCE / name
    assert path.exists(), "run ./onedoor docs"
    assert path.read_text(encoding="utf-8") == documentation.pages()[name], "run ./onedoor docs"


@pytest.mark.parametrize("event", documentation.known_events().values(), ids=lambda event: event.name)
def test_every_event_says_what_happened_under_its_app_s_name(event: type[Event]) -> None:
    assert event.__doc__ and not event.__doc__.startswith(f"{event.__name__}("), "a dataclass without a docstring"
    assert event.name.partition(".")[0] == event.__module__.split(".")[1]
    assert f"## {event.name}\n" in documentation.events_page()


def test_no_event_is_declared_that_the_product_never_loads() -> None:
    declared = {name for path, tree in code() if path != "core/events.py" for name in names(tree)}
    assert declared == set(documentation.known_events())


def names(tree: ast.Module) -> Iterator[str]:
    """The dotted names that classes give themselves: ``name: ClassVar[str] = "cases.closed"``."""
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=ast.Name("name"), value=ast.Constant(str(name))) if "." in name:
                yield name


def test_the_diagram_shows_every_step() -> None:
    page = documentation.flow_page()
    for step in CASE:
        for source in step.sources:
            assert f"    {source} --> {step.target}: {step.verb}" in page
