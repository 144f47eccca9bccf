"""Commands that read the store refuse one that is not theirs, before they say anything about it."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from onedoor.core.actions import opening_store
from onedoor.core.models import Store
from onedoor.core.refusal import Refused
from tests.small_county import SmallCounty

COMMANDS = [("audit", "verify"), ("outbox", "list"), ("calendar", "show", "2026")]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_store_of_other_keys_is_refused_not_called_altered(county: SmallCounty, command: tuple[str, ...]) -> None:
    Store.objects.update_or_create(id=1, defaults={"keys_mark": "another"})
    with pytest.raises(Refused, match="另一套钥匙"):
        call_command(*command)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_store_of_these_keys_is_read(county: SmallCounty, command: tuple[str, ...]) -> None:
    Store.objects.update_or_create(id=1, defaults={"keys_mark": opening_store.keys_mark()})
    call_command(*command)
