"""A person at a browser, as the journeys need one."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from onedoor.core.refs import parse_ref

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


class Surfer:
    """A person at a browser; remembers what the browser complained of and where it asked."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._wait_for_keys()
        page.on("request", lambda request: self.asked.append(request.url))

    def _wait_for_keys(self) -> None:
        """Nobody presses a key on a page that is still loading: its keys are not there yet."""
        keyboard, press = self.page.keyboard, self.page.keyboard.press

        def patiently(key: str, *, delay: float | None = None) -> None:
            self.page.wait_for_load_state()
            press(key, delay=delay)

        keyboard.press = patiently  # type: ignore[method-assign]

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=re.compile(name)).first.click()

    def sign_in(self, login: str) -> None:
        self.open("/desk/sign-in")
        self.page.get_by_label("账号").fill(login)
        self.page.get_by_label("密码").fill("一扇门")
        self.page.locator("main").get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", name="待我办理")).to_be_visible()
        self.page.wait_for_load_state()  # the keys are there

    def open_first(self, title: str) -> None:
        self.page.get_by_role("link", name=re.compile(title)).first.click()
        expect(self.page.get_by_role("heading", name=re.compile(title), level=1)).to_be_visible()

    def open_listed(self, ref: str) -> None:
        """Open this very case from the list: others may be called the same."""
        self.page.locator(f"[data-od-rows] a[href*='{parse_ref(ref)}']").first.click()
        expect(self.page.locator("#step")).to_be_attached()

    def no_trouble(self) -> None:
        self.page.wait_for_load_state()  # a click may still be leading to the next page
        expect(self.page.locator("main")).to_be_visible()
        assert self.complaints == []
        assert [url for url in self.asked if not url.startswith((self.site, "data:", "blob:"))] == []
        wide = self.page.locator("html").evaluate("page => page.scrollWidth > page.clientWidth")
        assert not wide, f"{self.page.url} scrolls sideways"
