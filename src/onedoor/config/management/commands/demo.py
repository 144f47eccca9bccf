"""``./onedoor demo``: one command from a fresh checkout to a running county; ``--once`` tells a story instead."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from onedoor.config import demo_store
from onedoor.config.libraries import bring_libraries
from onedoor.config.running import Address, Runner, commands
from onedoor.core.models import Store
from onedoor.simulation import loading, story
from onedoor.simulation.populating import REPORTS
from onedoor.simulation.world.yunzhou import World, yunzhou

SEED = 1

Made = TypeVar("Made")


class Command(BaseCommand):
    help = "演示：一个虚构的县，建好就能用 / Demo: a fictional county, ready to use."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", help="监听的地址 / address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="端口 / port")
        parser.add_argument(
            "--once", action="store_true", help="不开网页，讲一个故事，打印JSON / no browser: tell a story, print JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self._tell()
        else:
            self._serve(Address(options["bind"], options["port"]))

    def _tell(self) -> None:
        telling = story.Telling(say=self._say)
        story.run(telling, prepare=demo_store.open_for_story)
        self.stdout.write(json.dumps(telling.report(_store_name()), ensure_ascii=False, indent=2, default=str))
        if not telling.ok:
            raise SystemExit(1)

    def _serve(self, address: Address) -> None:
        address.check_free()
        self._say("一扇门·演示 / OneDoor demo")
        self._step(1, "网页组件", "web libraries", bring_libraries)
        with demo_store.only_one():
            self._prepare()
        code = Runner(address, commands(address)).run(ready=lambda: self._welcome(address))
        if code:
            raise SystemExit(code)

    def _prepare(self) -> None:
        store = self._step(2, f"数据库（{_store_name()}）", "database", demo_store.open_demo)
        if store.facts.get("ready"):
            self._say("[3–4/4] 虚构县和来件都在 / county and reports are there already")
            return
        world = self._step(3, "虚构的云州县", "a fictional county: 14 towns, 300 villages, 1,500 grids", self._county)
        self._reports(store, world)

    def _county(self) -> World:
        world = yunzhou(SEED)
        if not demo_store.county_ready():
            loading.load(world)
        return world

    def _reports(self, store: Store, world: World) -> None:
        title = f"[4/4] {REPORTS}份来件，每一步都照真的走 / {REPORTS} reports, through the real actions"
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console) as bar:
            task = bar.add_task(title, total=1.0)
            demo_store.fill(
                store, world, seed=SEED, at=timezone.now(), progress=lambda done: bar.update(task, completed=done)
            )

    def _step(self, number: int, chinese: str, english: str, act: Callable[[], Made]) -> Made:
        self._say(f"[{number}/4] {chinese} / {english}")
        return act()

    def _say(self, line: str) -> None:
        self._console.print(line, markup=False, soft_wrap=True)

    def _welcome(self, address: Address) -> None:
        for line in (
            "",
            f"  居民 / residents   {address.url}/",
            f"  工作人员 / staff   {address.url}/desk/demo   （列出各岗位的登录名 / lists the sign-ins）",
            f"  密码 / password    {loading.PASSWORD}",
            "  Ctrl-C 停止 / stops it",
            "",
        ):
            self.stdout.write(line)
        self.stdout.flush()

    @cached_property
    def _console(self) -> Console:
        return Console(file=sys.stderr, highlight=False)


def _store_name() -> str:
    """The store without user and password, and inside the home without the way to it."""
    name = str(connection.settings_dict["NAME"])
    home = f"{settings.HOME}/"
    return f"{connection.vendor} {name.removeprefix(home)}"
