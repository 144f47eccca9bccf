"""How the verbs look on the desk: words, key, icon, form, and how prominent."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from onedoor.desk.forms import asking, attaching, exits, ladder, secrecy, steps, visiting
from onedoor.desk.forms.base import StepForm
from onedoor.work.steps import STEPS

OWED, ALTERNATIVE, SELDOM, ELSEWHERE = range(4)
"""What somebody owes; what they may do instead; what is seldom done and stands in the menu; what has its own place on
the page."""


@dataclass(frozen=True)
class Verb:
    """One verb as a button. ``form`` asks what the action needs; none: the button acts at once."""

    label: object
    key: str = ""
    icon: str = ""
    form: type[StepForm] | None = None
    danger: bool = False
    place: int = OWED


VERBS: dict[str, Verb] = {
    "triage": Verb(gettext_lazy("定级分流"), "a", "arrows-split", steps.TriageForm),
    "dispatch": Verb(gettext_lazy("派单"), "a", "send", steps.DispatchForm),
    "entrust": Verb(gettext_lazy("批办交办"), "a", "rubber-stamp", steps.EntrustForm),
    "sign": Verb(gettext_lazy("签收"), "a", "check"),
    "rule": Verb(gettext_lazy("裁定退单"), "a", "scale", steps.RuleForm),
    "reply": Verb(gettext_lazy("答复办结"), "a", "message-2", steps.ReplyForm),
    "review": Verb(gettext_lazy("审核通过"), "a", "checklist"),
    "visit": Verb(gettext_lazy("记录回访"), "a", "phone-outgoing", visiting.VisitForm),
    "close": Verb(gettext_lazy("结案"), "a", "circle-check"),
    "confirm": Verb(gettext_lazy("确认办结"), "a", "rubber-stamp"),
    "decide_appeal": Verb(gettext_lazy("复核异议"), "a", "message-report", exits.DecideAppealForm),
    "decide": Verb(gettext_lazy("审批"), "a", "writing-sign", asking.DecideForm),
    "decide_safety": Verb(gettext_lazy("安全研判"), "a", "shield-check", secrecy.DecideSafetyForm),
    "assist": Verb(gettext_lazy("提交协办结果"), "a", "users", ladder.AssistForm),
    "inspect": Verb(gettext_lazy("记录联合核查"), "i", "map-pin", ladder.InspectForm),
    "summarise": Verb(gettext_lazy("写摘要"), "z", "file-text", secrecy.SummariseForm, place=ALTERNATIVE),
    "send_back": Verb(gettext_lazy("退单"), "r", "corner-up-left", steps.SendBackForm, True, ALTERNATIVE),
    "rework": Verb(gettext_lazy("退回重办"), "r", "rotate", steps.ReworkForm, True, ALTERNATIVE),
    "answer": Verb(gettext_lazy("当场答复"), "d", "message-2", exits.AnswerForm, place=ALTERNATIVE),
    "reassign": Verb(gettext_lazy("改派"), "u", "arrows-exchange", steps.ReassignForm, place=ALTERNATIVE),
    "resume": Verb(gettext_lazy("恢复办理"), "u", "player-play", place=ALTERNATIVE),
    "take_back": Verb(gettext_lazy("收回办理"), "u", "arrow-back-up", exits.TakeBackForm, place=ALTERNATIVE),
    "unmerge": Verb(gettext_lazy("拆分"), "u", "git-fork", exits.UnmergeForm, place=ALTERNATIVE),
    "archive": Verb(gettext_lazy("归档"), "", "archive", place=ALTERNATIVE),
    "describe": Verb(gettext_lazy("修改登记要素"), "e", "edit", secrecy.DescribeForm, place=SELDOM),
    "ask_extension": Verb(gettext_lazy("申请延期"), "t", "calendar-plus", asking.AskExtensionForm, place=SELDOM),
    "ask_suspension": Verb(gettext_lazy("申请中止"), "", "player-pause", asking.AskSuspensionForm, place=SELDOM),
    "raise": Verb(gettext_lazy("提级"), "", "arrow-up", ladder.RaiseForm, place=SELDOM),
    "lower": Verb(gettext_lazy("下沉"), "", "arrow-down", ladder.LowerForm, place=SELDOM),
    "merge": Verb(gettext_lazy("并案"), "m", "git-merge", exits.MergeForm, place=SELDOM),
    "ask_decline": Verb(gettext_lazy("申请不予受理"), "", "file-off", asking.AskDeclineForm, place=SELDOM),
    "attach": Verb(gettext_lazy("添加附件"), "", "paperclip", attaching.AttachForm, place=SELDOM),
    "seal": Verb(gettext_lazy("设为保密"), "", "lock", secrecy.SealForm, place=SELDOM),
    "make_report": Verb(gettext_lazy("转为举报"), "", "shield-lock", secrecy.MakeReportForm, place=SELDOM),
    "transfer": Verb(gettext_lazy("转紧急部门"), "", "urgent", exits.TransferForm, True, SELDOM),
    "stop": Verb(gettext_lazy("启动安全研判"), "", "hand-stop", secrecy.StopForm, True, SELDOM),
    "ask_unmask": Verb(gettext_lazy("申请查看身份"), "", "eye", asking.AskUnmaskForm, place=ELSEWHERE),
}

ANSWERS = {"decide_request": "decide", "assess_safety": "decide_safety"}
"""The verb by which a task is done, where it is not the task's own."""


def next_step(verb: str) -> str:
    """What a task asks for, in two to four characters."""
    return str(STEPS.get(verb, verb))
