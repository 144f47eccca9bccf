"""Train a county's text model from its own history or a file, and put it into use where it is no step back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.catalogue.queries import threshold
from onedoor.core import chain
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.dispatch import history, live
from onedoor.dispatch.actions.choosing import MODEL
from onedoor.dispatch.events import ModelTrained
from onedoor.dispatch.history import Taught
from onedoor.dispatch.judging import Figures
from onedoor.dispatch.model.classifier import Classifier
from onedoor.dispatch.models import TextModel
from onedoor.dispatch.trying import InUse, Progress, Tried, marks, tried
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty

TRAIN = "dispatch.train"
TRAIN_COUNTY = "dispatch.train_county"

HOLD_OUT = 0.2
KEPT = 5
"""So many versions keep their weights and can be put back into use; of older ones only the figures stay."""

TAKEN = ("first", "not_worse")
"""The verdicts with which a new version goes into use by itself."""

_SEED = 1
_ITEMS = 2
_EXAMPLES = 50
"""Fewer items, or fewer examples of them, and a model would only pretend."""


def train(
    taught: Taught, *, hold_out: float = HOLD_OUT, force: bool = False, progress: Progress = lambda what, share: None,
    by: Actor, at: datetime,
) -> TextModel:  # fmt: skip
    """Train on these examples, measure, and keep the version: in use where it is not worse than the one in use, or
    where ``force`` says so. Nothing is written before the end; whoever stops it changes nothing.

    Raises Refused without the right, with too few examples, and where somebody else trained or chose meanwhile.
    """
    if not by.may(Duty.ADMINISTER, area=f"{by.county}000000"):
        raise Refused(_("训练模型要由管全县的系统管理岗来做。"))
    must_suffice(taught)
    in_use, last = _in_use(by.county), _last(by.county)
    first = threshold(by.county, "propose_first", on=timezone.localdate(at))
    found = tried(taught, in_use, hold_out=hold_out, threshold=first, seed=_SEED, progress=progress)
    return _keep(found, last, first, forced=force, by=by, at=at)


def must_suffice(taught: Taught) -> None:
    """Raises Refused where there is too little to learn from."""
    if taught.items < _ITEMS or len(taught.examples) < _EXAMPLES:
        raise Refused(
            _(
                "还不够训练：可用的例子有%(examples)d件、%(items)d类事项，至少要%(least)d件、%(kinds)d类。"
                "职责清单照常提出建议；办结的事项多了再训练。"
            )
            % {"examples": len(taught.examples), "items": taught.items, "least": _EXAMPLES, "kinds": _ITEMS}
        )


def tonight(county: str, *, by: Actor, at: datetime) -> TextModel | None:
    """Train where enough has happened since the last training. None where there is nothing to do: too little is new or
    known, or a person decided that no model is to be used."""
    today = timezone.localdate(at)
    last = TextModel.objects.filter(county=county).order_by("-number").defer("weights", "seen").first()
    if last and not TextModel.objects.filter(county=county, state=TextModel.State.LIVE).exists():
        return None
    most = threshold(county, "learn_after", on=today)
    if history.newer(county, last.basis.get("newest", 0) if last else 0, most=most) < most:
        return None
    taught = read(county, at=at)
    try:
        must_suffice(taught)
    except Refused:
        return None
    return train(taught, by=by, at=at)


def read(county: str, *, at: datetime, progress: Callable[[float], None] = lambda share: None) -> Taught:
    """The county's own cases as examples, as many as its settings say."""
    today = timezone.localdate(at)
    most, each = (threshold(county, code, on=today) for code in ("learn_cases", "learn_each"))
    return history.read(county, most=most, each=each, progress=progress)


def _in_use(county: str) -> InUse | None:
    found = TextModel.objects.filter(county=county, state=TextModel.State.LIVE).first()
    if found is None:
        return None
    classifier = Classifier.from_bytes(bytes(found.weights))
    return InUse(found.number, classifier, Figures.of(found.figures), marks(bytes(found.seen)))


def _last(county: str) -> int:
    """The number of the latest version; 0 before the first."""
    numbers = TextModel.objects.filter(county=county).order_by("-number").values_list("number", flat=True)
    return numbers.first() or 0


@transaction.atomic
def _keep(found: Tried, last: int, first: int, *, forced: bool, by: Actor, at: datetime) -> TextModel:
    head = chain.locked(by.county, MODEL)
    versions = TextModel.objects.filter(county=by.county).defer("weights", "seen")
    before = versions.filter(state=TextModel.State.LIVE).first()
    if (before.number if before else 0, _last(by.county)) != (found.number, last):
        raise Refused(_("训练的时候，别人训练或者换用了模型。这次的没有保存，请再训练一次。"))
    taken = forced or found.verdict in TAKEN
    reason = found.verdict if found.verdict in TAKEN or not forced else "forced"
    if before and taken:
        before.state, before.reason, before.changed_at = TextModel.State.RETIRED, "replaced", at
        before.save(update_fields=["state", "reason", "changed_at"])
    made = TextModel(
        county=by.county, number=last + 1, state=TextModel.State.LIVE if taken else TextModel.State.KEPT_BACK,
        reason=reason, basis=_basis(found), figures=found.figures.plain(), before=_before(found),
        trained_by=by.code, trained_at=at, changed_at=at, weights=found.classifier.to_bytes(), seen=found.marks,
    )  # fmt: skip
    made.save(force_insert=True)
    old = versions.filter(number__lte=made.number - KEPT).exclude(state=TextModel.State.LIVE)
    old.update(weights=b"", seen=b"")
    told = ModelTrained(
        number=made.number, state=made.state, reason=reason, examples=len(found.taught.examples),
        figures=_permille(found, first),
    )  # fmt: skip
    emit(told, on=head, by=by, at=at)
    if taken:
        live.changed()
    return made


def _basis(found: Tried) -> dict[str, Any]:
    taught = found.taught
    return {
        "examples": len(taught.examples), "items": taught.items, "codes": list(found.classifier.labels),
        "few": dict(taught.few), "unknown": sum(taught.unknown.values()), "newest": taught.newest,
        "source": taught.source,
    }  # fmt: skip


def _before(found: Tried) -> dict[str, Any]:
    """What the two were compared by; nothing where there was no other."""
    if found.before is None:
        return {}
    told = {"number": found.number, "same": found.same, "was": found.before.plain()}
    return told | {"beside": found.beside.plain()} if found.same else told


def _permille(found: Tried, first: int) -> dict[str, int]:
    sides = {"": found.figures, "before_": found.before}
    told: dict[str, int] = {"threshold": first * 10}
    for side, figures in sides.items():
        if figures is not None:
            level = figures.at(first)
            told[f"{side}macro_f1"] = round(figures.macro_f1 * 1000)
            told[f"{side}coverage"] = round(level.shown * 1000 / level.cases)
    return told
