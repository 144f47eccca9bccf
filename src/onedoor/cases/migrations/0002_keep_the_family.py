from django.db import migrations

from onedoor.core.protection import refuse, refuse_all


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("work", "0001_initial")]

    operations = [
        refuse("cases_report", "UPDATE", "DELETE"),
        *refuse_all(
            ["cases_case", "cases_contact", "cases_assignment", "cases_visit", "work_task", "work_supervision"],
            "DELETE",
        ),
    ]
