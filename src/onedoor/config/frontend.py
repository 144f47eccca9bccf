"""Bring the web libraries into place, where this is a checkout; an installed package carries them."""

from __future__ import annotations

import runpy

from onedoor.config.environment import CHECKOUT


def bring_libraries() -> None:
    """Run ``frontend/vendor.py``, which does nothing when the libraries are there and current."""
    script = CHECKOUT / "frontend" / "vendor.py"
    if script.exists():
        runpy.run_path(str(script))["bring"]()
