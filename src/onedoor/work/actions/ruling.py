"""Give a county a ladder of its own: a whole set of rules from a day on, in place of the set before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.clock import ZONE
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.work import ladder
from onedoor.work.events import RulesAdopted
from onedoor.work.models import SupervisionRule
from onedoor.work.models.supervision import Level
from onedoor.work.models.supervision_rule import UNITS, Basis, Tell

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RuleText:
    """A rule as somebody wrote it, in the columns of ``SupervisionRule``."""

    rule: str
    basis: str
    n: int
    citation: str
    level: str = ""
    unit: str = ""
    verb: str = ""
    urgent_only: bool = False
    tells: list[str] = field(default_factory=list)


_KNOWN = {column.name for column in fields(RuleText)}


@transaction.atomic
def adopt(rules: Sequence[Mapping[str, Any]], *, valid_from: date, by: Actor, at: datetime) -> list[SupervisionRule]:
    """Put these rules in force from a day on; the rules before end the day before. Tasks opened earlier keep theirs.

    The day must lie ahead, and after the beginning of every set adopted before. Raises Refused, naming the rule.
    """
    head = chain.locked(by.county, f"supervision:{by.county}")
    if not by.may("administer", area=f"{by.county}000000"):
        raise Refused(_("改督办规则要由系统管理岗来做。"))
    if valid_from <= at.astimezone(ZONE).date():
        raise Refused(_("新规则最早从明天起用，今天已经开始的不变。请改日期。"), field="valid_from")
    known = SupervisionRule.objects.filter(county=by.county)
    if known.filter(valid_from__gte=valid_from).exists():
        raise Refused(_("这一天或以后已经定了一套规则。请选更晚的日期。"), field="valid_from")
    read = [_read(rule) for rule in rules]
    if not any(rule.basis != Basis.WITHIN for rule in read):
        raise Refused(_("至少要有一条督办规则，否则没有人会被催。"), field="rules")
    if len({rule.rule for rule in read}) < len(read):
        raise Refused(_("有两条规则用了同一个编号。请改成不同的编号。"), field="rules")
    known.exclude(valid_to__lt=valid_from).update(valid_to=valid_from - _ONE_DAY)
    made = SupervisionRule.objects.bulk_create(
        SupervisionRule(county=by.county, valid_from=valid_from, **vars(rule)) for rule in read
    )
    ladder.changed()
    emit(RulesAdopted(rules=tuple(rule.rule for rule in read), since=valid_from), on=head, by=by, at=at)
    return made


def _read(given: Mapping[str, Any]) -> RuleText:
    """One rule as somebody wrote it. Raises Refused."""
    name = str(given.get("rule", ""))
    if not name or not name.isascii() or len(name) > 20:
        raise Refused(_("每条规则都要有编号，20个字母、数字或横线以内，例如SV-01。"), field="rule")
    if unknown := given.keys() - _KNOWN:
        raise Refused(_("%(rule)s：不认识“%(name)s”。请删去，或者改正。") % {"rule": name, "name": min(unknown)})
    try:
        rule = RuleText(**given)
    except TypeError as error:
        raise Refused(_("%(rule)s：少了basis、n或citation。请补上。") % {"rule": name}) from error
    share = rule.basis == Basis.SHARE
    fits = {
        "basis": rule.basis in Basis.values,
        "level": (rule.level == "") if rule.basis == Basis.WITHIN else rule.level in Level.values,
        "n": type(rule.n) is int and 1 <= rule.n <= (100 if share else 36_500),
        "unit": rule.unit == "" if share else rule.unit in UNITS,
        "tells": isinstance(rule.tells, list) and all(tell in Tell.values for tell in rule.tells),
        "verb": isinstance(rule.verb, str) and rule.verb.isascii() and len(rule.verb) <= 20,
        "urgent_only": isinstance(rule.urgent_only, bool),
        "citation": isinstance(rule.citation, str) and 1 <= len(rule.citation) <= 120,
    }
    for column, fit in fits.items():
        if not fit:
            raise Refused(
                _("%(rule)s：%(field)s的值“%(value)s”不能用。请对照说明改正。")
                % {"rule": name, "field": column, "value": getattr(rule, column)},
                field=column,
            )
    return rule
