"""What everybody who opens a case must know first: danger, a halt, a merge, a rung, another date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.cases.actions.suspending import Halt
from onedoor.cases.models.choices import Safety
from onedoor.core.wording import due_words
from onedoor.desk.dossier import Dossier
from onedoor.desk.forms.ladder import RUNG_NAMES
from onedoor.desk.timeline.wording import Wording


@dataclass(frozen=True)
class Banner:
    """One line of the strip; ``href`` leads to what it names."""

    tone: str
    title: str
    text: str
    icon: str = ""
    href: str = ""
    link: str = ""


def banners(dossier: Dossier) -> list[Banner]:
    """The lines of the strip, the gravest first."""
    return [
        *_safety(dossier), *_unsolved(dossier), *_secret(dossier), *_halted(dossier), *_merged(dossier),
        *_ladder(dossier), *_dates(dossier),
    ]  # fmt: skip


def _safety(dossier: Dossier) -> Iterator[Banner]:
    if dossier.case.safety == Safety.STOPPED:
        yield Banner(
            "red", _("正在安全研判"), _("不安排调解，不发短信，等安全研判岗结论。正有危险，先打110。"), "hand-stop"
        )
    elif dossier.case.safety == Safety.HELD:
        yield Banner("red", _("有安全风险"), _("不安排调解，不发短信。法定途径照常办理。"), "hand-stop")


def _unsolved(dossier: Dossier) -> Iterator[Banner]:
    if dossier.unsolved and not dossier.case.ended:
        yield Banner("orange", _("当事人说没有解决"), _("再次答复、再次回访以前，不能结束。"))


def _secret(dossier: Dossier) -> Iterator[Banner]:
    case = dossier.case
    if case.accused and dossier.sight.originals:
        words = _("反映的是%(unit)s，不能派给它，它也看不到。") % {"unit": case.accused.name}
        yield Banner("yellow", _("举报件"), words, "shield-lock")
    elif case.secret and not dossier.sight.originals:
        yield Banner("yellow", _("保密件"), _("您看到的是中心写的摘要。请不要打听是谁反映的。"), "lock")


def _halted(dossier: Dossier) -> Iterator[Banner]:
    until = dossier.case.suspended_until
    if until is None:
        return
    told = dossier.told("cases.suspended")
    why = str(Halt(told[-1].happening.payload["why"]).label) if told else ""
    words = {"why": why, "until": Wording(dossier.case, dossier.now).day(until.isoformat())}
    yield Banner("yellow", _("已中止"), _("%(why)s，到%(until)s为止；时钟停着，到期自动恢复。") % words, "player-pause")


def _merged(dossier: Dossier) -> Iterator[Banner]:
    if main := dossier.case.into:
        yield Banner(
            "blue", _("已并案"), _("和另一件一起办理；答复、回访和重启仍是来件人自己的。"), "git-merge",
            reverse("desk:case", args=[main.ref]), main.ref,
        )  # fmt: skip


def _ladder(dossier: Dossier) -> Iterator[Banner]:
    told = dossier.told("cases.raised", "cases.lowered")
    if not dossier.case.level or not told:
        return
    words = {"rung": RUNG_NAMES[dossier.case.level]}
    up = told[-1].happening.name == "cases.raised"
    title = _("已提级到%(rung)s") % words if up else _("已下沉到%(rung)s") % words
    yield Banner("blue", title, _("不再派给下一级。") if up else "", "arrow-up" if up else "arrow-down")


def _dates(dossier: Dossier) -> Iterator[Banner]:
    case = dossier.case
    if case.extensions and case.solve_by and not case.ended:
        yield Banner(
            "blue", _("已延期"), _("办结时限改到%(due)s。") % {"due": due_words(case.solve_by, now=dossier.now)},
            "calendar-plus",
        )  # fmt: skip
    if case.upstream_by and not case.ended:
        day = Wording(case, dossier.now).day(case.upstream_by.isoformat())
        text = _("上级编号%(no)s。") % {"no": case.upstream_no} if case.upstream_no else ""
        yield Banner("blue", _("上级要求%(day)s办结") % {"day": day}, text, "cloud-upload")
