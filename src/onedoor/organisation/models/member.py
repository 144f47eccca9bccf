from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow

if TYPE_CHECKING:
    Manager = BaseUserManager["Member"]
else:
    Manager = BaseUserManager


class MemberManager(Manager):
    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(login=username)


class Member(AbstractBaseUser, CountyRow):
    """A person who works here (人员) and signs in. What the record names is ``code``; the name stays in this row."""

    code = CodeField(max_length=40, unique=True)
    login = CodeField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    objects = MemberManager()

    USERNAME_FIELD = "login"

    def __str__(self) -> str:
        return self.name
