"""What the text model learns from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A text and the label a person gave it. ``weight`` says how much it counts beside others: 1 for an ordinary
    case, more for what was ruled, less for what is old."""

    text: str
    label: str
    weight: float = 1.0
