"""Work keeps duties, limits and levels; the words of an order stand beside the record."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import Kind, Traces, impersonal, kept_in_files, personal
from onedoor.work.models import Draft

impersonal(
    "work.Task", "subject", "verb", "about", "duty", "area", "limit", "level", "outcome", why=_("代码和期限")
)  # fmt: skip
impersonal("work.Supervision", "level", "rule", why=_("代码"))
impersonal(
    "work.Order", "number", "subject", "area", "reason", "level", "state", "limit", "issued_by", "discharged_by",
    why=_("代码和期限；要求和反馈的文字在经过旁边"),
)  # fmt: skip
impersonal(
    "work.SupervisionRule", "rule", "level", "basis", "unit", "verb", "tells", "citation", why=_("督办规则")
)  # fmt: skip

_WORKING = _("依法履行法定职责所必需（个人信息保护法第13条第3项、第34条）")
for field in ("title", "values"):
    personal(
        f"work.Draft.{field}",
        kind=Kind.SENSITIVE, purpose=_("没写完的登记和答复不丢，换个席位也能接着写"), basis=_WORKING,
        erase=_("提交后整行删除；没有提交的，14天后每夜清理"),
    )  # fmt: skip
personal(
    "work.Batch.values",
    kind=Kind.PERSONAL, purpose=_("批量办理时每一件用同一份意见"), basis=_WORKING,
    erase=_("办完或停下30天后清空"),
)  # fmt: skip
impersonal("work.Draft", "member", "page", "to_post", why=_("代码"))
impersonal("work.SavedView", "member", "shelf", "name", "query", why=_("工作人员自己取的名字和筛选条件"))
impersonal("work.Follow", "member", "subject", why=_("代码"))
impersonal("work.Batch", "member", "verb", why=_("代码"))
impersonal("work.BatchLine", "subject", "state", "sentence", why=_("代码和没有办的理由"))

_SURE = 5
"""Characters from which on a value is one person's: half the county shares a short name, and a draft is work not yet
sent."""


@kept_in_files
def drafts(traces: Traces) -> int:
    """Throw away the drafts that quote a person who is erased: their phone, address or words."""
    sure = [value for value in traces.values if len(value) >= _SURE]
    kept = Draft.objects.filter(county=traces.county)
    quoting = [draft.pk for draft in kept if any(value in draft.title + _plain(draft.values) for value in sure)]
    return Draft.objects.filter(county=traces.county, pk__in=quoting).delete()[0]


def _plain(values: str) -> str:
    """What a draft holds, without the signs that JSON puts before line breaks and quotation marks."""
    return "\n".join(str(value) for value in json.loads(values or "{}").values())
