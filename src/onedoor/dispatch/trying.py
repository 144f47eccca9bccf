"""Train a text model and measure it beside the one in use, on cases neither of them saw."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.dispatch.history import Taught
from onedoor.dispatch.judging import Figures, judged, worse
from onedoor.dispatch.model.classifier import Classifier
from onedoor.dispatch.model.examples import Example
from onedoor.dispatch.model.grouping import groups, split
from onedoor.dispatch.model.measuring import Answer, asked

COMPARED = 30
"""From so many cases on that neither model saw, the two are compared on them; below, each by what was measured of it
when it was trained."""

APART = 20
"""From so many texts on that are no near-duplicates of each other there is something to measure on."""

FORGOTTEN = 0.1
"""A new model may know so many fewer of the items that the one in use knows, as a share; an item that is seldom now."""

_DIGEST = 4

Progress = Callable[[str, float], None]
"""Hears what is being done (``trial``, ``measure``, ``train``) and the share (0…1) of it."""


@dataclass(frozen=True)
class InUse:
    """The model in use: its number, itself, what was measured of it when it was trained, and marks of what it saw."""

    number: int
    classifier: Classifier
    figures: Figures | None
    seen: frozenset[bytes]


@dataclass(frozen=True)
class Tried:
    """A new model: itself, trained on everything; its figures, measured on cases held out from a trial of it; those of
    the model in use (``before``) and of the trial on the same cases (``beside``) — or, where too few are new to the
    one in use, its own from its training (``same`` says which). ``verdict``: ``first``, there was none to compare with;
    ``not_worse``; ``worse``; ``narrower``, it would forget too many items that the one in use knows."""

    taught: Taught
    classifier: Classifier
    figures: Figures
    beside: Figures
    before: Figures | None
    number: int
    same: bool
    verdict: str

    @property
    def marks(self) -> bytes:
        """Marks of all it has seen."""
        return b"".join(sorted({mark(one.text) for one in self.taught.examples}))


def mark(text: str) -> bytes:
    """Four bytes by which a text is known again; nothing can be read from them."""
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST).digest()


def marks(kept: bytes) -> frozenset[bytes]:
    """The marks that stand one behind the other."""
    return frozenset(kept[at : at + _DIGEST] for at in range(0, len(kept), _DIGEST))


def tried(
    taught: Taught, in_use: InUse | None, *, hold_out: float, threshold: int, seed: int, progress: Progress
) -> Tried:
    """Train a trial without the cases held out, measure it, compare it with the one in use, then train on all.

    Near-duplicates stand on one side of the line: a case counts as new to the model in use where it has seen none that
    reads like it. Raises Refused where the examples are nearly all the same.
    """
    examples = taught.examples
    of = groups([one.text for one in examples])
    if len(set(of)) < APART:
        raise Refused(_("例子几乎都是同几条，没法训练。请补充不一样的例子。"))
    learned, held = split(of, share=hold_out, seed=seed)
    trial = _fit(_learnable([examples[one] for one in learned]), "trial", seed, progress)
    answers = _asked(trial, [examples[one] for one in held], progress)
    figures = judged(answers, threshold=threshold)
    classifier = _fit(examples, "train", seed, progress)
    if in_use is None:
        return Tried(taught, classifier, figures, figures, None, 0, same=False, verdict="first")
    known = {group for group, one in zip(of, examples, strict=True) if mark(one.text) in in_use.seen}
    new = [place for place, one in enumerate(held) if of[one] not in known]
    same = len(new) >= COMPARED
    before, beside = in_use.figures, figures
    if same:
        before = judged(_asked(in_use.classifier, [examples[held[one]] for one in new], progress), threshold=threshold)
        beside = judged([answers[one] for one in new], threshold=threshold)
    forgotten = set(in_use.classifier.labels) - set(classifier.labels)
    verdict = "not_worse"
    if before is not None and worse(beside, before, threshold=threshold):
        verdict = "worse"
    elif len(forgotten) > FORGOTTEN * len(in_use.classifier.labels):
        verdict = "narrower"
    return Tried(taught, classifier, figures, beside, before, in_use.number, same=same, verdict=verdict)


def _learnable(examples: Sequence[Example]) -> list[Example]:
    """Those of items that more than one example is left of; an item all of whose near-duplicates are held out is one
    the trial cannot know."""
    known = Counter(one.label for one in examples)
    return [one for one in examples if known[one.label] > 1]


def _fit(examples: Sequence[Example], what: str, seed: int, progress: Progress) -> Classifier:
    progress(what, 0.0)
    made = Classifier.fit(examples, seed=seed)
    progress(what, 1.0)
    return made


def _asked(model: Classifier, examples: Sequence[Example], progress: Progress) -> list[Answer]:
    """What a model says of each; progress is heard now and then."""
    answers = []
    for number, one in enumerate(examples):
        if number % 50 == 0:
            progress("measure", number / len(examples))
        answers.append(asked(model, one.text, one.label))
    progress("measure", 1.0)
    return answers
