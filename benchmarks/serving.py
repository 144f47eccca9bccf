"""The product as it is served, and clients that ask it: one granian (WSGI) on this machine, threads as browsers."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.measuring import Times, peak_mb
from onedoor.organisation.models import Member

CLIENTS = 8
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Served:
    """A running server: its port and its process."""

    port: int
    pid: int

    @property
    def peak_mb(self) -> float:
        return peak_mb([self.pid, *_children(self.pid)])


@dataclass(frozen=True)
class Browser:
    """A signed-in member, as a browser would hold them: cookies and the token of their forms."""

    cookies: str
    token: str


@contextmanager
def server(*, workers: int) -> Iterator[Served]:
    """Serve the store that DATABASE_URL names, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "onedoor.config.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=os.environ.copy())
    try:
        _wait_for(port)
        yield Served(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def client(login: str) -> Client:
    """Somebody signed in, in this process."""
    made = Client(SERVER_NAME="127.0.0.1")
    made.force_login(Member.objects.get(login=login), backend="django.contrib.auth.backends.ModelBackend")
    return made


def browser(login: str) -> Browser:
    """Somebody signed in, whose cookies the server knows: it reads the same store."""
    made = client(login)
    page = made.get("/desk/register").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in made.cookies.items())
    return Browser(cookies, token.group(1) if token else "")


def queries(ask: Callable[[], object]) -> list[str]:
    """The statements of one request once the process is warm, without the session's and the member's own."""
    for _ in range(2):
        ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    own = ('"django_session"', '"organisation_member"', "SAVEPOINT")
    return [one["sql"] for one in captured.captured_queries if not any(mark in one["sql"] for mark in own)]


def get(path: str, who: Browser, port: int) -> bytes:
    """A page asked for, as bytes: the clients share the cores with what they measure."""
    return (f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {who.cookies}\r\n\r\n").encode()


def post(path: str, form: dict[str, str], who: Browser, port: int) -> bytes:
    """A form sent, as bytes."""
    body = urlencode(form | {"csrfmiddlewaretoken": who.token}).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {who.cookies}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def drive(
    port: int, asked: Sequence[Callable[[int], bytes]], *, seconds: float, success: bytes = b"HTTP/1.1 200"
) -> Times:
    """Let each client ask again and again on one connection it keeps; ``asked`` has one maker of requests for each."""
    times = Times()
    start = time.perf_counter()
    threads = [threading.Thread(target=_client, args=(port, ask, start + seconds, times, success)) for ask in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.seconds = time.perf_counter() - start
    return times


def _client(port: int, ask: Callable[[int], bytes], end: float, times: Times, success: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        number = 0
        while (begin := time.perf_counter()) < end:
            wire.sendall(ask(number))
            answer = _answer(wire)
            times.each.append(time.perf_counter() - begin)
            number += 1
            if not answer.startswith(success):
                times.wrong.append(answer[:200].decode(errors="replace"))
                return


def _answer(wire: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(wire)
    head, _, body = got.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    wanted = int(length.group(1)) if length else 0
    here = len(body)
    while here < wanted:
        here += len(_more(wire))
    return got


def _more(wire: socket.socket) -> bytes:
    piece = wire.recv(262144)
    if not piece:
        raise ConnectionError("the server closed the connection")
    return piece


def _wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=2).request("GET", "/live")
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        if parent == pid:
            found.append(int(stat.parent.name))
    return found
