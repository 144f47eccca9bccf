"""What the resident may do about their case here and now. The actions ask again."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onedoor.cases.actions.sealing import given_out
from onedoor.cases.flow import CASE, State
from onedoor.cases.models import Case, Report
from onedoor.cases.reporters import answered, rated
from onedoor.citizen.refusal import Refusal

_CALLING_BACK = (State.REVIEWED, State.VISITED)
_OVER = (State.CLOSED, State.ARCHIVED)


@dataclass(frozen=True)
class Right:
    """Something the resident may do, with the page where they do it."""

    name: str
    title: str
    hint: str
    icon: str

    @property
    def href(self) -> str:
        return reverse(f"citizen:{self.name}")


def rights_of(report: Report, refusal: Refusal | None) -> list[Right]:
    """What is open to whoever brought the report, the most useful first."""
    own = report.case
    case = own.into if own.state == State.MERGED and own.into else own
    unsolved, seal = pgettext("按钮", "没有解决"), pgettext("按钮", "要求保密")
    told = [
        ("rate", _("评价"), _("解决了吗，满意吗"), "star", _ratable(report, own, case)),
        ("unsolved", unsolved, _("说说哪里没有解决，我们重新办"), "rotate", _reopenable(report, own, case)),
        ("object", _("提出异议"), _("不同意不受理，请别人复核"), "scale", _objectionable(own, refusal)),
        ("add", _("补充情况"), _("加几句话、几张照片，办的人马上看到"), "message-plus", not case.ended),
        ("seal", seal, _("不让办理单位知道是您"), "eye-off", not own.secret and not given_out(own)),
        ("withdraw", _("撤回"), _("不想再办了"), "arrow-back-up", CASE.step("withdraw", state=own.state) is not None),
    ]
    return [Right(name, title, hint, icon) for name, title, hint, icon, open_now in told if open_now]


def _ratable(report: Report, own: Case, case: Case) -> bool:
    """Once for each reply (DOMAIN F.6-4)."""
    if case.state in _CALLING_BACK:
        return not answered(case, report)
    return (case.state in _OVER or own.state == State.ANSWERED) and not rated(case, report)


def _reopenable(report: Report, own: Case, case: Case) -> bool:
    """A "not solved" can be said after any reply and any end but one's own withdrawal, and is said once for each."""
    if case.state in _CALLING_BACK:
        return not (own.unsolved and answered(case, report))
    return case.state in _OVER or CASE.step("reopen", state=own.state) is not None and case is own


def _objectionable(own: Case, refusal: Refusal | None) -> bool:
    return own.state == State.DECLINED and refusal is not None and not refusal.final
