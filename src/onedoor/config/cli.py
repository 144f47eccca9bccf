"""``./onedoor COMMAND``: every command of the product, and nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. A refusal is a sentence on standard error and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
    from onedoor.config.environment import BadEnvironment

    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        from django.core.management import execute_from_command_line

        from onedoor.config.demo_home import home_for
        from onedoor.core.refusal import Refused

        try:
            with home_for(given):
                execute_from_command_line(["onedoor", *(given or ["help"])])
        except Refused as refusal:
            _refuse(refusal)
    except BadEnvironment as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(2) from None


def _refuse(refusal: Exception) -> None:
    print(refusal, file=sys.stderr)
    raise SystemExit(2)
