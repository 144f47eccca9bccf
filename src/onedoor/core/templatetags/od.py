"""What the templates say about moments, colours and fields. Load with ``{% load od %}``.

A piece of HTML that stands in lists is made here; the component of the same name calls it, so nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from html import escape
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onedoor.core import wording
from onedoor.core.privacy import masked_numbers
from onedoor.core.wording import Pressure

register = template.Library()

DUE_ICON = {
    Pressure.CALM: "clock",
    Pressure.WARN: "hourglass",
    Pressure.OVER: "alert-triangle",
    Pressure.STOPPED: "player-pause",
}
PILL_SHAPE = {
    "green": '<circle cx="6" cy="6" r="5.5"/>',
    "yellow": '<path d="M6 .5 12 11.5H0z"/>',
    "red": '<path d="M.5.5h11v11H.5z"/>',
}
SEAL_LEVELS = ("ordinary", "yellow", "red", "listed", "interview")
TEXT_CONTROLS = {"select": "form-select", "selectmultiple": "form-select", "checkbox": "form-check-input"}
UNSTYLED_CONTROLS = {"radioselect", "checkboxselectmultiple", "hidden"}
INVALID = "od-invalid"


@register.filter
def remaining(due: datetime, now: datetime) -> str:
    """``{{ task.due_at|remaining:now }}``: 剩4时06分."""
    return wording.remaining(due, now)


@register.filter
def due_words(due: datetime, now: datetime) -> str:
    """``{{ task.due_at|due_words:now }}``: 今天12:30, 10月14日24:00."""
    return wording.due_words(due, now)


@register.filter
def due_day(due: datetime, now: datetime) -> str:
    """``{{ case.due_at|due_day:now }}``: 10月14日（星期三）."""
    return wording.due_day(due, now)


@register.filter
def moment_words(at: datetime, now: datetime) -> str:
    """``{{ happening.at|moment_words:now }}``: 今天10:51, 9月23日15:06."""
    return wording.moment_words(at, now)


@register.simple_tag
def due_share(due: datetime, opened: datetime, now: datetime) -> int:
    """``{% due_share task.due_at task.opened_at now %}``: percent of the limit used."""
    return wording.due_share(due, opened, now)


@register.filter
def grouped_ref(ref: str) -> SafeString:
    """``{{ case.ref|grouped_ref }}``: gaps for the eye only, so that copying gives the reference itself."""
    return mark_safe(f'<span class="od-ref">{"-".join(map(_halved, escape(ref).split("-")))}</span>')


def _halved(part: str) -> str:
    halves = wording.ref_groups(part)
    return f"<span>{'</span><span>'.join(halves)}</span>" if len(halves) > 1 else part


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """``{% icon "clock" %}``: an icon of icons.txt; 16, 20, 24 or 40 pixels. It is silent unless it has a label."""
    if label:
        return format_html(
            '<svg class="od-icon od-icon--{}" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>',
            size,
            label,
            _sprite(),
            name,
        )
    return _silent_icon(name, int(size))


@cache
def _silent_icon(name: str, size: int) -> SafeString:
    return format_html(
        '<svg class="od-icon od-icon--{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', size, _sprite(), name
    )


@cache
def _sprite() -> str:
    return static("vendor/icons.svg")


@register.simple_tag
def pill(colour: str, boxed: bool = False) -> SafeString:
    """``{% pill case.colour %}``: difficulty as shape and word. Nothing for a case that has no colour yet."""
    if not colour:
        return SafeString("")
    return _pill(str(colour), bool(boxed), get_language())


@cache
def _pill(colour: str, boxed: bool, language: str | None) -> SafeString:
    words = {"green": _("绿·常规"), "yellow": _("黄·疑难"), "red": _("红·困难")}
    return format_html(
        '<span class="od-pill od-pill--{}{}"><svg viewBox="0 0 12 12" aria-hidden="true">{}</svg>{}</span>',
        colour,
        " od-pill--boxed" if boxed else "",
        mark_safe(PILL_SHAPE[colour]),
        words[colour],
    )


@register.simple_tag
def due(at: datetime | None, opened: datetime | None, now: datetime, stopped: bool = False) -> SafeString:
    """``{% due task.due_at task.opened_at now %}``: icon, words and a bar of the time used."""
    if stopped:
        return _due_without_bar(Pressure.STOPPED, _("已中止"))
    if not at:
        return _due_without_bar(Pressure.CALM, _("无时限"))
    how = wording.pressure(at, opened, now)
    # Without a beginning there is no share to draw: the bar is empty until the limit is missed.
    share = wording.due_share(at, opened or now, now)
    return mark_safe(
        f'<time class="od-due od-due--{how.value}" datetime="{at.isoformat()}" '
        f'title="{escape(wording.due_words(at, now))}">{_silent_icon(DUE_ICON[how], 14)}'
        f"<b>{escape(wording.remaining(at, now))}</b>"
        f'<svg class="od-due__bar" aria-hidden="true"><rect width="{share}%" height="3"/></svg></time>'
    )


def _due_without_bar(how: Pressure, words: str) -> SafeString:
    return format_html(
        '<span class="od-due od-due--{}">{}<b>{}</b></span>', how.value, _silent_icon(DUE_ICON[how], 14), words
    )


@register.simple_tag
def seal(level: str) -> SafeString:
    """``{% seal "yellow" %}``: supervision as a one-character stamp, read in full by a screen reader."""
    return _seal(str(level), get_language())


@cache
def _seal(level: str, language: str | None) -> SafeString:
    signs = dict(zip(SEAL_LEVELS, (_("督"), _("黄"), _("红"), _("挂"), _("约")), strict=True))
    names = dict(zip(SEAL_LEVELS, (_("一般督办"), _("黄牌督办"), _("红牌督办"), _("挂牌督办"), _("约谈")), strict=True))
    return format_html(
        '<span class="od-seal od-seal--{}" role="img" aria-label="{}" title="{}">{}</span>',
        level,
        names[level],
        names[level],
        signs[level],
    )


@register.simple_tag
def duty(
    href: str, sign: str, label: str, count: str | int | None = None, hot: bool = False, current: bool = False
) -> SafeString:
    """``{% duty link.href link.icon link.label link.count link.hot link.current %}``: one line of the navigation."""
    here = ' aria-current="page"' if current else ""
    figure = ""
    if count is not None:
        figure = f'<span class="od-duty__count{" od-duty__count--hot" if hot else ""}">{escape(str(count))}</span>'
    return mark_safe(
        f'<a class="od-duty" href="{escape(href)}"{here}>{icon(sign)}<span>{escape(label)}</span>{figure}</a>'
    )


@register.simple_tag
def control(field: BoundField, hint: str = "", count: str = "") -> SafeString:
    """``{% control form.text %}``: the input of a field with its look, bound to its hint, error and counter."""
    kind = field.widget_type
    attrs: dict[str, Any] = {}
    if kind not in UNSTYLED_CONTROLS:
        own = field.field.widget.attrs.get("class", "")
        names = [TEXT_CONTROLS.get(kind, "form-control"), str(own), INVALID if field.errors else ""]
        attrs["class"] = " ".join(filter(None, names))
    if describers := described_by(field, hint):
        attrs["aria-describedby"] = describers
    if count:
        attrs["data-od-count"] = f"{field.auto_id}_count"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def described_by(field: BoundField, hint: str = "") -> str:
    """The ids of the sentences that belong to a field."""
    ids = [f"{field.auto_id}_helptext"] if hint or field.help_text else []
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


@register.filter
def target(field: BoundField) -> str:
    """``{{ field|target }}``: the id that a link in the error summary leads to."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.simple_tag
def options(field: BoundField, hints: Mapping[str, str] | None = None) -> Sequence[tuple[BoundWidget, str]]:
    """``{% options form.wish hints as rows %}``: the radio buttons of a field, each with its hint."""
    known = hints or {}
    return [(radio, str(known.get(str(radio.data["value"]), ""))) for radio in field.subwidgets]


@register.simple_tag
def marked(parts: Sequence[tuple[str, bool]]) -> SafeString:
    """``{% marked hit.title %}``: a text in its own language, marked where what was asked for stands. Long
    numbers beside it are hidden as everywhere."""
    said = format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if found else masked_numbers(text),) for text, found in parts)
    )
    return format_html('<span lang="zh-Hans">{}</span>', said)
