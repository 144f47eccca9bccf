"""How the verbs of the flow look on the desk: words, key, icon, form. Which of them are drawn is the flow's to say."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from onedoor.cases.flow import CASE
from onedoor.cases.models import Case, Visit
from onedoor.desk.forms import steps
from onedoor.organisation.actor import Actor
from onedoor.work.models import Task


@dataclass(frozen=True)
class Verb:
    """One verb as a button. ``form`` asks what the action needs; none: the button acts at once."""

    label: object
    key: str = ""
    icon: str = ""
    form: type[Form] | None = None
    danger: bool = False


VERBS: dict[str, Verb] = {
    "triage": Verb(gettext_lazy("定级分流"), "a", "arrows-split", steps.TriageForm),
    "dispatch": Verb(gettext_lazy("派单"), "a", "send", steps.DispatchForm),
    "entrust": Verb(gettext_lazy("批办交办"), "a", "rubber-stamp", steps.EntrustForm),
    "sign": Verb(gettext_lazy("签收"), "a", "check"),
    "send_back": Verb(gettext_lazy("退单"), "r", "corner-up-left", steps.SendBackForm, danger=True),
    "rule": Verb(gettext_lazy("裁定退单"), "a", "scale", steps.RuleForm),
    "reply": Verb(gettext_lazy("答复办结"), "a", "message-2", steps.ReplyForm),
    "review": Verb(gettext_lazy("审核通过"), "a", "checklist"),
    "rework": Verb(gettext_lazy("退回重办"), "r", "rotate", steps.ReworkForm, danger=True),
    "visit": Verb(gettext_lazy("记录回访"), "a", "phone-outgoing", steps.VisitForm),
    "close": Verb(gettext_lazy("结案"), "a", "circle-check"),
    "confirm": Verb(gettext_lazy("确认办结"), "a", "rubber-stamp"),
    "archive": Verb(gettext_lazy("归档"), "", "archive"),
}

_NEXT = {
    "triage": pgettext_lazy("next step", "定级分流"), "dispatch": pgettext_lazy("next step", "派单"),
    "entrust": pgettext_lazy("next step", "领导批办"), "sign": pgettext_lazy("next step", "签收"),
    "rule": pgettext_lazy("next step", "裁定退单"), "reply": pgettext_lazy("next step", "办理答复"),
    "review": pgettext_lazy("next step", "审核"), "visit": pgettext_lazy("next step", "回访"),
    "rework": pgettext_lazy("next step", "退回重办"), "close": pgettext_lazy("next step", "结案"),
    "confirm": pgettext_lazy("next step", "确认办结"),
}  # fmt: skip


def next_step(verb: str) -> str:
    """What a task asks for, in two to four characters."""
    return str(_NEXT.get(verb, verb))


@dataclass(frozen=True)
class Button:
    """One button of the action bar; ``blocked`` says in its label why it cannot be used now."""

    verb: str
    label: str
    key: str
    icon: str
    asks: bool
    primary: bool
    danger: bool
    blocked: str


def bar(case: Case, actor: Actor, task: Task | None, last_visit: Visit | None) -> list[Button]:
    """The action bar of a case for one actor: the steps the flow allows from here that are the actor's to take."""
    buttons: list[Button] = []
    for step in CASE.open_steps(state=case.state, kind=case.colour):
        verb = VERBS.get(step.verb)
        if verb is None or not actor.may(step.duty, area=case.area, unit=task.unit_id if task else None):
            continue
        blocked = _blocked(step.verb, case, last_visit)
        primary = not blocked and not verb.danger and bool(task) and not any(b.primary for b in buttons)
        buttons.append(
            Button(
                step.verb, str(verb.label), verb.key, verb.icon, verb.form is not None, primary, verb.danger, blocked
            )
        )
    if buttons and not any(button.primary for button in buttons) and last_visit and last_visit.solved is False:
        buttons = [
            Button(b.verb, b.label, b.key, b.icon, b.asks, b.verb == "rework", False, b.blocked) for b in buttons
        ]
    return buttons


def _blocked(verb: str, case: Case, last_visit: Visit | None) -> str:
    if verb == "send_back" and case.send_backs:
        return _("已退过一次")
    unsolved = last_visit is not None and last_visit.solved is False
    if verb in ("close", "confirm") and unsolved:
        return _("群众说没有解决")
    if verb == "rework" and case.state == "visited" and not unsolved:
        return _("群众认可，不必重办")
    return ""
