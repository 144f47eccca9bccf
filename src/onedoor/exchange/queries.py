"""Reads about the systems that have keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.core.models import Happening, Remark
from onedoor.exchange.models import Client, Scope
from onedoor.geography.atlas import atlas
from onedoor.organisation.queries import directory, post_names

_WORDS: dict[str, str | Promise] = {
    "exchange.client_added": gettext_lazy("发了密钥"),
    "exchange.client_changed": gettext_lazy("改了权限"),
    "exchange.client_renewed": gettext_lazy("换了密钥"),
    "exchange.client_revoked": gettext_lazy("停用密钥"),
}


@dataclass(frozen=True)
class Named:
    """A client in words. ``ended`` is why its key opens nothing; empty while it does."""

    client: Client
    scopes: list[str]
    place: str
    ended: str
    old_key: bool


@dataclass(frozen=True)
class Change:
    """One change of a client: what was done, by which post, when, and what held from then on."""

    title: str
    who: str
    at: datetime
    facts: list[tuple[str, str]]
    ends: bool


def clients_of(county: str, *, at: datetime) -> list[Named]:
    """Every client of a county; those whose key opens something first, then by name."""
    found = Client.objects.select_related("unit").filter(county=county).order_by("name", "code")
    return sorted((named(client, at=at) for client in found), key=lambda one: bool(one.ended))


def named(client: Client, *, at: datetime) -> Named:
    """A client in words, as it stands at a moment."""
    ended = ""
    if client.revoked_at:
        ended = _("已停用")
    elif client.expires_on and timezone.localdate(at) > client.expires_on:
        ended = _("已过期")
    old = client.previous_until is not None and at < client.previous_until and not ended
    return Named(client, _labels(client.scopes), atlas(client.county).name(client.area), ended, old)


def changes(client: Client) -> list[Change]:
    """What was ever said about a client, the latest first."""
    lines = Happening.objects.filter(county=client.county, subject=client.subject).order_by("-seq")
    names = dict(
        Remark.objects.filter(county=client.county, subject=client.subject, field="name").values_list("seq", "text")
    )
    return [_change(line, names.get(line.seq, "")) for line in lines]


def _change(line: Happening, name: str) -> Change:
    told = line.payload
    facts: list[tuple[str, str]] = [(_("名称"), name)] if name else []
    if "unit" in told:
        unit = directory(line.county).by_code.get(told["unit"])
        facts += [
            (_("单位"), unit.name if unit else told["unit"]),
            (_("权限"), _("、").join(_labels(told["scopes"]))),
            (_("范围"), atlas(line.county).name(told["area"])),
            (_("每分钟"), str(told["per_minute"])),
            (_("有效期到"), str(date.fromisoformat(told["expires_on"])) if told["expires_on"] else _("一直有效")),
        ]
    if "previous_until" in told:
        until = timezone.localtime(datetime.fromisoformat(told["previous_until"]))
        facts.append((_("旧密钥用到"), f"{until:%Y-%m-%d %H:%M}"))
    who = _("命令行") if line.actor == "operator" else post_names(line.county).get(line.actor, _("已离任岗位"))
    ends = line.name == "exchange.client_revoked"
    return Change(str(_WORDS.get(line.name, line.name)), who, line.at, facts, ends)


def _labels(scopes: list[str]) -> list[str]:
    return [str(Scope(scope).label) if scope in Scope.values else scope for scope in scopes]
