"""The rows of the desk's lists as HTML.

Fifty rows of ten cells are made with every list: what is the same in each is worded once per page, and the rest is put
together here. The heads of the tables stand in templates/desk/inbox.html and cases.html.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from html import escape

from django.db.models import TextChoices
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.cases.models.choices import Urgency
from onedoor.cases.models.report import Channel
from onedoor.core.templatetags.od import due, grouped_ref, icon, pill, seal
from onedoor.core.wording import moment_words
from onedoor.desk.rows import Row


class Lines:
    """Rows of one page, in the language of who asks. ``picks``: whether rows can be chosen."""

    def __init__(self, now: datetime, *, picks: bool) -> None:
        self._now = now
        self._picks = picks
        self._language = get_language() or ""
        self._pick = escape(_("选中"))
        self._undecided = f'<span class="od-meta">{escape(_("待定"))}</span>'
        self._inform = f'<span class="od-overlay">{icon("shield-lock")}{escape(_("举报"))}</span>'
        self._secret = f'<span class="od-overlay">{icon("lock")}{escape(_("保密"))}</span>'
        self._step = _label_of("od-list__next", _("下一步"))
        self._left = _label_of("", _("剩余时限"))
        self._state = _label_of("od-list__next", _("状态"))
        self._limit = _label_of("", _("本步时限"))
        self._colour = _label_of("od-col-colour", _("难度"))
        self._place = _label_of("od-col-place", _("地点"))
        self._unit = _label_of("od-col-unit", _("承办单位"))
        self._holder = _label_of("od-col-holder", _("当前持有"))
        self._registered = _label_of("od-nowrap od-col-registered", _("登记"))
        self._channel = _label_of("od-list__next od-col-channel", _("渠道"))
        self._ref = _label_of("od-list__ref od-col-ref", _("编号"))
        self._safe = cache(escape)
        self._pill = cache(pill)

    def of_tasks(self, rows: Iterable[Row]) -> SafeString:
        """Rows of the inbox."""
        return mark_safe("".join(map(self._task, rows)))

    def of_cases(self, rows: Iterable[Row]) -> SafeString:
        """Rows of the list of all cases."""
        return mark_safe("".join(map(self._case, rows)))

    def _task(self, row: Row) -> str:
        return (
            f"{self._begin(row)}{self._left}{self._due(row)}</td>{self._step}{self._safe(row.step)}</td>"
            f"{self._middle(row)}{self._end(row)}"
        )

    def _case(self, row: Row) -> str:
        case = row.case
        holder = f'{self._safe(row.holder)}<span class="od-meta">·{self._safe(row.step)}</span>' if row.holder else "–"
        return (
            f"{self._begin(row)}{self._state}{self._says(State, case.state)}</td>{self._limit}{self._due(row)}</td>"
            f"{self._middle(row)}{self._holder}{holder}</td>"
            f"{self._registered}{escape(moment_words(case.registered_at, self._now))}</td>{self._end(row)}"
        )

    def _begin(self, row: Row) -> str:
        ref, able = escape(row.case.ref), f' data-od-able="{row.able}"' if row.able else ""
        head = f'<tr{able} data-od-ref="{ref}">'
        if not self._picks:
            return head
        return (
            f'{head}<td class="od-list__pick"><label class="od-pick"><input type="checkbox" class="form-check-input" '
            f'name="pick" value="{escape(row.pick)}" form="od-bulk" '
            f'aria-label="{self._pick} {escape(row.case.title)}"></label></td>'
        )

    def _middle(self, row: Row) -> str:
        case = row.case
        return (
            f"{self._colour}{self._pill(case.colour) if case.colour else self._undecided}</td>{self._title(row)}"
            f"{self._place}{self._safe(row.place)}</td>{self._unit}{self._safe(row.lead) or '–'}</td>"
        )

    def _end(self, row: Row) -> str:
        return (
            f"{self._channel}{icon(row.icon)} {self._says(Channel, row.case.channel)}</td>"
            f"{self._ref}{grouped_ref(row.case.ref)}</td></tr>"
        )

    def _due(self, row: Row) -> str:
        return due(row.task.due_at, row.task.opened_at, self._now, row.stopped) if row.task else ""

    def _title(self, row: Row) -> str:
        level = seal(row.task.level) if row.task and row.task.level else ""
        return (
            f'<td class="od-list__title"><div class="od-list__line"><a href="{escape(row.href)}" data-od-open>'
            f"{escape(row.case.title)}</a>{level}{self._secrecy(row.case)}{self._urgency(row.case)}</div></td>"
        )

    def _secrecy(self, case: Case) -> str:
        if case.restricted:
            return self._inform
        return self._secret if case.confidential else ""

    def _urgency(self, case: Case) -> str:
        if case.urgency == Urgency.NORMAL:
            return ""
        red = " od-overlay--red" if case.urgent else ""
        return f'<span class="od-overlay{red}">{self._says(Urgency, case.urgency)}</span>'

    def _says(self, choices: type[TextChoices], value: str) -> str:
        return _said(choices, value, self._language)


def _label_of(names: str, words: str) -> str:
    """The beginning of a cell; on a narrow screen its words stand before the value."""
    return f'<td class="{names}" data-label="{escape(words)}">' if names else f'<td data-label="{escape(words)}">'


@cache
def _said(choices: type[TextChoices], value: str, language: str) -> str:
    return escape(str(choices(value).label))
