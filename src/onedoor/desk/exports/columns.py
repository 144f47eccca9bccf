"""The columns of an exported list. None holds a name, a phone or an address; numbers inside words are masked; of what
is secret nobody exports more than that it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.models import Case
from onedoor.cases.models.report import Channel
from onedoor.core.clock import ZONE
from onedoor.core.privacy import masked_numbers
from onedoor.geography.atlas import Atlas

Value = str | int | datetime | None


@dataclass(frozen=True)
class Around:
    """What a row needs besides its case: the names of places, and the first report's words where they were asked for
    and may be read."""

    places: Atlas
    texts: dict[int, str]


@dataclass(frozen=True)
class Column:
    """One column: its heading, what stands in it, how wide it is (characters), and whether it is chosen at first."""

    label: Any
    value: Callable[[Case, Around], Value]
    width: int = 12
    usual: bool = True


def _title(case: Case, around: Around) -> str:
    return _("保密事项") if case.secret else masked_numbers(case.title)


def _text(case: Case, around: Around) -> str:
    return _("保密，不导出") if case.secret else masked_numbers(around.texts.get(case.pk, ""))


def _moment(at: datetime | None) -> datetime | None:
    """Wall-clock time of the county, as a sheet knows it."""
    return at.astimezone(ZONE).replace(tzinfo=None, microsecond=0) if at else None


def _marks(case: Case, around: Around) -> str:
    marks = [
        (_("举报"), case.restricted), (_("保密"), case.confidential and not case.restricted),
        (_("重大"), case.major), (_("积案"), case.long_standing),
    ]  # fmt: skip
    return _("、").join(words for words, there in marks if there)


def _amount(case: Case, around: Around) -> str:
    amount: Decimal | None = case.amount
    return "" if amount is None or case.secret else f"{amount:f}"


COLUMNS: dict[str, Column] = {
    "ref": Column(gettext_lazy("编号"), lambda case, around: case.ref, 24),
    "state": Column(gettext_lazy("状态"), lambda case, around: case.get_state_display()),
    "colour": Column(gettext_lazy("难度"), lambda case, around: case.get_colour_display()),
    "title": Column(gettext_lazy("事由"), _title, 40),
    "item": Column(gettext_lazy("事项"), lambda case, around: str(case.item or ""), 16),
    "place": Column(gettext_lazy("地点"), lambda case, around: around.places.path(case.area), 24),
    "unit": Column(gettext_lazy("承办单位"), lambda case, around: case.lead.name if case.lead else "", 22),
    "holder": Column(gettext_lazy("当前持有"), lambda case, around: case.holder.name if case.holder else "", 22),
    "registered": Column(gettext_lazy("登记时间"), lambda case, around: _moment(case.registered_at), 17),
    "due": Column(gettext_lazy("本步时限"), lambda case, around: _moment(case.due_at), 17),
    "solve": Column(gettext_lazy("办结时限"), lambda case, around: _moment(case.solve_by), 17),
    "closed": Column(gettext_lazy("结束时间"), lambda case, around: _moment(case.closed_at), 17),
    "channel": Column(gettext_lazy("渠道"), lambda case, around: str(Channel(case.channel).label)),
    "nature": Column(gettext_lazy("性质"), lambda case, around: case.get_nature_display(), usual=False),
    "kind": Column(gettext_lazy("来电类型"), lambda case, around: case.get_kind_display(), usual=False),
    "urgency": Column(gettext_lazy("紧急程度"), lambda case, around: case.get_urgency_display(), usual=False),
    "marks": Column(gettext_lazy("标记"), _marks, usual=False),
    "people": Column(gettext_lazy("涉及人数"), lambda case, around: case.get_people_display(), usual=False),
    "amount": Column(gettext_lazy("金额（元）"), _amount, usual=False),
    "extensions": Column(gettext_lazy("延期次数"), lambda case, around: case.extensions, usual=False),
    "returns": Column(gettext_lazy("退单次数"), lambda case, around: case.send_backs, usual=False),
    "text": Column(gettext_lazy("反映内容"), _text, 60, usual=False),
}
