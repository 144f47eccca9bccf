"""Practice's own folder: its keys, its store, its files, and nothing that could reach anybody outside."""

from __future__ import annotations

import os

from onedoor.config import environment

OF = "ONEDOOR_PRACTICE_OF"
"""Names the store whose set-up is copied; only this command's own process has it."""

_NOT_FOR_PRACTICE = (
    "DATABASE_URL", "ONEDOOR_FILES", "ONEDOOR_BASE_URL", "ONEDOOR_PRACTICE_URL", "ONEDOOR_CLAMAV",
    "ONEDOOR_NOTICE_SMS", "ONEDOOR_NOTICE_EMAIL", "ONEDOOR_NOTICE_STAFF_EMAIL", "ONEDOOR_NOTICE_FOLDER",
    "ONEDOOR_NOTICE_SMS_ADDRESS", "ONEDOOR_SMTP_HOST", "ONEDOOR_SMTP_USER", "ONEDOOR_SMTP_PASSWORD",
    "ONEDOOR_SMTP_SENDER",
)  # fmt: skip


def practice_home() -> None:
    """Turn this process to ``<home>/practice`` before the settings are read, and remember whose practice it is."""
    told = environment.read()
    source = told.store
    if not told.database_url:
        source = f"sqlite:///{told.home.absolute() / 'onedoor.sqlite3'}"
    for variable in _NOT_FOR_PRACTICE:
        os.environ.pop(variable, None)
    os.environ[OF] = source
    os.environ["ONEDOOR_HOME"] = str(told.home.absolute() / "practice")
    os.environ["ONEDOOR_PRACTICE"] = "true"
