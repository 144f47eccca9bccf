from django.db import migrations

import onedoor.core.models.county_row


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_keep_attachments")]

    operations = [
        migrations.AlterField(
            model_name="visit",
            name="means",
            field=onedoor.core.models.county_row.CodeField(
                choices=[
                    ("phone", "电话"),
                    ("on-site", "上门"),
                    ("window", "窗口"),
                    ("message", "短信"),
                    ("link", "本人网上评价"),
                ],
                default="phone",
                max_length=10,
            ),
        ),
    ]
