"""Run web and worker beside each other as child processes, until somebody stops them or one of them dies."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from onedoor.core.actions.opening_store import required
from onedoor.core.refusal import Refused

WEB_WORKERS = {"postgresql": 2, "sqlite": 1}
"""SQLite has one writer: a second web worker only makes the slowest requests slower."""

_TARGET = "onedoor.config.wsgi:application"
_THREADS = 4
_KEEP_THREADS = "600"  # seconds; a thread holds a connection to the store, and both are dear to open
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
_LAST_PORT = 65_535
_ANSWERS_WITHIN = 60.0
_STOPS_WITHIN = 15.0
_LOOK_EVERY = 0.1


@dataclass(frozen=True)
class Address:
    """Where the web process listens."""

    bind: str
    port: int

    @property
    def host(self) -> str:
        """Where a browser on this machine finds it."""
        return _ANYWHERE.get(self.bind, self.bind)

    @property
    def url(self) -> str:
        """The address to open."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def check_free(self) -> None:
        """Raises Refused when nothing can listen here, so that it is said before any work is done."""
        if not 0 < self.port <= _LAST_PORT:
            raise Refused(_("没有%(port)s这个端口。请用1到65535之间的数。") % {"port": self.port})
        try:
            family, kind, protocol, _name, place = socket.getaddrinfo(self.bind, self.port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind, protocol) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind(place)
        except OSError as error:
            raise Refused(
                _("%(bind)s的%(port)s端口用不了（%(error)s）。请停掉占用它的程序，或用--port换一个端口。")
                % {"bind": self.bind, "port": self.port, "error": error.strerror or error}
            ) from error


def check_prepared() -> None:
    """Raises Refused unless the store was prepared with these keys and has the tables of this version."""
    required()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused(_("库的结构比程序旧。请先运行./onedoor migrate。"))


def commands(address: Address, *, workers: int | None = None) -> dict[str, list[str]]:
    """What runs for a store: the web with its workers, and the outbox's worker."""
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", address.bind, "--port", str(address.port),
        "--workers", str(workers or WEB_WORKERS[connection.vendor]), "--blocking-threads", str(_THREADS),
        "--blocking-threads-idle-timeout", _KEEP_THREADS, "--no-ws", "--log-level", "warning", _TARGET,
    ]  # fmt: skip
    return {"web": web, "worker": [sys.executable, "-m", "onedoor", "worker"]}


class Runner:
    """Child processes that live and die together; one of them answers at the address."""

    def __init__(self, address: Address, commands: Mapping[str, Sequence[str]]) -> None:
        self._address = address
        self._commands = commands
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stopped = False

    def run(self, *, ready: Callable[[], None]) -> int:
        """Start them, call ``ready`` when the web answers, and stay until stopped.

        Returns 0 when a signal ended it, 1 when a child died or nothing answered in time; the others are stopped then.
        """
        before = {number: signal.signal(number, self._stop) for number in _SIGNALS}
        connections.close_all()
        try:
            for name, command in self._commands.items():
                # Sessions of their own: a Ctrl-C reaches this process alone, which stops them in its own way.
                self._children[name] = subprocess.Popen(
                    command, env=self._environment(), start_new_session=True, preexec_fn=_ends_with(os.getpid())
                )
            if not self._answers():
                return self._gave_up()
            ready()
            while not self._stopped and not self._dead():
                time.sleep(_LOOK_EVERY)
            return self._gave_up()
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _environment(self) -> dict[str, str]:
        return {"ONEDOOR_BASE_URL": self._address.url, **os.environ}

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self._stopped = True

    def _dead(self) -> str | None:
        return next((name for name, child in self._children.items() if child.poll() is not None), None)

    def _answers(self) -> bool:
        end = time.monotonic() + _ANSWERS_WITHIN
        while time.monotonic() < end and not self._stopped and not self._dead():
            if _live(self._address):
                return True
            time.sleep(_LOOK_EVERY)
        return False

    def _gave_up(self) -> int:
        if self._stopped:
            return 0
        if dead := self._dead():
            said = _("%(name)s进程自己停了（退出码%(code)s），其余的也已停下。原因见上面的输出。") % {
                "name": dead,
                "code": self._children[dead].returncode,
            }
        else:
            said = _("网页进程%(seconds)d秒内没有应答，已经停下。原因见上面的输出。") % {"seconds": _ANSWERS_WITHIN}
        print(said, file=sys.stderr, flush=True)
        return 1

    def _end(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        end = time.monotonic() + _STOPS_WITHIN
        for child in self._children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, end - time.monotonic()))
            # Whoever is left of its session: a child that would not stop, or what a killed one has left behind.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _ends_with(parent: int) -> Callable[[], None]:
    """What a child does before its program begins: it asks the kernel to be stopped when its parent is gone, be it by
    kill -9. Linux only; elsewhere a killed parent leaves its children behind."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def bind() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it was gone before anybody asked
                os.kill(os.getpid(), signal.SIGTERM)

    return bind


_PR_SET_PDEATHSIG = 1
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _live(address: Address) -> bool:
    """Whether the web answers, be it only to say that it does not know the name it was called by."""
    line = http.client.HTTPConnection(address.host, address.port, timeout=5)
    try:
        line.request("GET", "/live")
        return line.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
