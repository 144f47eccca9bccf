"""Give other systems keys to the API, change what they may do, and take the keys back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.exchange import keys
from onedoor.exchange.events import ClientAdded, ClientChanged, ClientRenewed, ClientRevoked
from onedoor.exchange.models import Client, Scope
from onedoor.geography.atlas import atlas
from onedoor.geography.codes import within
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Unit
from onedoor.organisation.rules import must_administer, unit_called

LONGEST_OVERLAP = 30
"""For how many days the key before may go on opening after a renewal."""

MOST_PER_MINUTE = 10_000


@dataclass(frozen=True)
class Terms:
    """What a client may do: for which ``unit``, with which ``scopes``, in which ``area`` (empty: the unit's), how many
    requests a minute, until which day."""

    name: str
    unit: str
    scopes: Collection[str]
    area: str = ""
    per_minute: int = 120
    expires_on: date | None = None


@transaction.atomic
def add_client(code: str, *, terms: Terms, by: Actor, at: datetime) -> tuple[Client, str]:
    """Give another system a key. Returns the client and the key, which nobody can show again.

    Raises Refused for terms that cannot be, for a code that is taken, and without the right to administer the area.
    """
    if not keys.CODE.fullmatch(code):
        raise Refused(_("代码由2到20个小写字母、数字和连字符组成，首尾不用连字符。请改正。"), field="code")
    if Client.objects.filter(county=by.county, code=code).exists():
        raise Refused(_("代码“%(code)s”已经用过。请换一个。") % {"code": code}, field="code")
    client = Client(county=by.county, code=code, created_by=by.code, created_at=at)
    told = _agree(client, terms, by=by, at=at)
    key = keys.made(client)
    try:
        with transaction.atomic():
            client.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("代码“%(code)s”已经用过。请换一个。") % {"code": code}, field="code") from error
    _tell(client, ClientAdded(**told), by=by, at=at, name=client.name)
    return client, key


@transaction.atomic
def change_client(code: str, *, terms: Terms, by: Actor, at: datetime) -> Client:
    """Change what another system may do; its key stays. Raises Refused as ``add_client`` does."""
    client = _called(code, by)
    before = (client.name, *_terms(client).items())
    told = _agree(client, terms, by=by, at=at)
    if before != (client.name, *told.items()):
        client.save()
        _tell(client, ClientChanged(**told), by=by, at=at, name=client.name)
    return client


@transaction.atomic
def renew_client(code: str, *, overlap: int = 7, by: Actor, at: datetime) -> tuple[Client, str]:
    """Give another system a new key; the one before still opens for ``overlap`` days. Returns both, as ``add_client``.

    Raises Refused for a client whose keys were taken back.
    """
    client = _called(code, by)
    if not 0 <= overlap <= LONGEST_OVERLAP:
        said = _("旧密钥最多再用%(most)s天。请改正天数。") % {"most": LONGEST_OVERLAP}
        raise Refused(said, field="overlap")
    client.previous_hash, client.previous_until = client.key_hash, at + timedelta(days=overlap)
    key = keys.made(client)
    client.save()
    _tell(client, ClientRenewed(previous_until=client.previous_until), by=by, at=at)
    return client, key


@transaction.atomic
def revoke_client(code: str, *, by: Actor, at: datetime) -> Client:
    """Take another system's keys back, at once and for good."""
    client = _called(code, by)
    client.revoked_at = at
    client.save(update_fields=["revoked_at"])
    _tell(client, ClientRevoked(), by=by, at=at)
    return client


def _called(code: str, by: Actor) -> Client:
    """The client, locked. Raises Refused for one that is not there, not theirs, or revoked."""
    found = Client.objects.select_for_update(of=("self",)).select_related("unit")
    client = found.filter(county=by.county, code=code).first()
    if client is None:
        raise Refused(_("没有代码为“%(code)s”的接口用户。请核对代码。") % {"code": code}, field="code")
    must_administer(by, client.area)
    if client.revoked_at:
        raise Refused(_("这个接口用户的密钥已经停用，不能再改。请另加一个。"))
    return client


def _agree(client: Client, terms: Terms, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Write the terms into the client. Returns them as the record has them. Raises Refused for what cannot be."""
    unit = unit_called(by, terms.unit)
    client.name, client.unit = terms.name.strip(), unit
    client.scopes = [scope for scope in Scope.values if scope in terms.scopes]
    client.area = terms.area.strip() or unit.area
    client.per_minute, client.expires_on = terms.per_minute, terms.expires_on
    _check(client, terms, unit, at)
    must_administer(by, client.area)
    return _terms(client)


def _check(client: Client, terms: Terms, unit: Unit, at: datetime) -> None:
    if not client.name or len(client.name) > 80:
        raise Refused(_("请写清楚是哪个系统，最多80字。"), field="name")
    if not client.scopes or set(terms.scopes) - set(Scope.values):
        raise Refused(_("请至少选一项权限，而且只能从名单里选。"), field="scopes")
    if not atlas(client.county).known(client.area):
        raise Refused(_("没有代码为%(code)s的地方。请从本县的区划里选。") % {"code": client.area}, field="area")
    if unit.kind != Unit.Kind.CENTRE and not within(unit.area).covers(client.area):
        raise Refused(_("范围要在%(unit)s管的地方以内。请改正区划代码，或者留空。") % {"unit": unit}, field="area")
    if not 1 <= client.per_minute <= MOST_PER_MINUTE:
        said = _("每分钟的次数应在1到%(most)s之间。请改正。") % {"most": MOST_PER_MINUTE}
        raise Refused(said, field="per_minute")
    if client.expires_on and client.expires_on < timezone.localdate(at):
        raise Refused(_("有效期已经过去了。请改正日期，或者留空。"), field="expires_on")


def _terms(client: Client) -> dict[str, Any]:
    return {
        "unit": client.unit.code, "scopes": tuple(client.scopes), "area": client.area,
        "per_minute": client.per_minute, "expires_on": client.expires_on,
    }  # fmt: skip


def _tell(
    client: Client, event: ClientAdded | ClientChanged | ClientRenewed | ClientRevoked, *, by: Actor, at: datetime,
    name: str = "",
) -> None:  # fmt: skip
    head = chain.locked(client.county, client.subject)
    emit(event, on=head, by=by, at=at, words={"name": name} if name else None)
