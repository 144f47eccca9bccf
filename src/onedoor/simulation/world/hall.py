"""The hall of the fictional county: service lines, and the windows of the units that sit there.

An invented list after the published ones (A-012, A-013): which windows a county's hall has, each county decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from onedoor.simulation.world.units import CENTRE, presences


@dataclass(frozen=True, slots=True)
class LineSeed:
    """A service line: the letter of its numbers, and what it is called."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class WindowSeed:
    """A window of a unit, in a zone (intake, settle, command), with the letters of the lines it calls."""

    code: str
    name: str
    unit: str
    lines: tuple[str, ...]
    zone: str


LINES = (
    LineSeed("A", "综合受理"),
    LineSeed("B", "信访接待"),
    LineSeed("C", "人民调解"),
    LineSeed("D", "公共法律服务"),
    LineSeed("E", "劳动维权"),
    LineSeed("F", "住房物业"),
    LineSeed("G", "民政医保"),
    LineSeed("H", "警务和其他部门"),
)

_SERVES = {
    "petition": ("B",), "justice": ("C", "D"), "labour": ("E",), "housing": ("F",), "civil": ("G",),
    "insurance": ("G",),
}  # fmt: skip
_OTHERS = ("H",)


def windows() -> tuple[WindowSeed, ...]:
    """Two windows of the centre, and one for each unit that sits there, named as its presence names it."""
    seated = [one for one in presences() if one.window]
    return (
        WindowSeed("zh-1", "综合窗口1", CENTRE, ("A", "B"), "intake"),
        WindowSeed("zh-2", "综合窗口2", CENTRE, ("A",), "intake"),
        *(
            WindowSeed(f"w-{number:02d}", one.window, one.unit, _SERVES.get(one.unit, _OTHERS), "settle")
            for number, one in enumerate(seated, start=1)
        ),
    )
