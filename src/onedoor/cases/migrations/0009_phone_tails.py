from django.db import migrations, models

import onedoor.core.models.county_row
from onedoor.core.protection import refuse


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_visit_by_message")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="tail_index",
            field=onedoor.core.models.county_row.CodeField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["county", "tail_index"], name="contact_by_tail"),
        ),
        refuse("cases_contact", "DELETE"),  # SQLite lost it when the table got its column
    ]
