"""What stands around every route of the API: nothing leaves it but JSON and problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from onedoor.exchange.api import problems
from onedoor.exchange.api.validation import Wrong

MOST_BYTES = 1024 * 1024
"""The longest body of a request."""

Call = Callable[..., HttpResponse]


def enclosed(view: Call, guard: tuple[str, Any], parameters: Mapping[str, frozenset[str]]) -> Call:
    """A route that answers problems only as problems, knows the parameters of each method, and tells what is left of
    the minute."""

    @wraps(view, updated=())
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.told = {}  # type: ignore[attr-defined]
        response = _refused(request, parameters) or view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            said = _("这个地址不支持这种方法。请看Allow里列出的方法。")
            response = problems.of("method", said, headers={"Allow": response["Allow"]})
        allowance = getattr(request, "allowance", None)
        for name, value in {**(allowance.headers if allowance else {}), **request.told}.items():  # type: ignore[attr-defined]
            response[name] = value
        add_never_cache_headers(response)
        return response

    answered.guard = guard  # type: ignore[attr-defined]
    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def nothing(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The answer at an address the API does not have."""
    return problems.of("not-found", _("接口里没有这个地址。请对照接口说明核对。"))


def _refused(request: HttpRequest, parameters: Mapping[str, frozenset[str]]) -> HttpResponse | None:
    """What is wrong with a request before anybody looks at what it asks."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return problems.of("too-large", _("请求正文超过1MB。请分几次发送。"))
    if request.method == "POST" and request.content_type != "application/json":
        return problems.of("media-type", _("请求正文应是JSON。请把Content-Type写成application/json。"))
    known = parameters.get(request.method or "")
    if known is not None and (unknown := sorted(set(request.GET) - known)):
        errors = [Wrong(name, _("没有这个参数。请去掉，或核对拼写。")) for name in unknown]
        return problems.invalid(errors[0].sentence, errors)
    return None


assert MOST_BYTES <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
