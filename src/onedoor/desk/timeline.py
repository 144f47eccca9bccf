"""The record of a case in words for those who work on it, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onedoor.cases.flow import Colour
from onedoor.cases.models import Case
from onedoor.cases.models.report import Channel
from onedoor.cases.queries import Line
from onedoor.catalogue.queries import catalogue
from onedoor.core.wording import due_words
from onedoor.desk.verbs import next_step
from onedoor.geography.atlas import atlas
from onedoor.organisation.queries import directory, post_names
from onedoor.work.models import Task


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    kind: str
    title: str
    text: str
    quote: str
    at: datetime | None
    who: str


_KEY = {
    "cases.registered", "cases.triaged", "cases.dispatched", "cases.entrusted", "cases.replied", "cases.closed",
}  # fmt: skip
_SETBACK = {"cases.sent_back", "cases.reworked"}


def moments(case: Case, lines: Iterable[Line], task: Task | None, *, now: datetime) -> list[Moment]:
    """What is waited for now, then what happened, newest first."""
    wording = Wording(case, now)
    told = [wording.moment(line) for line in lines]
    told.reverse()
    if task:
        waits = _("等%(unit)s%(step)s") % {"unit": task.unit.name, "step": next_step(task.verb)}
        told.insert(0, Moment("here", waits, "", "", None, ""))
    return told


class Wording:
    """Turns the codes of one case's record into words."""

    def __init__(self, case: Case, now: datetime) -> None:
        self._now = now
        self._units = directory(case.county)
        self._posts = post_names(case.county)
        self._items = catalogue(case.county).items
        self._places = atlas(case.county)

    def moment(self, line: Line) -> Moment:
        happening = line.happening
        kind = "key" if happening.name in _KEY else "setback" if happening.name in _SETBACK else "other"
        if happening.name == "cases.visited" and happening.payload.get("solved") is False:
            kind = "setback"
        title, text = self._said(happening.name, happening.payload)
        quote = next(iter(line.words.values()), "")
        return Moment(kind, title, text, quote, happening.at, self._who(happening.actor))

    def _who(self, code: str) -> str:
        if code == "system":
            return _("系统")
        if code == "resident":
            return _("群众本人")
        if code.startswith("feed:"):
            return _("接口%(feed)s") % {"feed": code.removeprefix("feed:")}
        return self._posts.get(code, _("已离任岗位"))

    def _unit(self, code: str | None) -> str:
        unit = self._units.by_code.get(code or "")
        return unit.name if unit else ""

    def _due(self, payload: dict[str, Any], key: str = "due") -> str:
        value = payload.get("flow", payload).get(key)
        moment = parse_datetime(value) if value else None
        return due_words(moment, now=self._now) if moment else ""

    def _said(self, name: str, payload: dict[str, Any]) -> tuple[str, str]:
        match name:
            case "cases.report_received":
                return _("收到来件"), str(Channel(payload["channel"]).label)
            case "cases.registered":
                return pgettext("record", "登记"), _("分流时限%(due)s") % {"due": self._due(payload)}
            case "cases.triaged":
                item = self._items.get(payload["item"])
                words = {
                    "colour": Colour(payload["flow"]["colour"]).label, "item": item or payload["item"],
                    "place": self._places.path(payload["area"]), "due": self._due(payload, "solve_by"),
                }  # fmt: skip
                return _("定为%(colour)s") % words, _("%(item)s，%(place)s，办结时限%(due)s") % words
            case "cases.dispatched" | "cases.entrusted":
                helpers = _("、").join(self._unit(code) for code in payload["assists"])
                text = _("给%(unit)s（主办）") % {"unit": self._unit(payload["unit"])}
                if helpers:
                    text += _("，%(units)s（协办）") % {"units": helpers}
                if name == "cases.entrusted":
                    return pgettext("record", "领导批办"), text + _("，限%(due)s办结") % {
                        "due": self._due(payload, "solve_by")
                    }
                basis = {"duty-list": _("按职责清单"), "manual": _("人工选定")}.get(payload["basis"], "")
                return pgettext("record", "派单"), f"{text} · {basis}"
            case "cases.signed":
                return pgettext("record", "签收"), self._unit(payload["unit"])
            case "cases.sent_back":
                return pgettext("record", "退单"), self._unit(payload["unit"])
            case "cases.ruled":
                return _("裁定：退单成立") if payload["upheld"] else _("裁定：退单不成立"), ""
            case "cases.replied":
                return pgettext("record", "答复办结"), self._unit(payload["unit"])
            case "cases.reviewed":
                return pgettext("record", "审核通过"), ""
            case "cases.reworked":
                return pgettext("record", "退回重办"), self._unit(payload["unit"])
            case "cases.visit_attempted":
                return _("回访没有联系上"), _("第%(n)s次") % {"n": payload["attempt"]}
            case "cases.visited":
                return pgettext("record", "回访"), self._answers(payload)
            case "cases.closed":
                return (_("领导确认办结") if payload["confirmed"] else pgettext("record", "结案")), ""
            case "cases.archived":
                return pgettext("record", "归档"), ""
            case "cases.imported":
                return _("历史导入，归档"), payload["feed"]
            case "cases.limit_recomputed":
                before, after = (parse_datetime(payload[key]) for key in ("before", "after"))
                assert before and after
                return _(
                    "放假安排有变，时限重算"
                ), f"{due_words(before, now=self._now)} → {due_words(after, now=self._now)}"
            case "cases.contact_unmasked":
                return _("查看了诉求人身份"), ""
            case "work.task_supervised":
                level = _("黄牌：时限已过四分之三") if payload["level"] == "yellow" else _("红牌：已超期")
                words = {"level": level, "unit": self._unit(payload["unit"]), "step": next_step(payload["verb"])}
                return _("督办"), _("%(level)s，%(unit)s应%(step)s") % words
        return name, ""

    def _answers(self, payload: dict[str, Any]) -> str:
        if not payload["contacted"]:
            return _("三次都没有联系上")
        answers = [
            _("解决了") if payload["solved"] else _("没有解决"),
            _("满意") if payload["satisfied"] else _("不满意"),
        ]
        return _("，").join(answers)
