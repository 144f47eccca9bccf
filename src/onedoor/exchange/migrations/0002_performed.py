import django.db.models.deletion
import onedoor.core.ids
import onedoor.core.models.county_row
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Performed",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=onedoor.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("county", onedoor.core.models.county_row.CodeField(editable=False, max_length=6)),
                ("key", onedoor.core.models.county_row.CodeField(max_length=32)),
                ("digest", onedoor.core.models.county_row.CodeField(max_length=32)),
                ("answer", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exchange.client"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("client", "key"), name="one_answer_per_key")],
            },
        ),
    ]
