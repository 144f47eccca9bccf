"""Take a picture of every page, and write the page of the documentation that shows them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from onedoor.config.screens.page import Page
from onedoor.config.screens.staging import Shown, stage
from onedoor.config.screens.window import Window

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
TALLEST = {"desk": 1300, "phone": 1700}
"""Pixels of a long page that a picture shows."""

KEPT_WIDE = {"desk": 1080, "phone": 390}
"""Pixels across of the file."""

TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)
_QUALITY = 60
_MADE = "<!-- Made by ./onedoor shots. Do not edit. -->\n"
_SURFACES = {"citizen": "The residents' pages", "desk": "The desk"}


@dataclass(frozen=True)
class Picture:
    """A page and its files: by size, and the same in dark (``dark``) or in large type (``elder``)."""

    page: Page
    title: str
    files: dict[str, str]


def take(browser: Browser, pages: Iterable[Page], folder: Path, *, language: str = "zh-hans") -> Iterator[Picture]:
    """Take the pictures of these pages into the folder, one page after another; those that nothing in the store shows
    are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    window = Window(browser)
    for page in pages:
        scene = page.scene()
        if scene is not None:
            shown = stage(scene, language=language)
            yield Picture(page, _title(shown), dict(_taken(window, page, shown, folder)))
    window.close()


def _taken(window: Window, page: Page, shown: Shown, folder: Path) -> Iterator[tuple[str, str]]:
    for size, viewport in SIZES.items():
        window.show(shown, size=viewport)
        dresses = {size: "light", **({f"{size}-dark": "dark"} if page.dark else {})}
        for name, theme in dresses.items():
            window.page.locator("html").evaluate("(root, theme) => { root.dataset.bsTheme = theme }", theme)
            yield name, _keep(window, folder / f"{page.name}-{name}.webp", size=size)
        if page.elder and size == "phone":
            window.page.locator("html").evaluate(
                "(root) => { root.dataset.bsTheme = 'light'; root.dataset.elder = '' }"
            )
            yield "phone-elder", _keep(window, folder / f"{page.name}-phone-elder.webp", size=size)


def _keep(window: Window, path: Path, *, size: str) -> str:
    # The window is made as tall as the page, so that what keeps to its lower edge is where it ends.
    width, height = SIZES[size]
    tall = int(window.page.evaluate("document.documentElement.scrollHeight"))
    window.page.set_viewport_size({"width": width, "height": max(height, min(tall, TALLEST[size]))})
    drawn = Image.open(io.BytesIO(window.page.screenshot(animations="disabled"))).convert("RGB")
    kept = KEPT_WIDE[size]
    drawn = drawn.resize((kept, drawn.height * kept // drawn.width), Image.Resampling.LANCZOS)
    drawn.save(path, "WEBP", quality=_QUALITY, method=6)
    return path.name


def _title(shown: Shown) -> str:
    found = TITLE.search(shown.html)
    return unescape(found[1]).partition(" · ")[0] if found else ""


def described(pictures: Iterable[Picture], *, folder: str) -> str:
    """The page of the documentation: every picture, grouped by surface; ``folder`` is where they are, seen from it."""
    parts = [
        _MADE,
        "# Screens\n",
        "Every page of the demo's county, as `./onedoor shots` takes them: wide and on a phone, some in dark and in"
        " large type. All names and reports are invented.\n",
    ]
    known = list(pictures)
    for surface, heading in _SURFACES.items():
        parts.append(f"## {heading}\n")
        parts += [_shown(one, folder) for one in known if one.page.surface == surface]
    return "\n".join(parts)


def _shown(picture: Picture, folder: str) -> str:
    cells = [f"![{picture.title}, {name}]({folder}/{file})" for name, file in picture.files.items()]
    head = f"### {picture.title} (`{picture.page.name}`)\n"
    names = f"| {' | '.join(picture.files)} |"
    rule = f"|{' --- |' * len(cells)}"
    return "\n".join([head, names, rule, f"| {' | '.join(cells)} |\n"])
