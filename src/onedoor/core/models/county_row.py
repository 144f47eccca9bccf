from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from onedoor.core.ids import new_id

if TYPE_CHECKING:
    TextColumn = models.CharField[str, str]
else:
    TextColumn = models.CharField


class CodeField(TextColumn):
    """A code: compared byte by byte, so that a range of codes is a range of the index whatever the store's locale."""

    def __init__(self, *args: object, **options: object) -> None:
        options.setdefault("max_length", 40)
        super().__init__(*args, **options)  # type: ignore[arg-type]

    def db_type(self, connection: object) -> str | None:
        plain = super().db_type(connection)  # type: ignore[arg-type]
        return f'{plain} COLLATE "C"' if getattr(connection, "vendor", "") == "postgresql" else plain

    def rel_db_type(self, connection: object) -> str | None:
        return self.db_type(connection)


class CountyRow(models.Model):
    """A row of the case family. ``county`` is the six digits of the receiving centre, fixed for life: rows of one
    county lie together when the store is distributed."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    county = CodeField(max_length=6, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[object, object]) -> str:
        """The words of a choice. Django's own translates every label there is to find this one."""
        value = getattr(self, field.attname)
        return str(dict(field.flatchoices).get(value, value))
