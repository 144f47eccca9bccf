from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import kept_stores
from tests.journeys.surfer import Surfer

CHECKOUT = Path(__file__).resolve().parents[2]
PREPARE = """
import django; django.setup()
from tests.hall import halls
from django.contrib.auth.hashers import make_password
from onedoor.organisation.models import Member
halls.furnish()
Member.objects.update(password=make_password("一扇门"))
"""


@pytest.fixture(scope="package")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """The machine's own Chromium, without a window. Its event loop runs in this thread: the store is made before it
    begins, may be asked beside it, and no test of another folder meets it."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    if not found:
        pytest.skip("there is no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[str]:
    """The product as an operator starts it: web and worker on a store of their own."""
    home = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ, "ONEDOOR_HOME": str(home), "DATABASE_URL": f"sqlite:///{home}/site.sqlite3",
        "DJANGO_SETTINGS_MODULE": "onedoor.config.settings", "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}",
    }  # fmt: skip
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # it is for this process alone
    kept_stores.copy("county", home / "site.sqlite3")
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    command = [sys.executable, "-m", "onedoor", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://127.0.0.1:{port}/live", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 40
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    server.kill()
    raise AssertionError(f"the site did not start: {server.communicate()[0].decode()[-2000:]}")


@pytest.fixture
def person(browser: Browser, site: str):  # type: ignore[no-untyped-def]
    """Opens a fresh browser for one person."""

    @contextmanager
    def come(viewport: dict[str, int], scripts: bool = True) -> Iterator[Surfer]:
        context = browser.new_context(viewport=viewport, locale="zh-CN", java_script_enabled=scripts)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        try:
            surfer = Surfer(context.new_page(), site)
            yield surfer
            if scripts:
                surfer.no_trouble()
        finally:
            context.close()

    return come
