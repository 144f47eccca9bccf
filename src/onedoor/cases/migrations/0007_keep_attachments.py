from django.db import migrations

from onedoor.core.protection import refuse

_SAME = " AND ".join(
    f'NEW."{column}" = OLD."{column}"' for column in ("id", "county", "case_id", "key", "stage", "type", "size", "by", "at")
)  # fmt: skip
_ERASING = f"""NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL AND length(NEW.name) = 0 AND NEW.file = ''
    AND length(NEW.salt) = 0 AND COALESCE(NEW.report_id, 0) = COALESCE(OLD.report_id, 0) AND {_SAME}"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_attachments_and_text_channel")]

    operations = [
        refuse("cases_attachment", "UPDATE", unless=f"OLD.case_id IS NULL OR ({_ERASING})"),
        refuse("cases_attachment", "DELETE", unless="OLD.case_id IS NULL"),
        refuse("cases_contact", "DELETE"),  # SQLite lost it when the table got its columns
    ]
