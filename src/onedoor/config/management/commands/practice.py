"""``./onedoor practice``: this centre as a place to practise in, with invented cases and a store of its own."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from onedoor.config import practice_store
from onedoor.config.demo_store import only_one
from onedoor.config.libraries import bring_libraries
from onedoor.config.practice_home import OF
from onedoor.config.running import Address, Runner, commands
from onedoor.core.models import Store


class Command(BaseCommand):
    help = "练习：本中心的设置，编出来的事 / Practice: this centre's set-up, invented cases."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", help="监听的地址 / address to listen on")
        parser.add_argument("--port", type=int, default=8001, help="端口 / port")
        parser.add_argument("--fresh", action="store_true", help="清空练习，重新来过 / begin anew")
        parser.add_argument(
            "--cases", type=int, default=practice_store.CASES, metavar="N", help="编多少件 / how many cases to invent"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source = os.environ.pop(OF)
        address = Address(options["bind"], options["port"])
        address.check_free()
        self._say("一扇门·练习 / OneDoor practice")
        bring_libraries()
        with only_one():
            store = self._prepare(source, fresh=options["fresh"], cases=options["cases"])
        code = Runner(address, commands(address)).run(ready=lambda: self._welcome(address, store))
        if code:
            raise SystemExit(code)

    def _prepare(self, source: str, *, fresh: bool, cases: int) -> Store:
        store = practice_store.open_practice(fresh=fresh)
        call_command("migrate", verbosity=0, interactive=False)
        if not store.facts.get("copied"):
            self._say("[1/2] 抄来中心的设置，不碰任何一件事 / copying the set-up, no case is read")
            practice_store.copy(store, source)
        if not store.facts.get("ready"):
            self._fill(store, cases)
        return store

    def _fill(self, store: Store, cases: int) -> None:
        title = f"[2/2] 编{cases}份来件，每一步都照真的走 / {cases} reports, through the real actions"
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=sys.stderr, highlight=False)) as bar:
            task = bar.add_task(title, total=1.0)
            practice_store.fill(
                store, cases=cases, at=timezone.now(), progress=lambda done: bar.update(task, completed=done)
            )

    def _say(self, line: str) -> None:
        self.stderr.write(line)

    def _welcome(self, address: Address, store: Store) -> None:
        for line in (
            "",
            "  练习：这里的人和事都是编的，不算数 / practice: all of this is invented",
            f"  居民 / residents   {address.url}/",
            f"  工作人员 / staff   {address.url}/desk/",
            f"  密码 / password    {store.facts['password']}   （各用自己的登录名 / with everybody's own sign-in）",
            "  Ctrl-C 停止 / stops it",
            "",
        ):
            self.stdout.write(line)
        self.stdout.flush()
