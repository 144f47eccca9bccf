from typing import Any

from django.db import migrations, models

from onedoor.core.places import functions
from onedoor.core.protection import refuse


def give_places(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        for statement in functions():
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0003_outside_deliveries")]

    operations = [
        migrations.RunPython(give_places, migrations.RunPython.noop),
        migrations.AddField(
            model_name="happening",
            name="place",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="happening",
            index=models.Index(fields=["place", "id"], name="happening_in_order"),
        ),
        refuse("core_happening", "UPDATE", "DELETE"),
    ]
