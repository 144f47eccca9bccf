from django.db import migrations

from onedoor.core.protection import refuse


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [refuse("core_happening", "UPDATE", "DELETE")]
