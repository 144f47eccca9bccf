"""What the form of a step begins with: the address, what was written and not sent, a text of the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from onedoor.catalogue.models import ReplyTemplate
from onedoor.core.refusal import Refused
from onedoor.desk.collisions import seen_in
from onedoor.desk.dossier import Dossier
from onedoor.desk.drafts import Values, values_of, written
from onedoor.desk.forms.advised import AdvisedForm, pressed
from onedoor.desk.forms.base import StepForm
from onedoor.desk.openings import begun, openings
from onedoor.desk.verbs import VERBS
from onedoor.work.models import Draft
from onedoor.work.queries import draft_of

_LONG = (forms.Textarea,)
_PRESSED = ("template", "remove", "take", "place", "look", "offered")


@dataclass
class Step:
    """A step's form on the page. ``told`` are its values as they were written, the keys of its files among them;
    ``wrong`` the files that were not taken; ``moved``: others did something since line ``seen``, the last one whoever
    wrote had before them; ``draft`` what was kept of it, ``resumed`` whether the form begins with that; ``refusal``
    why the step could not be taken."""

    verb: str
    form: StepForm
    told: Values = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    seen: int | None = None
    moved: bool = False
    draft: Draft | None = None
    resumed: bool = False
    refusal: Refused | None = None

    @property
    def left(self) -> list[tuple[str, str]]:
        """What was written at length, each with its label."""
        return words_in(self.form.fields.items(), self.told)


def page_of(ref: str, verb: str, about: str) -> str:
    """Under which page the draft of a step is kept."""
    return ":".join(filter(None, ("case", ref, verb, about)))


def begin(dossier: Dossier, verb: str, about: str, asked: QueryDict) -> Step:
    """The form of a step as it is opened: the draft where there is one, what the address says on top."""
    made = form_of(verb)
    draft = draft_of(dossier.actor, page_of(dossier.case.ref, verb, about))
    told = values_of(draft) if draft else {}
    seen = seen_in(told.get("seen")) if draft else None
    told = told | {name: str(asked[name]) for name in asked if name in made.base_fields}
    initial = initial_of(made, told) if draft else dict[str, Any](told)
    opened = made(dossier=dossier, about=about, initial=initial)
    if template := chosen(dossier, verb, opened, asked.get("template", "")):
        told = told | {made.begins: begun(_one(told.get(made.begins, "")), template)}
        opened = made(dossier=dossier, about=about, initial=initial | {made.begins: told[made.begins]})
    return Step(verb, opened, told, seen=seen, draft=draft, resumed=draft is not None)


def again(dossier: Dossier, verb: str, about: str, post: QueryDict) -> Step:
    """The form as it was written, neither sent nor judged: with the text of the house that was asked for, and what the
    proposal that was taken fills in."""
    made = form_of(verb)
    told = told_in(post)
    opened = made(dossier=dossier, about=about)
    if isinstance(opened, AdvisedForm) and (offer := pressed(post, ref=dossier.case.ref)):
        told = told | opened.filled_by(offer)
    if template := chosen(dossier, verb, opened, post.get("template", "")):
        told = told | {made.begins: begun(_one(told.get(made.begins, "")), template)}
    opened = made(dossier=dossier, about=about, initial=initial_of(made, told))
    if isinstance(opened, AdvisedForm) and "look" in post:
        opened.considered = post.get("item", "")
    draft = draft_of(dossier.actor, page_of(dossier.case.ref, verb, about))
    return Step(verb, opened, told, draft=draft)


def told_in(post: QueryDict) -> Values:
    """What was written, without the buttons that were pressed beside it and what stood there to be pressed."""
    return {name: value for name, value in written(post).items() if name not in _PRESSED}


def form_of(verb: str) -> type[StepForm]:
    """The form of a verb that has one."""
    made = VERBS[verb].form
    assert made is not None
    return made


def chosen(dossier: Dossier, verb: str, form: StepForm, code: str) -> ReplyTemplate | None:
    """The text of the house that was asked for, where it is on offer."""
    return next((one for one in openings(dossier, verb, form) if one.code == code), None) if code else None


def initial_of(made: type[StepForm], told: Values) -> dict[str, Any]:
    """First values from what was written: what is not among it was empty, whatever the form would propose."""
    return {name: _first(field, told.get(name)) for name, field in made.base_fields.items()}


def _first(field: forms.Field, told: str | list[str] | None) -> Any:
    if isinstance(field, forms.MultipleChoiceField):
        return [told] if isinstance(told, str) else told or []
    if isinstance(field, forms.BooleanField):
        return told is not None
    return _one(told or "")


def _one(told: str | list[str]) -> str:
    return told if isinstance(told, str) else told[-1]


def words_in(fields: Iterable[tuple[str, forms.Field]], told: Values) -> list[tuple[str, str]]:
    """What somebody wrote at length, each with the label of its field."""
    return [
        (str(field.label), text)
        for name, field in fields
        if isinstance(field.widget, _LONG) and (text := _one(told.get(name, "")).strip())
    ]
