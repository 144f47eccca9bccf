from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A list narrowed to one state read every case there ever was."""

    dependencies = [("cases", "0011_find_what_is_there")]

    operations = [
        migrations.AddIndex(
            "case", models.Index(fields=["county", "state", "registered_at", "id"], name="case_by_state")
        )
    ]
