"""Everything a member can reach: every page they may open, from the inbox outwards, and what they may search for."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import parse_qs, quote, urlsplit

from django.test import Client

from onedoor.organisation.models import Member

_LINK = re.compile(r'(?:href|action|hx-get)="(/desk/[^"#]*|\?[^"#]*)"')
_NOT_FOLLOWED = ("sign-out",)
MOST = 400


def browser(login: str) -> Client:
    client = Client()
    client.force_login(Member.objects.get(login=login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def everything(login: str, *, asking: Iterable[str] = (), knowing: Iterable[str] = ()) -> dict[str, str]:
    """The pages a member gets by following every link, searching for these words, and trying these addresses: the
    text of each by its address, refusals included, without the words searched for."""
    client = browser(login)
    searching = [f"/desk/{page}?q={quote(word)}" for word in asking for page in ("find", "find/offered")]
    waiting = ["/desk/", *searching, *knowing]
    pages: dict[str, str] = {}
    while waiting and len(pages) < MOST:
        address = waiting.pop()
        if address in pages or any(part in address for part in _NOT_FOLLOWED):
            continue
        answer = client.get(address, follow=True)
        text = html.unescape(answer.content.decode(errors="replace"))
        asked = parse_qs(urlsplit(address).query).get("q", [""])[0]
        pages[address] = text.replace(asked, "") if asked else text  # a search shows what was asked for
        for found in _LINK.findall(answer.content.decode(errors="replace")):
            link = html.unescape(found)
            waiting.append(address.partition("?")[0] + link if link.startswith("?") else link)
    assert len(pages) < MOST, "the desk has no end; look at what it links"
    return pages


def spans(text: str, length: int) -> list[str]:
    """Every run of so many characters in a text, punctuation left out."""
    plain = re.sub(r"[\s，。！？、；：]", "", text)
    return [plain[at : at + length] for at in range(len(plain) - length + 1)]
