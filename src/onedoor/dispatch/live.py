"""The text model a county uses now, kept in memory until another takes its place."""

from __future__ import annotations

from dataclasses import dataclass

from onedoor.core.revisions import Shelf, bump
from onedoor.dispatch.model.classifier import Classifier
from onedoor.dispatch.models import TextModel

_REVISION = "dispatch"


@dataclass(frozen=True)
class Live:
    """A model in use, its number, and what was measured of it."""

    number: int
    classifier: Classifier
    figures: dict[str, object]


def _load(county: str) -> Live | None:
    found = TextModel.objects.filter(county=county, state=TextModel.State.LIVE).first()
    return Live(found.number, Classifier.from_bytes(bytes(found.weights)), found.figures) if found else None


_shelf: Shelf[Live | None] = Shelf(_REVISION, _load)


def live(county: str) -> Live | None:
    """The model in use; None where nothing was trained yet or none is wanted."""
    return _shelf.get(county)


def changed() -> None:
    """Say, in the transaction that puts another model into use, that every process must read it again."""
    bump(_REVISION)
