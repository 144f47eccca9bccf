"""Calls go down, events go up (DESIGN §3); only actions and subscribers put anything on the record."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from importlinter import cli

from tests.house.sources import PACKAGE, ROOT, code

pytestmark = pytest.mark.house

LOWER = [
    "core", "geography", "organisation", "work", "notices", "catalogue", "cases", "dispatch", "hall", "setup",
    "simulation",
]  # fmt: skip
LAYERS = [*LOWER, "exchange", "citizen", "desk", "config"]
WRITERS = {"emit", "record", "schedule"}


def test_the_import_contracts_hold(capsys: pytest.CaptureFixture[str]) -> None:
    ended = cli.lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True, no_logo=True)
    assert ended == 0, capsys.readouterr().out


def test_every_room_of_the_house_is_in_the_contract() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms == set(LAYERS)


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path, tree in code():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, node


def test_no_name_in_quotes_points_to_another_app() -> None:
    """A foreign key or ``get_model`` by string would hide a call upward from the import contract."""
    hidden = []
    for path, call in calls():
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name == "get_model" or (
            name in ("ForeignKey", "OneToOneField", "ManyToManyField") and named_by_string(call)
        ):
            hidden.append(f"{path}:{call.lineno}")
    assert hidden == []


def named_by_string(call: ast.Call) -> bool:
    to = call.args[0] if call.args else next((word.value for word in call.keywords if word.arg == "to"), None)
    return isinstance(to, ast.Constant) and isinstance(to.value, str) and to.value != "self"


def test_no_table_points_at_a_table_of_a_layer_above() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("onedoor.")]
    pointers = [field for model in ours for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]
    assert [str(field) for field in pointers if level(field.related_model) > level(field.model)] == []


def level(model: type[models.Model]) -> int:
    """How high a table stands; Django's own stand at the bottom."""
    label = model._meta.app_label
    return LAYERS.index(label) if label in LAYERS else -1


def test_only_actions_and_subscribers_write_to_the_record() -> None:
    strangers = []
    for path, tree in code():
        room, *inside = path.split("/")
        if room == "core" or "actions" in inside or inside == ["subscribers.py"]:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "onedoor.core.events":
                strangers += [f"{path}: {name.name}" for name in node.names if name.name in WRITERS]
            if isinstance(node, ast.ImportFrom) and node.module == "onedoor.core":
                strangers += [f"{path}: {name.name}" for name in node.names if name.name == "events"]
    assert strangers == []


def test_nothing_sets_the_state_of_a_case_but_its_flow() -> None:
    """``move`` takes a step; ``import_history`` brings in what ended long ago; a request is decided by its own."""
    setters = []
    for path, tree in code():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
                for name in ast.walk(node.targets[0] if isinstance(node, ast.Assign) else node.target):
                    if isinstance(name, ast.Attribute) and name.attr == "state" and path.startswith("cases/"):
                        setters.append(path)
    assert sorted(setters) == ["cases/actions/importing.py", "cases/models/case.py", "cases/models/request.py"]


def test_no_signal_and_no_logic_in_save() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in code()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals"))
        or (isinstance(node, ast.FunctionDef) and node.name == "save" and "/models/" in path)
    ]
    assert found == []
