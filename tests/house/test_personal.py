"""Every field that can hold something of a person is declared; what must never be kept has no field at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
from django.apps import apps
from django.db import models

from onedoor.cases.actions.registering import Incoming
from onedoor.catalogue.defaults import THRESHOLDS
from onedoor.config import documentation
from onedoor.core.personal import Kind, declared, listed

pytestmark = pytest.mark.house

FREE = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FloatField)
COMMON = {"county", "chain_head"}
"""What every row of the case family has: a code and a hash."""

ABSENT = {
    "D-12 and F.1: not needed for the work": [
        "sex", "gender", "birthday", "age", "id_card", "idcard", "id_number", "ethnic", "ethnicity", "religion",
        "faith", "health", "illness", "disability", "political", "party", "marital", "income", "bank",
        "性别", "身份证", "证件号", "民族", "宗教", "信仰", "健康", "病史", "残疾", "政治面貌", "婚姻", "银行卡",
    ],
    "F.6.1: no biometrics": ["face", "voiceprint", "fingerprint", "gait", "iris", "biometric", "人脸", "声纹", "指纹"],
    "F.6.2 and F.6.3: nobody is scored or marked": [
        "score", "credit", "blacklist", "dangerous", "watch", "watchlist", "habitual",
        "评分", "信用分", "黑名单", "重点人", "缠访", "闹访", "危险等级",
    ],
    "F.6.9: no watch-fields": [
        "stability", "beijing", "companions", "origin_place", "维稳", "进京", "同行人", "籍贯", "重点人员",
    ],
    "F.6.10: nobody is tracked": ["track", "trajectory", "position", "轨迹"],
}  # fmt: skip


def ours() -> Iterator[tuple[str, models.Field]]:  # type: ignore[type-arg]
    for model in apps.get_models():
        if model.__module__.startswith("onedoor."):
            for field in model._meta.concrete_fields:
                yield f"{model._meta.label}.{field.name}", field


def free(field: models.Field) -> bool:  # type: ignore[type-arg]
    """Whether it can hold anything at all: text, JSON, bytes, a point; a closed list of choices cannot."""
    return isinstance(field, FREE) and not field.choices and field.name not in COMMON


def test_every_field_is_declared_personal_or_listed_as_impersonal() -> None:
    personal = {told.field for told in declared()}
    there = {name for name, field in ours() if free(field)}
    assert there - personal - listed().keys() == set(), "declare it in the app's personal.py"
    assert personal & listed().keys() == set()


def test_nothing_is_declared_that_is_not_there() -> None:
    there = {name for name, _field in ours()}
    assert ({told.field for told in declared()} | listed().keys()) - there == set()


def test_every_encrypted_field_is_personal() -> None:
    from onedoor.core.crypto import EncryptedField

    kinds = {told.field: told.kind for told in declared()}
    for name, field in ours():
        if isinstance(field, EncryptedField):
            assert kinds[name] in (Kind.PERSONAL, Kind.SENSITIVE), name


def test_every_declaration_says_purpose_basis_end_and_a_known_retention() -> None:
    for told in declared():
        assert str(told.purpose) and str(told.basis) and str(told.erase), told.field
        assert told.keep == "" or told.keep in THRESHOLDS, told.field


@pytest.mark.parametrize("rule", ABSENT)
def test_what_must_not_be_kept_has_no_field(rule: str) -> None:
    english = {name for name in ABSENT[rule] if name.isascii()}
    chinese = set(ABSENT[rule]) - english
    found = []
    for name, field in ours():
        said = f"{field.verbose_name}{field.help_text}" + "".join(str(label) for _code, label in field.flatchoices)
        parts = {field.name, *field.name.split("_"), name.split(".")[1].lower()}
        if parts & english or any(word in said for word in chinese):
            found.append(name)
    found += [f"Incoming.{field.name}" for field in fields(Incoming) if {field.name, *field.name.split("_")} & english]
    assert found == []


def test_the_page_lists_every_declared_field() -> None:
    page = documentation.personal_page()
    assert all(f"`{told.field}`" in page for told in declared())
