"""What somebody keeps for themselves: their batches and what became of them, their views, what they follow."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from onedoor.core.prepared import Prepared
from onedoor.core.revisions import Shelf, bump
from onedoor.organisation.actor import Actor
from onedoor.work.models import Batch, BatchLine, Follow, SavedView


@dataclass(frozen=True)
class Progress:
    """How far a batch has come, in lines."""

    lines: int
    done: int
    refused: int

    @property
    def taken(self) -> int:
        return self.done + self.refused

    @property
    def waiting(self) -> int:
        return self.lines - self.taken


def batch_of(actor: Actor, batch: int) -> Batch | None:
    """One of the actor's own batches."""
    return Batch.objects.filter(county=actor.county, member=actor.code, pk=batch).first()


def batches_of(actor: Actor) -> list[tuple[Batch, Progress]]:
    """The actor's latest batches that were begun, the latest first, each with how far it came."""
    own = Batch.objects.filter(county=actor.county, member=actor.code).filter(begun_at__isnull=False)
    counted = own.annotate(
        n=Count("lines"), done=Count("lines", filter=Q(lines__state=BatchLine.State.DONE)),
        refused=Count("lines", filter=Q(lines__state=BatchLine.State.REFUSED)),
    )  # fmt: skip
    return [(one, Progress(one.n, one.done, one.refused)) for one in counted.order_by("-made_at", "-id")[:50]]


def progress(batch: Batch) -> Progress:
    """How far a batch has come."""
    counted = dict(batch.lines.order_by().values_list("state").annotate(n=Count("id")))
    states = BatchLine.State
    return Progress(sum(counted.values()), counted.get(states.DONE, 0), counted.get(states.REFUSED, 0))


def lines(batch: Batch, state: str) -> QuerySet[BatchLine]:
    """The lines of a batch in this state, in the order they were chosen."""
    return batch.lines.filter(state=state).order_by("place")


def views_of(actor: Actor, shelf: str) -> list[SavedView]:
    """The actor's views of one list, in their order."""
    return [view for view in _views.get(f"{actor.county}:{actor.code}") if view.shelf == shelf]


def views_changed() -> None:
    """Say, in the transaction that changes views, that every process must read them again."""
    bump("views")


def _load_views(key: str) -> list[SavedView]:
    county, _colon, member = key.partition(":")
    return list(SavedView.objects.filter(county=county, member=member).order_by("place", "id"))


_views: Shelf[list[SavedView]] = Shelf("views", _load_views)


def followed(actor: Actor) -> QuerySet[Follow]:
    """What the actor keeps an eye on."""
    return Follow.objects.filter(county=actor.county, member=actor.code)


def follows(actor: Actor, subject: str) -> bool:
    """Whether the actor keeps an eye on this subject."""
    return bool(_follow(actor.county, actor.code, subject))


_follow = Prepared(lambda county, member, subject: Follow.objects.filter(county=county, member=member, subject=subject))
