"""The npm libraries of the pages, brought by the checkout's own script."""

from __future__ import annotations

import importlib.util

from onedoor.config.environment import CHECKOUT


def bring_libraries(*, tests: bool = False) -> None:
    """Bring the web libraries if they are missing or old; an installed package has them already. With ``tests``, also
    what only tests and pictures need.

    Raises the script's SystemExit with a sentence when they cannot be fetched.
    """
    script = CHECKOUT / "frontend" / "vendor.py"
    spec = importlib.util.spec_from_file_location("onedoor_vendor", script)
    if not script.is_file() or spec is None or spec.loader is None:
        return
    vendor = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(vendor)
    vendor.bring(tests=tests)
