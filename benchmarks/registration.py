"""Register over HTTP, beside bare psycopg writing the same rows in the same run.

One server (granian, WSGI, two workers) and one PostgreSQL on this machine; the clients are threads of this process.
The reference writes the seven rows of a registration one statement each, one transaction per case, prepared, from two
processes, with the same ``synchronous_commit``; its parameters are made beforehand, so it does nothing but write.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.db import connection, connections
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from onedoor.cases.actions import registering
from onedoor.cases.actions.registering import Incoming
from onedoor.core import writing
from onedoor.organisation.models import Member
from onedoor.organisation.queries import actor

COUNTY = "990801"
LOGIN = "hotline"
TEXT = "翠湖花园3幢2单元电梯又停在五楼和六楼中间，这个月已经坏了好几次，物业电话打不通，八楼老人下不来。"
WORKERS = 2
CLIENTS = 8
REFERENCE_PROCESSES = 2

Statement = tuple[str, list[Any]]


@dataclass
class Load:
    """What the clients saw: how long each request took, in seconds, and what was not a success."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float | int]:
        ordered = sorted(self.times)
        return {
            "per_second": round(len(ordered) / self.seconds, 1),
            "p50_ms": round(statistics.median(ordered) * 1000, 2),
            "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 2),
            "requests": len(ordered),
            "wrong": len(self.wrong),
        }


def run(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """The row "register a report over HTTP" of the budget. The store must hold the demo county."""
    member = Member.objects.get(login=LOGIN)
    queries = _queries(member)
    say("making the reference's rows")
    prepared = _prepared(member, int(seconds * 4000))
    with _server() as port:
        sessions = [_signed_in(member, port) for _ in range(CLIENTS)]
        _drive(port, sessions, seconds=min(seconds, 3))
        say("one client")
        one = _drive(port, sessions[:1], seconds=seconds)
        say(f"{CLIENTS} clients")
        many = _drive(port, sessions, seconds=seconds)
    say("the reference")
    reference = _reference(prepared, seconds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync'), version()")
        commit, fsync, version = cursor.fetchone()
    per_second = float(many.figures()["per_second"])
    return {
        "name": "registration",
        "store": version.split(" on ")[0],
        "synchronous_commit": commit,
        "fsync": fsync,
        "rows_per_case": len(prepared[0]),
        "queries": len(queries),
        "one_client": one.figures(),
        "clients": CLIENTS,
        "at_clients": many.figures(),
        "reference_per_second": reference,
        "ratio": round(per_second / reference, 3),
        "problems": (one.wrong + many.wrong)[:3],
    }


def _queries(member: Member) -> list[dict[str, str]]:
    """The queries of one registration once the process is warm."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    for _ in range(2):
        client.post("/desk/register", _form("warm"))
    with CaptureQueriesContext(connection) as captured:
        assert client.post("/desk/register", _form("")).status_code == 302
    return captured.captured_queries


def _form(token: str) -> dict[str, str]:
    return {
        "text": TEXT, "channel": "hotline", "name": "周女士", "phone": "10010012345", "reply_by": "phone",
        "place": "翠湖花园3幢2单元", "area": f"{COUNTY}001001", "nature": "demand", "urgency": "normal", "token": token,
    }  # fmt: skip


def _prepared(member: Member, count: int) -> list[list[Statement]]:
    by = actor(member, on=timezone.localdate())
    incoming = Incoming(
        channel="hotline", text=TEXT, name="周女士", phone="10010012345", place="翠湖花园3幢2单元",
        area=f"{COUNTY}001001",
    )  # fmt: skip
    made = []
    for _ in range(count):
        rows = registering.rows_of(incoming, county=COUNTY, by=by, at=timezone.now())[2]
        made.append([_statement(row) for row in rows])
    return made


def _statement(row: Model) -> Statement:
    shapes, values = writing.given({type(row): [row]}, connections["default"])
    return writing.statement(shapes, numbered=False), values


@contextmanager
def _server() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "onedoor.config.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=os.environ.copy())
    try:
        _wait_for(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


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


def _signed_in(member: Member, port: int) -> tuple[str, str]:
    """A session's cookies and its form token, as a browser would hold them."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/desk/register")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return cookies, token.group(1)


def _drive(port: int, sessions: list[tuple[str, str]], *, seconds: float) -> Load:
    load = Load()
    start = time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(port, cookies, token, start + seconds, load))
        for cookies, token in sessions
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - start
    return load


def _client(port: int, cookies: str, token: str, end: float, load: Load) -> None:
    """One keep-alive connection that registers until the end; bytes only, for the clients share the two cores."""
    body = urlencode(_form("") | {"csrfmiddlewaretoken": token}).encode()
    head = (
        f"POST /desk/register HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (begin := time.perf_counter()) < end:
            wire.sendall(head + body)
            answer = wire.recv(65536)
            while b"\r\n\r\n" not in answer:
                answer += wire.recv(65536)
            load.times.append(time.perf_counter() - begin)
            if not answer.startswith(b"HTTP/1.1 302"):
                load.wrong.append(answer[:200].decode(errors="replace"))
                return


def _reference(prepared: list[list[Statement]], seconds: float) -> float:
    """Cases per second of bare psycopg, two processes, with as many connections as there were clients."""
    context = multiprocessing.get_context("fork")
    connection.close()
    counts = context.Array("l", REFERENCE_PROCESSES)
    share = len(prepared) // REFERENCE_PROCESSES
    processes = [
        context.Process(target=_write, args=(prepared[n * share : (n + 1) * share], seconds, counts, n))
        for n in range(REFERENCE_PROCESSES)
    ]
    start = time.perf_counter()
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    written: int = sum(counts[:])
    return round(written / min(time.perf_counter() - start, seconds), 1)


def _write(cases: list[list[Statement]], seconds: float, counts: Any, number: int) -> None:
    each = CLIENTS // REFERENCE_PROCESSES
    done = [0] * each
    end = time.perf_counter() + seconds

    def work(slot: int) -> None:
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as wire:
            wire.prepare_threshold = 0
            for case in cases[slot::each]:
                if time.perf_counter() > end:
                    break
                with wire.transaction():
                    for sql, values in case:
                        wire.execute(sql, values)
                done[slot] += 1

    threads = [threading.Thread(target=work, args=(slot,)) for slot in range(each)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts[number] = sum(done)
