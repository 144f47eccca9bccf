"""The files of a step's form: each kind of file has a key in the form, under which what was sent waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from onedoor.cases.actions.attaching import is_key, new_key, remove, upload
from onedoor.core.refusal import Refused
from onedoor.desk.exhibits import Waiting, waiting
from onedoor.desk.forms.base import StepForm
from onedoor.organisation.guards import ActorRequest

PAPERS = "uploads"
FIELDS = ("before", "after", PAPERS)
"""The kinds of files a form may take."""

_PICTURES = "image/jpeg,image/png,image/webp"
_ALL = f"{_PICTURES},.pdf,.docx,.xlsx"


@dataclass
class Slot:
    """One kind of file in a form; ``wrong`` says what was not taken and why."""

    name: str
    label: str
    key: str
    files: list[Waiting] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def accept(self) -> str:
        return _ALL if self.name == PAPERS else _PICTURES

    @property
    def camera(self) -> bool:
        """Whether it is a picture of something that can be taken here and now."""
        return self.name != PAPERS


def slots(form: StepForm, told: Mapping[str, object], *, wrong: Mapping[str, list[str]], county: str) -> list[Slot]:
    """The kinds of files a form takes, with what waits under the keys it was told; new keys where it was told none."""
    found = []
    for name, label in form.takes.items():
        key = told.get(name)
        if isinstance(key, str) and is_key(key):
            found.append(Slot(name, str(label), key, waiting(county, key), wrong.get(name, [])))
        else:  # nothing can wait under a new key
            found.append(Slot(name, str(label), new_key(), [], wrong.get(name, [])))
    return found


def take_in(request: ActorRequest, name: str, key: str, *, at: datetime) -> list[str]:
    """Keep the files that were sent in this field, and take away the one that is to go. Returns what was refused, one
    sentence each, with the name of the file before it."""
    sentences = [_removed(request, key)] if request.POST.get("from", name) == name else []
    for file in request.FILES.getlist(f"{name}_files"):
        sentences.append(_kept(request, file, key, at))
    return list(filter(None, sentences))


def _kept(request: ActorRequest, file: File[bytes], key: str, at: datetime) -> str:
    most = settings.ONEDOOR_UPLOAD_MB * 1024 * 1024
    name = file.name or ""
    try:
        upload(
            file.read(most + 1), name=name, key=key, county=request.actor.county, by=request.actor, at=at
        )  # fmt: skip
    except Refused as refusal:
        return _("%(name)s：%(why)s") % {"name": name, "why": refusal}
    return ""


def _removed(request: ActorRequest, key: str) -> str:
    number = request.POST.get("remove", "")
    try:
        if number.isdecimal() and len(number) < 20:
            remove(int(number), key=key, county=request.actor.county)
    except Refused as refusal:
        return str(refusal)
    return ""
