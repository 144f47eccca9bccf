"""What kind of matter it is, by its item: what the caller wants, how many are concerned, how urgent it is."""

from __future__ import annotations

from random import Random

from onedoor.cases.models.choices import Kind, Nature, People, Urgency

_DISPUTES = ("01", "02", "03", "04", "06", "11", "13")
_COMPLAINTS = ("05", "10", "12", "14", "15", "16", "18", "20", "21")
_MANY = ("08", "09", "11-01", "15-04", "16-05", "16-06", "25")
_URGENT = {
    "15-03": (Urgency.URGENT, 0.3),
    "15-06": (Urgency.URGENT, 0.2),
    "16-06": (Urgency.URGENT, 0.4),
    "16-07": (Urgency.CRITICAL, 0.7),
    "16-08": (Urgency.URGENT, 0.2),
    "99-03": (Urgency.CRITICAL, 0.4),
}
"""Items that cannot always wait: how urgent then, and how often."""


def nature_of(channel: str, item: str, *, consultation: bool) -> Nature:
    """A question is a demand; else a petition by its channel, a dispute by its item."""
    if consultation:
        return Nature.DEMAND
    if channel == "petition":
        return Nature.PETITION
    return Nature.DISPUTE if item[:2] in _DISPUTES else Nature.DEMAND


def kind_of(item: str, nature: Nature, *, consultation: bool) -> Kind:
    """What the caller wants, as the hotline counts it."""
    if nature == Nature.INFORM:
        return Kind.INFORM
    if consultation:
        return Kind.CONSULT
    if item == "99-01":
        return Kind.SUGGEST
    return Kind.COMPLAINT if item[:2] in _COMPLAINTS else Kind.HELP


def people_of(rng: Random, item: str) -> People:
    """How many people it concerns: mostly a few."""
    if item.startswith(_MANY):
        return rng.choices((People.FEW, People.MANY, People.HUNDREDS), (60, 30, 10))[0]
    return rng.choices((People.FEW, People.MANY), (97, 3))[0]


def urgency_of(rng: Random, item: str, nature: Nature, people: People) -> Urgency:
    """One of the five classes: danger by the item, then conflicts, then disputes, then everything else."""
    urgency, chance = _URGENT.get(item, (Urgency.NORMAL, 0.0))
    if rng.random() < chance:
        return urgency
    if people != People.FEW:
        return Urgency.PROMPT
    return Urgency.TIMELY if nature == Nature.DISPUTE else Urgency.NORMAL
