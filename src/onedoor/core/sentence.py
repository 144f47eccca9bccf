"""A sentence kept apart from its values, so that it can be read in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence that says what to do; ``str`` gives it in the language that is switched on."""

    text: str | Promise
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.text) % self.values
