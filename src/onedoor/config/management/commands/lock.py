"""``./onedoor lock``: write requirements/run.txt and test.txt anew from pyproject.toml, with hashes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from onedoor.config.environment import CHECKOUT

_LOCKS: dict[str, list[str]] = {"run": [], "test": ["--extra", "dev"]}
_HOW = [
    "--generate-hashes", "--no-header", "--no-annotate", "--universal", "--python-version", "3.11", "--quiet",
]  # fmt: skip


class Command(BaseCommand):
    help = "Choose the newest fitting versions of what pyproject.toml asks for, and keep them with their hashes."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        uv = Path(sys.executable).with_name("uv")
        for name, extra in _LOCKS.items():
            lock = f"requirements/{name}.txt"
            command = [str(uv), "pip", "compile", "pyproject.toml", *extra, *_HOW, "-o", lock]
            subprocess.run(command, cwd=CHECKOUT, check=True)
            self.stdout.write(lock)
