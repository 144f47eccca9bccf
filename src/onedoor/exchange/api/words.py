"""Codes with what they are called, in Chinese and in English."""

from __future__ import annotations

from django.db.models import Choices
from django.utils.functional import Promise
from pydantic import Field

from onedoor.exchange.api.fields import Answer
from onedoor.exchange.api.problems import both
from onedoor.organisation.models import Unit


class Named(Answer):
    """一个代码和它的名称。 A code and what it is called."""

    code: str
    name: str
    name_en: str = Field(description="没有英文名称时同中文。 The Chinese name where there is no English one.")


class UnitOut(Answer):
    """一个单位。 A unit."""

    code: str
    name: str


def named(code: str, words: str | Promise) -> Named:
    """A code with its words, which may be lazy."""
    chinese, english = both(words)
    return Named(code=code, name=chinese, name_en=english)


def chosen(choices: type[Choices], code: str) -> Named | None:
    """One of a scale; None where nothing was chosen."""
    return named(code, choices(code).label) if code else None


def unit_of(unit: Unit | None) -> UnitOut | None:
    """A unit; None where there is none."""
    return UnitOut(code=unit.code, name=unit.name) if unit else None
