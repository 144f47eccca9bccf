from django.db import migrations

from onedoor.core.protection import refuse, refuse_all

_ERASING = """NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL AND NEW.text = '' AND NEW.title = ''
    AND NEW.place = '' AND NEW.id = OLD.id AND NEW.case_id = OLD.case_id AND NEW.received_at = OLD.received_at
    AND NEW.channel = OLD.channel AND NEW.registered_by = OLD.registered_by"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_full_life"), ("work", "0002_supervision")]

    operations = [
        refuse("cases_report", "UPDATE", unless=_ERASING),
        refuse("cases_report", "DELETE"),
        *refuse_all(
            [
                "cases_case",
                "cases_contact",
                "cases_assignment",
                "cases_visit",
                "cases_request",
                "cases_viewing",
                "work_task",
                "work_supervision",
                "work_order",
            ],
            "DELETE",
        ),
    ]
