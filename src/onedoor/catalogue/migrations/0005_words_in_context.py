from django.db import migrations, models

import onedoor.core.models.county_row


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_item_admitted"),
    ]

    operations = [
        migrations.AddField(
            model_name=name, name="unless", field=models.CharField(blank=True, default="", max_length=200)
        )
        for name in ("emergencyword", "safetyword")
    ] + [
        migrations.AddField(model_name=name, name="silent", field=models.BooleanField(default=False))
        for name in ("emergencyword", "safetyword")
    ] + [
        migrations.AlterField(
            model_name="safetyword",
            name="sign",
            field=onedoor.core.models.county_row.CodeField(
                choices=[
                    ("violence", "家庭暴力"),
                    ("crime", "涉嫌犯罪"),
                    ("child", "儿童受侵害"),
                    ("self-harm", "自伤自杀"),
                ],
                max_length=10,
            ),
        ),
    ]  # fmt: skip
