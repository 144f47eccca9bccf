"""Supervision orders (督办单, D-15): issue one, answer it, send it back, strike it off (销号)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from onedoor.core import chain, clock
from onedoor.core.clock import ZONE, Limit
from onedoor.core.events import emit
from onedoor.core.models import Chained
from onedoor.core.queries import calendar
from onedoor.core.refs import new_ref
from onedoor.core.refusal import Refused
from onedoor.geography.codes import within
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory
from onedoor.work import ladder, queries
from onedoor.work.actions import tasks
from onedoor.work.actions.tasks import Owed
from onedoor.work.events import OrderAnswered, OrderDischarged, OrderIssued, OrderSentAgain
from onedoor.work.flow import ORDER_VERBS
from onedoor.work.models import Order, Task
from onedoor.work.models.order import Reason
from onedoor.work.models.supervision import Level, harsher

ANSWER, DISCHARGE = ORDER_VERBS
LONGEST_TEXT = 2000
_RULE, _CITATION = "D-15", gettext_noop("督办单")


@transaction.atomic
def issue_order(
    subject: str,
    *,
    unit: str,
    reason: str,
    level: str,
    requirement: str,
    by: Actor,
    at: datetime,
    days: int | None = None,
    due_on: date | None = None,
    task: int | None = None,
    interview_on: date | None = None,
) -> Order:
    """Order a unit to mend something about a subject, and let it owe an answer: within so many working ``days``, or
    by the end of the day ``due_on``. ``task`` is the id of the chased task, where the order is about one.

    Only who supervises the place may, and not about their own unit: they could not strike it off. Raises Refused,
    also for a second open order of the same level about a task, and for an order about an order.
    """
    head = chain.locked(by.county, subject)
    chased = _chased(by.county, subject, task) if task else None
    area = chased.area if chased else queries.area_of(by.county, subject)
    secret = queries.is_secret(by.county, subject)
    if not by.may("supervise", area=area) or (secret and not by.may("inform", area=area)):
        raise Refused(_("发督办单不是您的职责。请转给这个地方的督办岗位。"))
    addressee = _addressee(unit, chased, by)
    if secret and not Task.objects.filter(county=by.county, subject=subject, unit=addressee).exists():
        raise Refused(_("本件保密，督办单只能发给正在办理的单位。"), field="unit")
    _check(chased, reason=reason, level=level, interview_on=interview_on, at=at)
    words = {"requirement": _said(requirement, "requirement")}
    limit = _limit(by.county, days, due_on, at=at)
    order = Order.objects.create(
        county=by.county,
        number=_drawn(by.county, at),
        subject=subject,
        secret=secret,
        task=chased,
        unit=addressee,
        supervisor=_supervisor(by, area),
        area=area,
        reason=reason,
        level=level,
        interview_on=interview_on,
        limit=limit.trace,
        due_at=limit.due,
        issued_by=by.code,
        issued_at=at,
    )
    if chased:
        chased.level = harsher(chased.level, level)
        chased.save(update_fields=["level"])
    _owe_answer(order, limit, at=at)
    emit(
        OrderIssued(
            order=order.number, unit=addressee.code, task=task, reason=reason, level=level, interview=interview_on,
            due=limit.due, trace=limit.trace,
        ),
        on=head, by=by, at=at, words=words,
    )  # fmt: skip
    return order


@transaction.atomic
def answer_order(number: str, *, text: str, by: Actor, at: datetime) -> Order:
    """The unit says what it did. A supervisor then owes a judgement. Raises Refused."""
    order, head = locked(by.county, number)
    order.move(ANSWER, by=by)
    order.answered_at = at
    order.save(update_fields=["state", "answered_at"])
    limit = ladder.limit_of(order.county, DISCHARGE, at=at)
    _done(order, ANSWER, at=at)
    owed = Owed(DISCHARGE, order.supervisor, "supervise", order.area, secret=order.secret)
    tasks.open_beside(owed, subject=order.subject, limit=limit, at=at, about=order.number)
    emit(
        OrderAnswered(order=order.number, unit=order.unit.code, due=limit.due, trace=limit.trace),
        on=head, by=by, at=at, words={"answer": _said(text, "text")},
    )  # fmt: skip
    return order


@transaction.atomic
def discharge_order(number: str, *, opinion: str, by: Actor, at: datetime) -> Order:
    """A supervisor who is not of the answering unit strikes the order off. Raises Refused, also without an opinion."""
    order, head = locked(by.county, number)
    order.move(DISCHARGE, by=by)
    order.discharged_at, order.discharged_by = at, by.code
    order.save(update_fields=["state", "discharged_at", "discharged_by"])
    _done(order, DISCHARGE, at=at)
    emit(
        OrderDischarged(order=order.number, unit=order.unit.code),
        on=head, by=by, at=at, words={"opinion": _said(opinion, "opinion")},
    )  # fmt: skip
    return order


@transaction.atomic
def send_order_again(
    number: str, *, opinion: str, by: Actor, at: datetime, days: int | None = None, due_on: date | None = None
) -> Order:
    """The answer is not good enough: the unit owes another, by a new limit. Raises Refused as ``discharge_order``."""
    order, head = locked(by.county, number)
    order.move("send_order_again", by=by)
    limit = _limit(order.county, days, due_on, at=at)
    order.answered_at, order.due_at, order.limit = None, limit.due, limit.trace
    order.save(update_fields=["state", "answered_at", "due_at", "limit"])
    _done(order, DISCHARGE, at=at, outcome="send_order_again")
    _owe_answer(order, limit, at=at)
    emit(
        OrderSentAgain(order=order.number, unit=order.unit.code, due=limit.due, trace=limit.trace),
        on=head, by=by, at=at, words={"opinion": _said(opinion, "opinion")},
    )  # fmt: skip
    return order


def locked(county: str, number: str) -> tuple[Order, Chained]:
    """The order and the head of its subject's record, locked until the transaction ends."""
    head = chain.locked(county, queries.order(county, number).subject)
    return queries.order(county, number), head


def _chased(county: str, subject: str, task: int) -> Task:
    chased = Task.objects.select_related("unit").filter(county=county, subject=subject, pk=task).first()
    if chased is None or chased.closed_at:
        raise Refused(_("这项待办已经办完，或者不属于这件事。请刷新页面，或者不选待办，就整件事督办。"), field="task")
    if chased.verb in ORDER_VERBS:
        raise Refused(_("不能就督办单再发督办单。请直接催办，或者把原来的督办单退回重办。"), field="task")
    return chased


def _addressee(unit: str, chased: Task | None, by: Actor) -> Unit:
    addressee = directory(by.county).by_code.get(unit)
    if addressee is None or not addressee.active:
        raise Refused(_("没有这个单位。请从名单里选择被督办的单位。"), field="unit")
    if chased and chased.unit_id != addressee.id:
        raise Refused(
            _("这项待办由%(unit)s承办。请督办该单位，或者不选待办。") % {"unit": chased.unit.name}, field="unit"
        )
    if any(standing.unit_id == addressee.id for standing in by.standings):
        raise Refused(_("不能给自己单位发督办单。请由上级或别的单位的督办岗位来发。"), field="unit")
    return addressee


def _check(chased: Task | None, *, reason: str, level: str, interview_on: date | None, at: datetime) -> None:
    if reason not in Reason.values:
        raise Refused(_("“%(value)s”不在可选范围里。请重新选择。") % {"value": reason}, field="reason")
    if level not in Level.values:
        raise Refused(_("“%(value)s”不在可选范围里。请重新选择。") % {"value": level}, field="level")
    if reason == Reason.OVERDUE and chased and chased.due_at > at:
        raise Refused(_("这项待办还没有超期。请改选督办原因，或者到期以后再发。"), field="reason")
    if level == Level.INTERVIEW and interview_on is None:
        raise Refused(_("约谈要写明哪一天。请填写约谈日期。"), field="interview_on")
    if level != Level.INTERVIEW and interview_on is not None:
        raise Refused(_("只有约谈才填约谈日期。请清空日期，或者改选约谈。"), field="interview_on")
    if interview_on and interview_on < at.astimezone(ZONE).date():
        raise Refused(_("约谈日期已经过去。请选今天或以后的日期。"), field="interview_on")
    if chased and chased.orders.filter(level=level, discharged_at=None).exists():
        raise Refused(_("这项待办已有一张同级别的督办单没有销号。请先销号，或者改选级别。"), field="level")


def _limit(county: str, days: int | None, due_on: date | None, *, at: datetime) -> Limit:
    if (days is None) == (due_on is None):
        raise Refused(_("期限请填一样：几个工作日，或者哪一天以前。"), field="days")
    if due_on is not None:
        return clock.fixed(due_on, start=at, rule=_RULE, citation=_CITATION)
    return clock.compute(
        start=at, n=days or 0, unit=clock.Unit.WD, calendar=calendar(county), rule=_RULE, citation=_CITATION
    )


def _drawn(county: str, at: datetime) -> str:
    """A number not in use, drawn like the reference of a case; the store refuses the one in a hundred million that
    somebody else draws at the same time."""
    number = new_ref(county, at)
    while Order.objects.filter(county=county, number=number).exists():
        number = new_ref(county, at)
    return number


def _supervisor(by: Actor, area: str) -> Unit:
    """The unit for which the actor supervises this place; the centre for the system."""
    units = directory(by.county)
    for standing in by.standings:
        if "supervise" in standing.duties and within(standing.area).covers(area):
            return units.by_id[standing.unit_id]
    return units.centre


def _owe_answer(order: Order, limit: Limit, *, at: datetime) -> None:
    owed = Owed(ANSWER, order.unit, "handle", order.answer_area, secret=order.secret)
    tasks.open_beside(owed, subject=order.subject, limit=limit, at=at, about=order.number)


def _done(order: Order, verb: str, *, at: datetime, outcome: str = "") -> None:
    owed = Task.objects.filter(
        county=order.county, subject=order.subject, verb=verb, about=order.number, closed_at=None
    )
    for task in owed:
        tasks.close(task, outcome=outcome or verb, at=at)


def _said(text: str, field: str) -> str:
    """What somebody wrote, trimmed. Raises Refused when there is nothing, or too much."""
    words = text.strip()
    if not words:
        raise Refused(_("请写明内容，会记入经过。"), field=field)
    if len(words) > LONGEST_TEXT:
        raise Refused(_("写得太长了，最多%(most)s字。") % {"most": LONGEST_TEXT}, field=field)
    return words
