"""The demo's own folder: its keys and its store never mix with an installation's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from onedoor.config import environment
from onedoor.config.practice_home import practice_home


@contextmanager
def home_for(arguments: Sequence[str]) -> Iterator[None]:
    """Set the home of one command before the settings are read: ``demo`` lives in ``<home>/demo``.

    ``demo --once`` without DATABASE_URL gets a folder that is gone afterwards, and so do the pictures of ``shots``,
    whatever store is named. Other commands keep theirs.
    """
    command = next(iter(arguments), "")
    if command == "practice":
        practice_home()
        yield
        return
    if command not in ("demo", "shots"):
        yield
        return
    told = environment.read()
    with ExitStack() as stack:
        if command == "shots":
            os.environ["ONEDOOR_HOME"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="onedoor-shots-"))
            os.environ.pop("DATABASE_URL", None)
            yield
            return
        home = told.home.absolute() / "demo"
        if "--once" in arguments and not told.database_url:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="onedoor-once-")))
        os.environ["ONEDOOR_HOME"] = str(home)
        yield
