"""``./onedoor serve``: web and worker for a prepared store."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from onedoor.config.libraries import bring_libraries
from onedoor.config.running import Address, Runner, check_prepared, commands


class Command(BaseCommand):
    help = "启动网页和后台（库要先用migrate准备好） / Run web and worker for a prepared store."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", help="监听的地址 / address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="端口 / port")
        parser.add_argument(
            "--workers", type=int, default=None, choices=range(1, 65), metavar="N", help="网页进程数 / web workers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        address = Address(options["bind"], options["port"])
        check_prepared()
        address.check_free()
        bring_libraries()
        code = Runner(address, commands(address, workers=options["workers"])).run(
            ready=lambda: self.stdout.write(f"{address.url}  （Ctrl-C 停止 / stops it）")
        )
        if code:
            raise SystemExit(code)
