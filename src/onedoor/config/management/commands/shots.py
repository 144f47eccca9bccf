"""``./onedoor shots``: a picture of every page, from a demo county made for it, and the page that shows them."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from onedoor.config import demo_store
from onedoor.config.environment import CHECKOUT
from onedoor.config.libraries import bring_libraries
from onedoor.config.screens import PAGES
from onedoor.config.screens.page import Page
from onedoor.config.screens.pictures import described, take
from onedoor.config.screens.staging import held_at
from onedoor.core.clock import ZONE
from onedoor.core.refusal import Refused
from onedoor.simulation import loading
from onedoor.simulation.world.yunzhou import yunzhou

SEED = 1
NOW = datetime(2026, 9, 29, 10, 41, tzinfo=ZONE)
"""The moment in every picture."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Command(BaseCommand):
    help = "给每一页拍照，写出docs/screens.md / A picture of every page, and docs/screens.md."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=CHECKOUT / "docs" / "shots", help="放图片的文件夹 / folder")
        parser.add_argument("--only", default="", help="只拍名字里有这几个字的页 / pages whose name holds this")
        parser.add_argument("--language", default="zh-hans", help="zh-hans / en")

    def handle(self, *args: Any, **options: Any) -> None:
        browser = _browser()
        pages = [page for page in PAGES if options["only"] in page.name]
        if not pages:
            raise Refused(_("没有名字里带“%(only)s”的页面。") % {"only": options["only"]})
        bring_libraries()
        with demo_store.only_one():
            self._prepare()
        with held_at(NOW):
            self._take(browser, pages, options)

    def _prepare(self) -> None:
        self.stdout.write("虚构的云州县… / A fictional county…")
        store = demo_store.open_demo()
        if not store.facts.get("ready"):
            world = yunzhou(SEED)
            if not demo_store.county_ready():
                loading.load(world)
            demo_store.fill(store, world, seed=SEED, at=NOW, progress=lambda done: None)

    def _take(self, program: str, pages: list[Page], options: dict[str, Any]) -> None:
        from playwright.sync_api import sync_playwright

        # Playwright's loop runs in the thread that asks the store; there is no other.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        folder: Path = options["out"]
        pictures = []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--lang=zh-CN"])
            for picture in take(browser, pages, folder, language=options["language"]):
                pictures.append(picture)
                self.stdout.write(f"{picture.page.name}  {picture.title}")
            browser.close()
        missing = sorted({page.name for page in pages} - {picture.page.name for picture in pictures})
        if missing:
            self.stdout.write(f"库里没有能拍的 / nothing to show: {', '.join(missing)}")
        if not options["only"] and options["language"] == "zh-hans":
            (folder.parent / "screens.md").write_text(described(pictures, folder=folder.name), encoding="utf-8")


def _browser() -> str:
    """Chromium's program. Raises Refused with what to install."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError as missing:
        raise Refused(_("拍照要用Playwright：先运行一次./onedoor test，它会把开发用的组件装好。")) from missing
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise Refused(_("拍照要用Chromium，这台机器上没有。Debian：apt install chromium。"))
