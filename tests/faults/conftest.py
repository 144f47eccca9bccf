from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def _kept(django_db_setup: None) -> None:
    """Stores of a test's own are copies of what is kept when the suite's store is set up."""
