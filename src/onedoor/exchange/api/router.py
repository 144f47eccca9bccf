"""The API itself, and the one way to add an operation to it.

An operation is one line of the table that the specification, the page of the interface and the tests of rights read:
its scope, its name, what it is called in both languages. Its function takes ``request: ApiRequest`` and returns a
model of the declared answer, or ``Status(number, model)`` where there is more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from pydantic_core import from_json

from onedoor.core.refusal import Refused
from onedoor.core.sentence import Sentence
from onedoor.exchange.api import describing, problems
from onedoor.exchange.api.auth import Bearer
from onedoor.exchange.api.problems import InBothLanguages, ProblemDetails
from onedoor.exchange.models import Scope

View = TypeVar("View", bound=Callable[..., Any])

_ALWAYS = (400, 401, 403, 422, 429, 500)
_OF_BODIES = (413, 415)


@dataclass(frozen=True)
class Operation:
    """One operation as the tests, the page and the specification know it. ``curl`` is what an example adds to the
    command line: a body, a query."""

    method: str
    path: str
    name: str
    scopes: tuple[Scope, ...]
    tag: str
    title: tuple[str, str]
    about: tuple[str, str]
    example: str
    body: Mapping[str, Any] | None


OPERATIONS: dict[str, Operation] = {}


class Service(NinjaAPI):
    """The API with its own reading of JSON and its own specification."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        made = super().get_openapi_schema(path_prefix=path_prefix or problems.PAGE, path_params=path_params)
        return describing.described(made, OPERATIONS)


class Json(Parser):
    """JSON as RFC 8259 has it: no NaN, no lone surrogates, no depth without end."""

    def parse_body(self, request: HttpRequest) -> Any:
        return from_json(request.body, allow_inf_nan=False)


class Plain(JSONRenderer):
    """Chinese as it is written, which is half as long."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}  # noqa: RUF012  (as ninja has it)


api = Service(
    title="OneDoor 一扇门",
    version="1",
    description=(
        "一扇门开放接口：登记来件，读取事项、待办、区划和事项目录。姓名和电话一律打码，没有能看全的权限；保密件和举报件不出接口。\n\n"
        "The open API of OneDoor: register reports, read cases, tasks, areas and the catalogue. Names and phones come"
        " masked, and no scope shows them; confidential cases and informants' reports never leave by the API."
    ),
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="api-1",
    parser=Json(),
    renderer=Plain(),
)
problems.handle(api)


def operation(
    method: str,
    path: str,
    *,
    scope: Scope | tuple[Scope, ...],
    name: str,
    tag: str,
    title: tuple[str, str],
    about: tuple[str, str],
    answers: Any,
    refuses: Iterable[int] = (),
    example: str = "",
    body: Mapping[str, Any] | None = None,
) -> Callable[[View], View]:
    """Add an operation under ``path`` (``/cases/{ref}``).

    ``scope``: the key must have it, or one of several; ``caller.scope`` is then the first of them it has. ``name`` is
    the operationId (``listCases``), ``title`` and ``about`` are (Chinese, English). ``answers`` is the model of its
    answer with status 200, or a table of status to model. ``refuses``: the statuses of problems it may answer beside
    those every operation may (400, 401, 403, 422, 429, 500). ``example`` is a path with values for the page
    (``/cases?state=handling``), ``body`` the JSON sent with it.
    """
    scopes = scope if isinstance(scope, tuple) else (scope,)
    made = answers if isinstance(answers, Mapping) else {200: answers}
    statuses = {*_ALWAYS, *refuses, *(_OF_BODIES if method != "GET" else ())}
    OPERATIONS[name] = Operation(method, path, name, scopes, tag, title, about, example or path, body)
    return api.api_operation(
        [method],
        path,
        auth=Bearer(scopes),
        response={**made, **dict.fromkeys(sorted(statuses), ProblemDetails)},
        operation_id=name,
        summary=" · ".join(title),
        description="\n\n".join((*about, "权限 scope：" + " / ".join(f"`{one}`" for one in scopes))),
        tags=[tag],
        url_name=name,
    )


def in_both_languages(view: Callable[..., Any]) -> Callable[..., Any]:
    """Run an operation in Chinese, and give what it refuses both sentences."""

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> Any:
        try:
            with override("zh-hans"):
                return view(*args, **kwargs)
        except Refused as refusal:
            raise InBothLanguages(refusal, english_of(refusal, lambda: view(*args, **kwargs))) from refusal

    return asked


def english_of(refusal: Refused, call: Callable[[], Any]) -> str:
    """The sentence of a refusal in English. One made on the spot is asked for by the same call again, and whatever
    that might change is taken back: a refusal changes nothing."""
    with override("en"):
        if isinstance(refusal.sentence, Promise | Sentence):
            return str(refusal.sentence)
        with transaction.atomic():
            try:
                call()
            except Refused as again:
                return str(again.sentence)
            finally:
                transaction.set_rollback(True)
    return ""


api.add_decorator(in_both_languages, mode="operation")
