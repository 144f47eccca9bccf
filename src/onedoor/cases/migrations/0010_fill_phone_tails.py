from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from onedoor.cases.models.contact import tail_index
from onedoor.core.crypto import CannotDecrypt

_BATCH = 1000


def fill(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Give every contact that has a phone the hash of its tail; a batch is a statement of its own, and whoever was
    interrupted goes on. A damaged row is left as it is: checking the record tells of it."""
    contacts = apps.get_model("cases", "Contact").objects.using(editor.connection.alias)
    waiting = contacts.exclude(phone_index="").filter(tail_index="").order_by("id").only("id", "phone")
    last = 0
    while ids := list(waiting.filter(id__gt=last).values_list("id", flat=True)[:_BATCH]):
        last = ids[-1]
        batch = list(_readable(contacts, ids))
        for contact in batch:
            contact.tail_index = tail_index(contact.phone)
        contacts.bulk_update(batch, ["tail_index"])


def _readable(contacts: Any, ids: list[int]) -> Any:
    try:
        yield from list(contacts.filter(id__in=ids).only("id", "phone"))
    except CannotDecrypt:
        if len(ids) > 1:
            for one in ids:
                yield from _readable(contacts, [one])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0009_phone_tails")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
