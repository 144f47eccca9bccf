from __future__ import annotations

from onedoor.core.flow import Flow, Step

DOOR = Flow(
    Step("open", ("shut",), "open", "porter"),
    Step("shut", ("open",), "shut", "porter"),
    Step("lock", ("shut",), "locked", "warden", only=("steel",)),
)


def test_a_step_is_found_by_verb_state_and_kind() -> None:
    assert DOOR.step("open", state="shut") == DOOR.steps[0]
    assert DOOR.step("open", state="open") is None
    assert DOOR.step("kick", state="shut") is None
    assert DOOR.step("lock", state="shut", kind="wood") is None
    assert DOOR.step("lock", state="shut", kind="steel") == DOOR.steps[2]


def test_the_steps_open_here_come_in_the_order_of_the_table() -> None:
    assert [step.verb for step in DOOR.open_steps(state="shut", kind="steel")] == ["open", "lock"]
    assert [step.verb for step in DOOR.open_steps(state="shut")] == ["open"]
    assert DOOR.open_steps(state="locked", kind="steel") == []


def test_every_state_is_named_once_in_order() -> None:
    assert DOOR.states == ["shut", "open", "locked"]
