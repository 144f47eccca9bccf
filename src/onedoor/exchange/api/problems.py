"""How the API says no: problem+json (RFC 9457), every sentence in Chinese and in English."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, Field

from onedoor.core.refusal import Refused
from onedoor.core.sentence import Sentence
from onedoor.exchange.api.validation import Wrong, wrong

if TYPE_CHECKING:
    from ninja import NinjaAPI

MEDIA_TYPE = "application/problem+json"
PAGE = "/api/v1/"
LANGUAGES = ("zh-hans", "en")

Words = str | Promise | Sentence

_log = logging.getLogger("onedoor.exchange.api")


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its name, which never changes, its status, and what it is called."""

    name: str
    status: int
    title: Words

    @property
    def type(self) -> str:
        """The address that names it, relative to the server: the page of the interface says more there."""
        return f"{PAGE}#{self.name}"


KINDS = {
    kind.name: kind
    for kind in (
        Kind("malformed", 400, _("读不懂的请求")),
        Kind("cursor", 400, _("翻页位置不对")),
        Kind("no-key", 401, _("没有密钥或密钥无效")),
        Kind("no-scope", 403, _("密钥没有这项权限")),
        Kind("not-found", 404, _("没有找到")),
        Kind("method", 405, _("不支持这种方法")),
        Kind("conflict", 409, _("与现状冲突")),
        Kind("key-reused", 409, _("幂等键已经用过")),
        Kind("gone", 410, _("已经不在了")),
        Kind("too-large", 413, _("请求太大")),
        Kind("media-type", 415, _("不支持这种格式")),
        Kind("invalid", 422, _("内容不合要求")),
        Kind("refused", 422, _("办不了")),
        Kind("too-many", 429, _("请求太多")),
        Kind("internal", 500, _("系统出错")),
    )
}


class Problem(Refused):
    """A refusal of a given kind, a name of ``KINDS``. The sentence may be lazy, or made where it is raised: an
    operation is asked again in English for it (``router.in_both_languages``)."""

    def __init__(
        self, kind: str, sentence: Words, *, field: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence, field=field)  # type: ignore[arg-type]
        self.kind = KINDS[kind]
        self.headers = dict(headers or {})


class InBothLanguages(Exception):
    """What an operation refused, asked once in each language: the refusal, and its sentence in English."""

    def __init__(self, refusal: Refused, english: str) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.english = english


class ProblemError(BaseModel):
    """一项不合要求的内容。 One part of the request that is wrong."""

    field: str = Field(description="哪一项；空的是整个请求。 Which part; empty for the whole request.")
    detail: str
    detail_en: str


class ProblemDetails(BaseModel):
    """出错说明（RFC 9457）。 What went wrong."""

    type: str = Field(description="问题种类的固定地址。 The address of the kind of problem; it never changes.")
    title: str
    title_en: str
    status: int
    detail: str
    detail_en: str
    errors: list[ProblemError]


def details(kind: Kind, sentence: Words, *, english: str = "", errors: Iterable[Wrong] = ()) -> ProblemDetails:
    """What is said of a problem. ``english`` is the sentence in English where it is known already."""
    title, title_en = both(kind.title)
    detail, detail_en = both(sentence)
    return ProblemDetails(
        type=kind.type,
        title=title,
        title_en=title_en,
        status=kind.status,
        detail=detail,
        detail_en=english or detail_en,
        errors=[_error(each) for each in errors],
    )


def answer(told: ProblemDetails, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer that says it."""
    content = json.dumps(told.model_dump(), ensure_ascii=False)
    return HttpResponse(content, status=told.status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def both(sentence: Words) -> tuple[str, str]:
    """A sentence in Chinese and in English."""
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(str(sentence))
    return said[0], said[1]


def _error(each: Wrong) -> ProblemError:
    detail, english = both(each.sentence)
    return ProblemError(field=each.field, detail=detail, detail_en=each.english or english)


def of(name: str, sentence: Words, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer of a kind by its name."""
    return answer(details(KINDS[name], sentence), headers)


def invalid(sentence: Words, errors: Iterable[Wrong]) -> HttpResponse:
    """The answer to a request that is not as the specification has it."""
    return answer(details(KINDS["invalid"], sentence, errors=errors))


def details_of(refusal: Refused, english: str = "") -> ProblemDetails:
    """What is said of what an action refused: 422, unless it says itself which kind it is."""
    kind = refusal.kind if isinstance(refusal, Problem) else KINDS["refused"]
    errors = [Wrong(refusal.field, refusal.sentence, english)] if refusal.field else []
    return details(kind, refusal.sentence, english=english, errors=errors)


def refused(refusal: Refused, english: str = "") -> HttpResponse:
    """The answer to what an action refused."""
    return answer(details_of(refusal, english), refusal.headers if isinstance(refusal, Problem) else None)


def handle(api: NinjaAPI) -> None:
    """Let an API answer every exception as a problem."""

    def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
        _log.exception("%s %s failed", request.method, request.path, exc_info=error)
        return of("internal", _("系统出错，这次没有办成。请稍后用同一个幂等键重试；一直这样请联系中心。"))

    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 401:
            return no_key()
        return of("malformed", _("请求正文不是有效的JSON。请用UTF-8编码的JSON重发。"))

    def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return invalid(_("有内容不合要求，什么都没有改动。请按errors逐项改正后重发。"), wrong(error.errors))

    handlers: dict[type[Exception], Any] = {
        Exception: unexpected,
        HttpError: unreadable,
        ValidationError: unfit,
        Refused: lambda request, refusal: refused(refusal),
        InBothLanguages: lambda request, told: refused(told.refusal, told.english),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def no_key() -> HttpResponse:
    """The answer to whoever shows no key that opens."""
    said = _("没有密钥，或者密钥不对、已停用、已过期。请在Authorization里写“Bearer ”和密钥。")
    return of("no-key", said, headers={"WWW-Authenticate": 'Bearer realm="OneDoor"'})
