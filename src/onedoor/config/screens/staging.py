"""Bring a scene on: a client that has done what comes before it, and the page it is answered with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from unittest import mock

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from onedoor.citizen.frame import ELDER
from onedoor.config.screens.page import Scene
from onedoor.organisation.models import Member

HOST = "localhost"


@dataclass(frozen=True)
class Shown:
    """A page as it is answered, and the client that may go on from there."""

    scene: Scene
    client: Client
    answer: HttpResponse

    @property
    def html(self) -> str:
        return self.answer.content.decode()


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Let it be this moment for every page, so that the same page always reads the same."""
    with mock.patch.object(timezone, "now", lambda: moment):
        yield


def stage(scene: Scene, *, language: str = "zh-hans", elder: bool = False) -> Shown:
    """Sign in, send what comes before, and open the page. Redirects are not followed."""
    client = Client(SERVER_NAME=HOST, headers={"accept-language": language})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if elder:
        client.cookies[ELDER] = "1"
    if scene.login:
        member = Member.objects.get(login=scene.login)
        client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    for path, told in scene.before:
        client.post(path, told)
    answer = client.get(scene.path) if scene.sends is None else client.post(scene.path, scene.sends)
    return Shown(scene, client, answer)  # type: ignore[arg-type]
