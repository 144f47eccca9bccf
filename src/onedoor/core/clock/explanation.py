"""Words for a trace: why this date."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from onedoor.core.clock.limit import Unit

WEEKDAYS = (
    gettext_noop("周一"),
    gettext_noop("周二"),
    gettext_noop("周三"),
    gettext_noop("周四"),
    gettext_noop("周五"),
    gettext_noop("周六"),
    gettext_noop("周日"),
)

Range = Sequence[str]


def explain(trace: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and sentence for each reason behind a due date, in the language active now; for screens and letters."""
    start = datetime.datetime.fromisoformat(trace["start"])
    words = _Words(start.year)
    if "fixed" in trace:
        named = words.date(datetime.date.fromisoformat(trace["fixed"]))
        return [(_("时限"), _("%(day)s，由%(citation)s指定") % {"day": named, "citation": _(trace["citation"])})]
    unit = Unit(trace["unit"])
    lines = [
        (_("起点"), words.start(start, unit)),
        (_("时限"), words.length(trace, unit)),
    ]
    if skipped := trace.get("skipped"):
        lines.append((_("跳过"), words.reasons(skipped, trace.get("skipped_more", 0))))
    if make_up := trace.get("make_up"):
        lines.append((_("补班"), words.make_up(make_up, unit)))
    if stopped := _stopped_within(trace):
        lines.append((_("暂停"), words.stopped(stopped)))
    if rolled := trace.get("rolled"):
        lines.append((_("顺延"), words.rolled(trace, rolled)))
    if unannounced := trace.get("unannounced"):
        lines.append((_("说明"), words.unannounced(unannounced)))
    return lines


class _Words:
    """Phrases about one limit. Dates of the year it starts in are written without the year."""

    def __init__(self, year: int) -> None:
        self._year = year

    def date(self, day: datetime.date) -> str:
        # Translators: Django date format characters; n month, j day, Y year.
        pattern = pgettext("日期格式", "n月j日") if day.year == self._year else pgettext("日期格式", "Y年n月j日")
        return formatted(day, pattern)

    def date_and_weekday(self, day: datetime.date) -> str:
        return _("%(date)s（%(weekday)s）") % {"date": self.date(day), "weekday": _(WEEKDAYS[day.weekday()])}

    def span(self, first: datetime.date, last: datetime.date) -> str:
        if first == last:
            return self.date(first)
        if (first.year, first.month) != (last.year, last.month):
            return f"{self.date(first)}–{self.date(last)}"
        # Translators: Django date format characters; the two ends of a range inside one month, as 9月25–27日.
        ends = (pgettext("一段的起日", "n月j"), pgettext("一段的止日", "j日"))
        if first.year != self._year:
            # Translators: the same with the year, as 2027年1月1–3日.
            ends = (pgettext("带年份一段的起日", "Y年n月j"), pgettext("带年份一段的止日", "j日"))
        return f"{formatted(first, ends[0])}–{formatted(last, ends[1])}"

    def start(self, start: datetime.datetime, unit: Unit) -> str:
        words = {"day": self.date_and_weekday(start.date()), "time": formatted(start, "H:i")}
        if unit in (Unit.H, Unit.MIN):
            return _("%(day)s%(time)s起，昼夜连续计算") % words
        return _("%(day)s%(time)s，当天不算") % words

    def length(self, trace: Mapping[str, Any], unit: Unit) -> str:
        sentence = amount(trace["n"], unit)
        if extension := trace.get("extension"):
            sentence = _("%(length)s，延长%(extension)s") % {
                "length": sentence,
                "extension": amount(extension, unit),
            }
        if source := _("，").join(filter(None, (trace.get("citation"), trace.get("rule")))):
            sentence = _("%(length)s（%(source)s）") % {"length": sentence, "source": source}
        return sentence

    def reasons(self, ranges: Sequence[Range], more: int) -> str:
        parts = [_("%(days)s%(reason)s") % {"days": self._span_of(item), "reason": _reason(item[2])} for item in ranges]
        if more:
            parts.append(ngettext("另有%(n)s天", "另有%(n)s天", more) % {"n": more})
        return _("；").join(parts)

    def make_up(self, dates: Sequence[str], unit: Unit) -> str:
        days = _("、").join(self.date_and_weekday(datetime.date.fromisoformat(date)) for date in dates)
        if unit is Unit.WD:
            return _("%(days)s算工作日") % {"days": days}
        return _("%(days)s上班，到这天为止") % {"days": days}

    def stopped(self, spans: Sequence[Range]) -> str:
        return _("%(days)s不计入") % {"days": _("、").join(self._span_of(item) for item in spans)}

    def rolled(self, trace: Mapping[str, Any], ranges: Sequence[Range]) -> str:
        last = datetime.datetime.fromisoformat(trace["due"]).date() - datetime.timedelta(days=1)
        return _("原为%(natural)s；%(reasons)s，顺延到%(last)s") % {
            "natural": self.date(datetime.date.fromisoformat(trace["natural"])),
            "reasons": self.reasons(ranges, trace.get("rolled_more", 0)),
            "last": self.date_and_weekday(last),
        }

    def unannounced(self, years: Sequence[int]) -> str:
        listed = _("、").join(str(year) for year in years)
        return _("%(years)s年的放假安排还没有公布，公布后这个日期可能会变") % {"years": listed}

    def _span_of(self, item: Range) -> str:
        return self.span(datetime.date.fromisoformat(item[0]), datetime.date.fromisoformat(item[1]))


def _stopped_within(trace: Mapping[str, Any]) -> list[Range]:
    """The stopped days that touch the period; days before it and after it changed nothing."""
    start, due = trace["start"][:10], datetime.datetime.fromisoformat(trace["due"])
    last = (due - datetime.timedelta.resolution).date().isoformat()
    return [span for span in trace.get("stopped", ()) if span[1] >= start and span[0] <= last]


def amount(n: int, unit: Unit) -> str:
    """So many of a unit, in words: 3个工作日."""
    pattern = {
        Unit.CD: ngettext("%(n)s天", "%(n)s天", n),
        Unit.WD: ngettext("%(n)s个工作日", "%(n)s个工作日", n),
        Unit.H: ngettext("%(n)s小时", "%(n)s小时", n),
        Unit.MIN: ngettext("%(n)s分钟", "%(n)s分钟", n),
        Unit.MONTH: ngettext("%(n)s个月", "%(n)s个月", n),
    }[unit]
    return pattern % {"n": n}


def _reason(name: str) -> str:
    """A day's name in the active language; joint holidays (国庆节、中秋节) are translated one by one."""
    return _("、").join(_(piece) for piece in name.split("、"))
