from __future__ import annotations

from datetime import date

import pytest

from onedoor.catalogue import queries
from onedoor.catalogue.models import Item, Knowledge
from tests.small_county import COUNTY, SmallCounty


@pytest.fixture
def base(county: SmallCounty) -> None:
    """Three entries: two about lifts, one of them for staff only and one overdue, and one about fumes."""
    lift, fumes = Item.objects.get(code="15-03"), Item.objects.get(code="10-01")
    for code, title, words, item, public, review_by in (
        ("K1", "电梯困人：告诉来电人什么", ["困在电梯", "困人"], lift, False, date(2026, 9, 13)),
        ("K2", "电梯维修能不能动用维修资金", ["维修基金", "维修资金"], lift, True, date(2026, 9, 14)),
        ("K3", "楼下饭店油烟直排怎么办", ["油烟", "烧烤"], fumes, True, None),
    ):
        Knowledge.objects.create(
            county=COUNTY, code=code, title=title, text=f"{title}的答复。", words=words, item=item, public=public,
            reviewed_on=date(2026, 1, 1), review_by=review_by,
        )  # fmt: skip
    queries.changed()
