"""A browser's window in which every page is answered by this process: no server, and nobody else is ever asked."""

from __future__ import annotations

from contextvars import Context, copy_context
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from onedoor.config.screens.staging import HOST, Shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, Route

SITE = f"http://{HOST}"


class Window:
    """One window of a browser. ``outside`` are the addresses a page asked that are not ours, ``complaints`` what the
    browser said against it. Needs DJANGO_ALLOW_ASYNC_UNSAFE: Playwright's loop runs in the thread that asks the
    store; and whatever a page asks for is asked in the context of whoever shows it, which holds the connection."""

    def __init__(self, browser: Browser, *, language: str = "zh-CN") -> None:
        self._context = browser.new_context(locale=language, reduced_motion="reduce")
        self._context.route("**/*", self._answer)
        self._files: dict[str, tuple[HttpResponseBase, bytes]] = {}
        self._shown: Shown | None = None
        self._client = Client(SERVER_NAME=HOST)
        self._asker: Context = copy_context()
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = self._context.new_page()
        self.page.on("console", lambda said: self._complain(said.type, said.text))
        self.page.on("pageerror", lambda error: self._complain("error", str(error)))

    def show(self, shown: Shown, *, size: tuple[int, int]) -> None:
        """Show a page that was answered already; what it asks for goes to the same client."""
        self._shown, self._client = shown, shown.client
        self._asker = copy_context()
        self.outside.clear()
        self.complaints.clear()
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.goto(f"{SITE}/shown")

    def close(self) -> None:
        self._context.close()

    def _complain(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "status of 4" not in text:
            self.complaints.append(text)

    def _answer(self, route: Route, request: Request) -> None:
        if not request.url.startswith(f"{SITE}/"):
            self.outside.append(request.url)
            route.abort()
            return
        address = urlsplit(request.url)
        if request.is_navigation_request() and self._shown is not None:
            _fulfil(route, self._shown.answer, self._shown.answer.content)
        elif address.path.startswith("/static/"):
            if address.path not in self._files:
                found = self._asker.run(self._client.get, address.path)
                self._files[address.path] = found, _content(found)
            _fulfil(route, *self._files[address.path])
        elif request.method == "GET":
            found = self._asker.run(self._client.get, f"{address.path}?{address.query}", headers=_htmx(request))
            _fulfil(route, found, _content(found))
        else:
            route.fulfill(status=204)


def _htmx(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name.startswith("hx-")}


def _fulfil(route: Route, answer: HttpResponseBase, body: bytes) -> None:
    headers = {name.lower(): value for name, value in answer.items() if name.lower() not in ("set-cookie", "location")}
    route.fulfill(status=answer.status_code, headers=headers, body=body)


def _content(answer: HttpResponseBase) -> bytes:
    return b"".join(answer) if isinstance(answer, StreamingHttpResponse) else bytes(answer.content)  # type: ignore[attr-defined]
