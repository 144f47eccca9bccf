"""How attachments read."""

from __future__ import annotations

from django.utils.translation import pgettext

from onedoor.cases.models.attachment import Stage
from onedoor.desk.timeline.wording import Payload, Said, Wording, says


@says("cases.attached")
def attached(say: Wording, told: Payload) -> Said:
    return pgettext("record", "添加附件"), str(Stage(told["stage"]).label)
