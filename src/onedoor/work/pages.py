"""What the pages are called that keep a draft."""

from __future__ import annotations

REGISTER = "register:"
"""A registration; behind it stands the form's own token, so that a draft in two hands still makes one report."""
