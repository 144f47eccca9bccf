"""Web and worker live and die together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import pytest

from onedoor.config.running import Address, Runner, check_prepared, commands
from onedoor.core.models import Store
from onedoor.core.refusal import Refused

SERVE = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1"]
IDLE = [sys.executable, "-c", "import time; time.sleep(60)"]
DIE = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture
def address() -> Address:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return Address("127.0.0.1", trial.getsockname()[1])


def test_a_port_that_is_taken_is_said_before_anything_starts() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(Refused, match="--port"):
            Address("127.0.0.1", holder.getsockname()[1]).check_free()


@pytest.mark.parametrize("bad", [Address("127.0.0.1", 70_000), Address("no such host", 8000)])
def test_an_address_nobody_can_listen_on_is_refused(bad: Address) -> None:
    with pytest.raises(Refused, match="端口"):
        bad.check_free()


def test_a_wildcard_address_is_shown_as_one_a_browser_can_open() -> None:
    assert Address("0.0.0.0", 80).url == "http://127.0.0.1:80"
    assert Address("::", 80).url == "http://[::1]:80"


def test_a_signal_stops_both_and_is_no_error(address: Address) -> None:
    runner = Runner(address, {"web": [*SERVE, str(address.port)], "worker": IDLE})
    assert runner.run(ready=lambda: os.kill(os.getpid(), signal.SIGTERM)) == 0
    address.check_free()


def test_when_one_dies_the_other_is_stopped_and_it_is_an_error(
    address: Address, capfd: pytest.CaptureFixture[str]
) -> None:
    assert Runner(address, {"web": [*SERVE, str(address.port)], "worker": DIE}).run(ready=lambda: None) == 1
    assert "worker进程自己停了（退出码3）" in capfd.readouterr().err
    address.check_free()


RUN = """
import sys, django
django.setup()
from onedoor.config.running import Address, Runner
port = int(sys.argv[1])
web = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
idle = [sys.executable, "-c", "import time; time.sleep(60)"]
Runner(Address("127.0.0.1", port), {"web": web, "worker": idle}).run(ready=lambda: print("ready", flush=True))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent is gone")
def test_killing_it_without_a_word_leaves_nobody_behind(address: Address) -> None:
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "DJANGO_SETTINGS_MODULE": "onedoor.config.settings"}
    runner = subprocess.Popen(
        [sys.executable, "-c", RUN, str(address.port)], env=known, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert runner.stdout is not None and "ready\n" in iter(runner.stdout.readline, "")
    runner.kill()
    runner.communicate(timeout=20)  # ends when the last of the children has let go of the line
    address.check_free()


def test_sqlite_gets_one_web_worker_unless_more_are_asked_for(address: Address) -> None:
    web = commands(address, workers=3)["web"]
    assert web[web.index("--workers") + 1] == "3"
    assert commands(address)["worker"][-1] == "worker"


def test_a_store_is_served_only_when_it_is_prepared(db: None) -> None:
    check_prepared()
    Store.objects.all().delete()
    with pytest.raises(Refused, match="onedoor migrate"):
        check_prepared()
