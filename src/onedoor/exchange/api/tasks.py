"""Tasks: what the client's unit owes, and its steps, taken from the unit's own system."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import Path, Query
from pydantic import BeforeValidator, Field

from onedoor.cases import queries
from onedoor.cases.actions.replying import reply
from onedoor.cases.actions.returning import send_back
from onedoor.cases.actions.signing import sign
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.exchange.api.auth import ApiRequest, Caller, actor_of
from onedoor.exchange.api.fields import Answer, Body, Id, Moment, Ref, Text
from onedoor.exchange.api.lines import CASE
from onedoor.exchange.api.paging import Page, Paged, page_of
from onedoor.exchange.api.performing import Key, once
from onedoor.exchange.api.problems import Problem
from onedoor.exchange.api.router import operation
from onedoor.exchange.api.words import Named, UnitOut, named
from onedoor.exchange.models import Scope
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import directory
from onedoor.work.models import Task
from onedoor.work.queries import leading, owed_by

_LONGEST = 5000
Number = Annotated[Id, Path(description="待办编号。 The number of the task.")]


class TaskOut(Answer):
    """一条待办。 A task."""

    id: Id
    case: Ref
    verb: str = Field(description="要做的这一步：sign签收，reply答复，assist协办……。 The step that is owed.")
    unit: UnitOut
    area: str
    leading: bool
    urgent: bool
    opened_at: Moment
    due_at: Moment
    version: int = Field(description="时限一动就加一；办理时原样带回。 Moves with the limit; send it back with a step.")


class Tasks(Page):
    """一页待办，先到期的在前，可能不满limit条。 A page of tasks, the first due first; it may hold fewer."""

    items: list[TaskOut]


def _integer(value: object) -> object:
    """JSON has one kind of number: 1.0 is an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Signed(Body):
    """签收。 Sign for the case."""

    version: Annotated[int, BeforeValidator(_integer)] = Field(
        ge=1, le=2**31 - 1, description="待办的version。 The version of the task."
    )


class Reply(Signed):
    """答复。 Reply."""

    text: Text = Field(min_length=1, max_length=_LONGEST, description="给当事人的答复。 What the resident is told.")


class Return(Signed):
    """退单。 Send back."""

    reason: Text = Field(
        min_length=1, max_length=_LONGEST, description="为什么不归本单位办，该归谁。 Why, and whose it is."
    )


class Done(Answer):
    """办理之后的样子。 What it is now."""

    task: Id
    case: Ref
    state: Named
    next: TaskOut | None = Field(description="本单位接下来的待办。 What the unit owes next, if anything.")


@operation(
    "GET", "/tasks", scope=Scope.TASKS_READ, name="listTasks", tag="tasks",
    title=("列出待办", "List tasks"),
    about=(
        "密钥所属单位在范围内要办的，先到期的在前；保密件和举报件不在其中。",
        "What the client's unit owes inside its area, the first due first; nothing of secret cases.",
    ),
    answers=Tasks, example="/tasks?limit=20",
)  # fmt: skip
def list_tasks(request: ApiRequest, paged: Query[Paged]) -> Tasks:
    caller = request.caller
    owed = owed_by(_handler(caller)).filter(subject__startswith=CASE)
    rows, following = page_of(request, owed, by=("due_at", "id"), paged=paged)
    refs = [task.subject.removeprefix(CASE) for task in rows]
    open_to = queries.seen_of(_handler(caller), refs)
    return Tasks(items=[_shown(task) for task, ref in zip(rows, refs, strict=True) if ref in open_to], next=following)


_ABOUT = (
    "重发时用同一个Idempotency-Key，得到同样的回答。事项已经变动时回答409，请重新读取待办。",
    "Sent again with the same Idempotency-Key it is answered the same. When the case has moved on the answer is 409:"
    " read the tasks again.",
)


@operation(
    "POST", "/tasks/{task}/sign", scope=Scope.TASKS_WRITE, name="signTask", tag="tasks",
    title=("签收", "Sign"), about=_ABOUT, answers=Done, refuses=(404, 409),
    example="/tasks/72057594037927936/sign", body={"version": 1},
)  # fmt: skip
def sign_task(request: ApiRequest, task: Number, body: Signed, key: Key) -> Done:
    return _step(request, task, body, key, sign, verbs=("sign",))


@operation(
    "POST", "/tasks/{task}/reply", scope=Scope.TASKS_WRITE, name="replyTask", tag="tasks",
    title=("答复", "Reply"), about=_ABOUT, answers=Done, refuses=(404, 409),
    example="/tasks/72057594037927936/reply",
    body={"version": 1, "text": "电梯已于9月15日更换控制板并恢复运行，物业每日巡检一次。"},
)  # fmt: skip
def reply_task(request: ApiRequest, task: Number, body: Reply, key: Key) -> Done:
    def act(ref: str, *, by: Actor, at: datetime) -> Case:
        return reply(ref, text=body.text, by=by, at=at)

    return _step(request, task, body, key, act, verbs=("reply",))


@operation(
    "POST", "/tasks/{task}/return", scope=Scope.TASKS_WRITE, name="returnTask", tag="tasks",
    title=("退单", "Send back"), about=_ABOUT, answers=Done, refuses=(404, 409),
    example="/tasks/72057594037927936/return",
    body={"version": 1, "reason": "该小区电梯由市场监督管理部门监管，应由其主办。"},
)  # fmt: skip
def return_task(request: ApiRequest, task: Number, body: Return, key: Key) -> Done:
    def act(ref: str, *, by: Actor, at: datetime) -> Case:
        return send_back(ref, reason=body.reason, by=by, at=at)

    return _step(request, task, body, key, act, verbs=("sign", "reply"))


def _step(
    request: ApiRequest, number: str, body: Signed, key: str, act: Callable[..., Case], *, verbs: tuple[str, ...]
) -> Done:
    caller = request.caller

    def take() -> Done:
        ref = _due(number, body.version, verbs, caller)
        case = act(ref, by=caller.actor, at=caller.at)
        follows = leading(case.county, case.subject)
        own = follows if follows and follows.unit_id == caller.client.unit_id else None
        return Done(
            task=number, case=case.ref, state=named(case.state, State(case.state).label),
            next=_shown(own) if own else None,
        )  # fmt: skip

    return once(request, key, body, take, Done)


def _due(number: str, version: int, verbs: tuple[str, ...], caller: Caller) -> str:
    """The reference of the case a task is about, locked. Raises Problem for a task that is not the caller's, and for
    one that has moved on."""
    own = Task.objects.filter(county=caller.county, unit=caller.client.unit_id, subject__startswith=CASE)
    task = own.filter(pk=int(number)).first()
    ref = task.subject.removeprefix(CASE) if task else ""
    if task is None or not queries.seen(caller.actor).filter(ref=ref).exists():
        raise Problem("not-found", _("没有这条待办，或者它不是您单位的。请重新读取待办。"), field="task")
    queries.locked(caller.county, ref)
    task.refresh_from_db()
    if task.closed_at or task.version != version or task.verb not in verbs or not task.leading:
        raise Problem("conflict", _("事项已经变动，这一步办不了。请重新读取待办再办。"), field="version")
    return ref


def _handler(caller: Caller) -> Actor:
    """The caller as who handles for its unit: to read what that unit owes."""
    return actor_of(caller.client, Scope.TASKS_WRITE)


def _shown(task: Task) -> TaskOut:
    unit = directory(task.county).by_id[task.unit_id]
    return TaskOut(
        id=str(task.id), case=task.subject.removeprefix(CASE), verb=task.verb,
        unit=UnitOut(code=unit.code, name=unit.name), area=task.area, leading=task.leading, urgent=task.urgent,
        opened_at=task.opened_at, due_at=task.due_at, version=task.version,
    )  # fmt: skip
