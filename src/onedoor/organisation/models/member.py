from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from onedoor.core.crypto import EncryptedField
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models.unit import Unit

if TYPE_CHECKING:
    Manager = BaseUserManager["Member"]
else:
    Manager = BaseUserManager


class MemberManager(Manager):
    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(login=username)


class Member(AbstractBaseUser, CountyRow):
    """A person who works here (人员) and signs in. What the record names is ``code``; the name stays in this row.

    ``home_unit`` is the unit that sent somebody who works at the centre (派驻单位, A-035); none for the centre's own.
    """

    code = CodeField(max_length=40, unique=True)
    login = CodeField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    email = EncryptedField(default="")
    home_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="people")

    objects = MemberManager()

    USERNAME_FIELD = "login"

    def __str__(self) -> str:
        return self.name
