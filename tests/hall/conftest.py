from __future__ import annotations

import pytest

from tests.hall.halls import furnish
from tests.small_county import SmallCounty


@pytest.fixture
def hall(county: SmallCounty) -> SmallCounty:
    """The small county with a hall."""
    furnish()
    return county
