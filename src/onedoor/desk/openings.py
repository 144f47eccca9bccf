"""Texts of the house to begin with (答复模板), for the field of a step's form that is written at length."""

from __future__ import annotations

from onedoor.catalogue.models import ReplyTemplate
from onedoor.catalogue.queries import catalogue
from onedoor.desk.dossier import Dossier
from onedoor.desk.forms.base import StepForm

MOST = 8


def openings(dossier: Dossier, verb: str, form: StepForm | None) -> list[ReplyTemplate]:
    """The templates for this step of this case, those of its very item first, those for any step last."""
    if form is None or not form.begins:
        return []
    item = dossier.case.item_id
    fits = [
        one
        for one in catalogue(dossier.case.county).templates
        if one.verb in ("", verb) and one.item_id in (None, item)
    ]  # fmt: skip
    return sorted(fits, key=lambda one: (one.item_id is None, one.verb == "", one.code))[:MOST]


def begun(text: str, template: ReplyTemplate) -> str:
    """The text with the template in it: what was written stays, and the template follows it."""
    written = text.rstrip()
    if template.text.strip() in written:
        return text
    return f"{written}\n\n{template.text}" if written else template.text
