"""Make a store this installation's own, or refuse it: by its purpose and by its keys."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from onedoor.core.models import Store
from onedoor.core.refusal import Refused


def keys_mark() -> str:
    """What tells this installation's keys from others, without telling the keys."""
    return hashlib.sha256(b"onedoor keys" + settings.KEYS.index).hexdigest()[:32]


def claim(purpose: str) -> Store:
    """Mark a freshly migrated store as made for ``purpose`` with these keys; an old one keeps its mark.

    Raises Refused when the store was encrypted with other keys.
    """
    store, _made = Store.objects.get_or_create(id=1, defaults={"purpose": purpose, "keys_mark": keys_mark()})
    check(store)
    return store


def check(store: Store) -> None:
    """Raises Refused when the store was encrypted with other keys than this installation has."""
    if store.keys_mark != keys_mark():
        raise Refused(
            _("这个库是用另一套钥匙加密的。请把原来的钥匙文件放回%(path)s，再运行一次。") % {"path": settings.KEYS.path}
        )


def opened() -> Store | None:
    """The mark of the store, or None when it has not been prepared."""
    if Store._meta.db_table not in connection.introspection.table_names():
        return None
    return Store.objects.filter(id=1).first()


def required() -> Store:
    """The mark of a store that was prepared with these keys. Raises Refused otherwise, with what to do."""
    store = opened()
    if store is None:
        raise Refused(_("这个库还没有准备好。请先运行./onedoor migrate。"))
    check(store)
    return store
