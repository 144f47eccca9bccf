"""What operators describe in TOML: read strictly, so that a misspelt key is noticed, and called by a name in both
languages."""

from __future__ import annotations

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict


class Described(BaseModel):
    """A part of a description: keys nobody knows and values of another type are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Title(Described):
    """What people call what is described."""

    zh: str
    en: str

    @property
    def label(self) -> str:
        """In the reader's language."""
        return self.en if (get_language() or "").startswith("en") else self.zh
